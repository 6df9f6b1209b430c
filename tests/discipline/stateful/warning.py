"""Early warnings in any order of acts: reasons reckoned anew from the tables, what was done about them, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from discipline.models import Responsibility, WarningNote
from discipline.models.complaints import Subject
from discipline.selectors import warnings as read
from discipline.services import warnings as services
from roster.models import Auxiliary, Contract, GradeRecord, Qualification
from tests.discipline.stateful.acts import Act
from tests.discipline.stateful.play import EVERYBODY, Play, by

LOOKS: Final = ("inspector", "second", "supervisor", "boss", "mate", "desk")  # who supervises or puts right in North
ANSWER: Final = Act(
    services.answer, "auxiliary", "/discipline/warnings/%s/answer/", "/api/v1/warnings/%s/answer/", LOOKS,
    {"done": "talked", "words": "已谈话"}, LOOKS,
)  # fmt: skip
WINDOW, TRAINED = 180, 90  # days in which complaints count; after which a lapsed training is red
CONTRACT: Final = (30, 60)  # days before the end: red, yellow
PROMOTION, MEDICAL, MANY = 72, 12, 3  # months; so many yellow signs are red
TOP: Final = "一级"
Signs = dict[str, str]


def months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def signs_of(person: Auxiliary, day: dt.date) -> Signs:
    """What stands out about somebody, by hand: the sign and its colour. (Nobody works overtime here, or waits for pay.)"""
    found: Signs = {}
    about = Subject.objects.filter(auxiliary=person, complaint__outcome__in=("upheld", "partly"))
    complaints = (
        about.filter(complaint__received_on__gte=day - dt.timedelta(days=WINDOW)).values("complaint").distinct().count()
    )
    if complaints:
        found["complaints"] = "red" if complaints >= 2 else "yellow"
    named = Responsibility.objects.filter(auxiliary=person, finding__status__in=("open", "reported")).exclude(
        stands="none"
    )
    if findings := named.values("finding").distinct().count():
        found["findings"] = "red" if findings >= 3 else "yellow"
    contracts = list(Contract.objects.filter(auxiliary=person, ended_on=None).values_list("last_day", flat=True))
    if contracts and None not in contracts and (left := (max(contracts) - day).days) <= CONTRACT[1]:
        found["contract"] = "red" if left <= CONTRACT[0] else "yellow"
    graded = GradeRecord.objects.filter(auxiliary=person, since__lte=day, revoked_on=None).order_by("since").last()
    since = graded.since if graded else person.hired_on
    if person.grade != TOP and months(since, day) >= PROMOTION:
        found["promotion"] = "yellow"
    if (lapsed := lapsed_on(person, day)) is not None:
        found["training"] = "red" if (day - lapsed).days >= TRAINED else "yellow"
    if months(person.medical_on or person.hired_on, day) >= MEDICAL:
        found["medical"] = "yellow"
    return found


def lapsed_on(person: Auxiliary, day: dt.date) -> dt.date | None:
    """Since when a training or certificate lapsed and was not renewed: the oldest."""
    kept: dict[tuple[str, str], list[dt.date | None]] = {}
    for kind, subject, until in Qualification.objects.filter(auxiliary=person).values_list(
        "kind", "subject", "valid_until"
    ):
        kept.setdefault((kind, subject), []).append(until)
    over = [days for days in kept.values() if all(one is not None and one < day for one in days)]
    return min((one for days in over for one in days if one is not None), default=None)


def colour(signs: Signs) -> str:
    if "red" in signs.values() or len(signs) >= MANY:
        return "red"
    return "yellow" if signs else "green"


def waits(person: Auxiliary, signs: Signs) -> bool:
    """Does a reason stand that the last note does not speak of? A yellow one that turned red is new."""
    note = WarningNote.objects.filter(auxiliary=person).order_by("pk").last()
    before = {} if note is None else dict(code.split(":") for code in note.signs)
    return any(before.get(sign) not in (level, "red") for sign, level in signs.items())


class Warning(Play):
    """Those who look at warnings, and whoever asks."""

    def file(self, key: int) -> Auxiliary:
        return Auxiliary.objects.select_related("unit", "person").get(pk=key)

    @rule(way=by, who=st.sampled_from((*LOOKS, *LOOKS, *EVERYBODY)), data=st.data())
    def a_warning_is_answered(self, way: str, who: str, data: Any) -> None:
        """It says what stands out; it is no decision, and it changes nothing else."""
        person, user = self.file(self.person(data).pk), self.bureau.users[who]
        signs, notes = signs_of(person, self.day), WarningNote.objects.count()
        before = self.stand
        done = self.act("answer warning", ANSWER, person, who, way)
        serves = person.status != Auxiliary.Status.LEFT
        may = who in LOOKS and user.person_id not in (None, person.person_id)
        assert done.ok == (may and bool(signs) and (serves or way == "service")), (
            f"{who}, {signs}, {person.status}: {done}"
        )
        assert self.stand == before, f"a warning of {person} moved something"
        assert WarningNote.objects.count() == notes + done.ok
        if done.ok:
            note = WarningNote.objects.order_by("pk").last()
            assert dict(code.split(":") for code in note.signs) == signs and note.level == colour(signs), (
                note.signs,
                signs,
            )
            assert not waits(person, signs)

    @rule()
    def the_warnings_are_read(self) -> None:
        """The list names whom the records warn of, with every reason, and those nobody has looked at yet."""
        policies, eyes = read.Policies(self.day), self.bureau.users["inspector"]
        people = [self.file(key) for key in self.people.values()]
        signs = {person.pk: signs_of(person, self.day) for person in people}
        for found in read.warned(people, policies, self.day):
            told = {one.sign.value: one.level.value for one in found.reasons}
            wanted = signs[found.auxiliary.pk]
            assert (told, found.level) == (wanted, colour(wanted)), (told, found.level, wanted)
            assert found.waits == waits(found.auxiliary, wanted), (wanted, found.note and found.note.signs)
        serving = {person.pk: person for person in people if person.status != Auxiliary.Status.LEFT}
        for sign, warned in (
            ("any", {key for key in serving if signs[key]}),
            ("red", {key for key in serving if colour(signs[key]) == "red"}),
            ("waiting", {key for key, person in serving.items() if waits(person, signs[key])}),
            ("complaints", {key for key in serving if "complaints" in signs[key]}),
            ("findings", {key for key in serving if "findings" in signs[key]}),
        ):
            shown = {row.pk for row in read.people(eyes, policies, self.day, sign=sign)}
            assert shown & set(signs) == warned, (sign, shown, warned)
