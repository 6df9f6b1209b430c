"""Who is ripe for the next grade, and the proposals in sight. A fixed number of queries, however many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core.perms import Perms
from discipline import facts
from discipline.models import Appraisal, GradeProposal
from discipline.rules.appraisals import Result
from discipline.rules.grades import DecisionFacts, Held, Ladder, ProposalFacts, Status, Step, next_step
from discipline.selectors import appraisals
from discipline.selectors import commendations as awards
from discipline.words import said
from organisation.models import Unit
from organisation.selectors import subtree
from regulations.packs import PackError
from regulations.querysets import numbers
from regulations.selectors import OwnValues, own_values
from roster.models import Auxiliary, GradeRecord, Qualification

KEYS: Final = "discipline.grades"
WHO: Final = (
    "auxiliary__person",
    "auxiliary__unit",
    "unit",
    "proposed_by__person",
    "decided_by__person",
    "published_in",
)
SHORT_MONTH: Final = 28  # days: no month is shorter
EDUCATION: Final = tuple(Auxiliary.Education.values)  # the lowest first
SHORTEST: Final = timedelta(days=150)  # no ladder grades anybody sooner: whoever was graded later is not read
LINE: Final = (
    "pk",
    "person__name",
    "badge_number",
    "unit__name",
    "unit__path",
    "grade",
    "held_since",
    "education",
)
Line = tuple[int, str, str, str, str, str, date, str]
STATES: Final = (("ripe", "ripe"), ("soon", "soon"), ("held", "held"))


@dataclass(frozen=True, slots=True)
class Climber:
    """Somebody on the way up: what is held, the next step, whether it is proposed already."""

    auxiliary: int
    name: str
    badge_number: str
    unit: str
    grade: str
    since: date
    step: Step
    proposed: bool


class Ladders:
    """The ladder of any unit on a day, read once for each place: three queries in all."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._values: OwnValues = own_values()
        self._setting = {unit for unit, key in self._values.rows if key.startswith(KEYS)}
        self._of = lru_cache(maxsize=None)(self._by_setting)
        self._read_of: dict[tuple[str, tuple[int, ...]], tuple[str, Ladder]] = {}

    def of(self, path: str) -> Ladder:
        return self._of(path)[1]

    def alike(self, path: str) -> str:
        """The first unit that was found to share this one's ladder: one name for all of them."""
        return self._of(path)[0]

    def _by_setting(self, path: str) -> tuple[str, Ladder]:
        """Units of one place that set nothing of their own share a ladder: a thousand stations, one reading."""
        setting = tuple(unit for unit in numbers(path) if unit in self._setting)
        key = (self._values.jurisdictions.pack_of(path, self.day), setting)
        if key not in self._read_of:
            self._read_of[key] = (path, self._read(path))
        return self._read_of[key]

    def held_long_enough(self, until: date) -> Q:
        """Nobody who does not fulfil this is due by then, on any ladder of the house; not everybody who does is due."""
        every = [self.of(path) for path in Unit.objects.values_list("path", flat=True)]
        if not every or any(ladder.award_saves for ladder in every):
            return Q()
        first = min(ladder.entry_months for ladder in every)
        next_one = min((months for ladder in every for months in ladder.months.values()), default=0)
        entering = Q(grade="", held_since__lte=until - timedelta(days=SHORT_MONTH * first))
        return entering | (~Q(grade="") & Q(held_since__lte=until - timedelta(days=SHORT_MONTH * next_one)))

    def may_be_held(self) -> Q:
        """Whoever has no sanction and does not fulfil this is held back by no ladder of the house."""
        every = [self.of(path) for path in Unit.objects.values_list("path", flat=True)]
        if not every or any(ladder.needs_training or not ladder.knows_its_months() for ladder in every):
            return Q()
        below = set[str].intersection(*({*ladder.names[1:]} for ladder in every))
        return ~Q(grade="") & ~Q(grade__in=below)

    def _read(self, path: str) -> Ladder:
        def at(key: str) -> Any:
            return self._values.at(f"{KEYS}.{key}", path=path, day=self.day).value

        return Ladder(
            names=tuple(at("ladder")),
            months=self._months(path),
            by_selection=frozenset(at("by_selection")),
            upper_share=float(at("upper_share")),
            needs_training=bool(at("needs_training")),
            award_saves=int(at("award_saves_months")),
            entry=tuple(at("entry")),
            entry_months=int(at("entry_months")),
        )

    def _months(self, path: str) -> Mapping[int, int]:
        """Empty where the office must supply them: nothing is guessed."""
        try:
            rows = self._values.at(f"{KEYS}.months_to_next", path=path, day=self.day).value
        except PackError:
            return {}
        return {int(row["grade"]): int(row["months"]) for row in rows}


def climbers(user: User, asked: Mapping[str, str], day: date) -> list[Climber]:
    """People in sight with their next step, who is due first; `?state=ripe` (default), `soon` within half a year, `held` back."""
    people = Auxiliary.objects.visible_to(user, Perms.MANAGE_GRADES).on_strength()
    people = people.filter(subtree(user, asked.get("unit", "")))
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        people = people.search(words)
    state, ladders = asked.get("state", "ripe"), Ladders(day)
    until = day + timedelta(days=183) if state == "soon" else day
    rows = _dated(people, day)
    if state == "held":
        rows = rows.filter(ladders.may_be_held() | Q(pk__in=_barred(people, day)))
    else:
        rows = rows.filter(ladders.held_long_enough(until))
    found = [(row, step) for row, step in _stepped(rows, day, ladders) if _wanted(state, step, day, until)]
    return _told(sorted(found, key=lambda pair: (pair[1].due_on or date.max, pair[0][0])))


def _barred(people: QuerySet[Auxiliary], day: date) -> list[int]:
    """Those whom a sanction in effect bars from a grade."""
    spells = facts.sanctions(list(people.values_list("pk", flat=True)), day, day)
    return [key for key, some in spells.items() if any(spell.bars_promotion for spell in some)]


def _wanted(state: str, step: Step, day: date, until: date) -> bool:
    if state == "held":
        return bool(step.lacks)
    if state == "soon":
        return step.due_on is not None and day < step.due_on <= until and not step.lacks
    return step.ripe(day)


def steps_of(people: QuerySet[Auxiliary], day: date) -> list[Climber]:
    """The next step of each of these people: eight queries at most, however many."""
    return _told(_stepped(_dated(people, day), day, Ladders(day)))


def _dated(people: QuerySet[Auxiliary], day: date) -> QuerySet[Auxiliary]:
    """With the day since which each holds the grade; without those who were graded or hired only lately."""
    newest = GradeRecord.objects.standing().filter(auxiliary=OuterRef("pk"), since__lte=day).order_by("-since")
    dated = people.alias(graded_on=Subquery(newest.values("since")[:1]))
    return dated.annotate(held_since=Coalesce(F("graded_on"), F("hired_on"))).filter(held_since__lte=day - SHORTEST)


def _stepped(people: QuerySet[Auxiliary], day: date, ladders: Ladders) -> list[tuple[Line, Step]]:
    """What is read of each, and the step that follows; people who hold the same since the same day are reckoned once."""
    rows: list[Line] = list(people.values_list(*LINE))
    keys = [row[0] for row in rows]
    used = [ladders.of(path) for path in {row[4] for row in rows}]
    sanctioned = facts.sanctions(keys, day, day)
    earned = awards.awards_of(keys, date.min, day) if any(one.award_saves for one in used) else {}
    trained = _trained(keys) if any(one.needs_training for one in used) else {}
    step = lru_cache(maxsize=None)(lambda held, path: next_step(held, ladders.of(path)))
    found = []
    for row in rows:
        key, since, education = row[0], row[6], row[7]
        held = Held(
            grade=row[5],
            since=since,
            education=EDUCATION.index(education) if education in EDUCATION else None,
            awards=sum(1 for one in earned.get(key, ()) if one.awarded_on and one.awarded_on >= since),
            trained=any(on >= since for on in trained.get(key, ())),
            sanctioned=any(spell.bars_promotion for spell in sanctioned.get(key, ())),
        )
        found.append((row, step(held, ladders.alike(row[4]))))
    return found


def _told(found: Iterable[tuple[Line, Step]]) -> list[Climber]:
    proposed = set(GradeProposal.objects.open().values_list("auxiliary_id", flat=True))
    return [
        Climber(key, name, badge, unit, grade, since, step, key in proposed)
        for (key, name, badge, unit, _path, grade, since, _education), step in found
    ]


def _trained(keys: Iterable[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    rows = Qualification.objects.filter(auxiliary__in=keys, subject=Qualification.Subject.PROMOTION)
    for key, on in rows.values_list("auxiliary_id", "obtained_on"):
        found.setdefault(key, []).append(on)
    return found


def step_of(auxiliary: Auxiliary, day: date) -> Climber | None:
    """The next step of one person; None for somebody graded or hired only lately, or who left."""
    people = Auxiliary.objects.on_strength().filter(pk=auxiliary.pk)
    return next(iter(steps_of(people, day)), None)


def own_file(person: int) -> QuerySet[Auxiliary]:
    """The file of this very person."""
    return Auxiliary.objects.filter(person=person)


def proposal_facts(auxiliary: Auxiliary, to: str, appraisal: str, day: date) -> tuple[ProposalFacts, dict[str, Any]]:
    """The facts of a proposal on this day, and the words of its sentences. `appraisal`: years before the first kept here."""
    climber = step_of(auxiliary, day)
    years = appraisals.annual_results(auxiliary, climber.since) if climber else []
    step = climber.step if climber else Step("", None)
    found = ProposalFacts(
        day=day,
        on_strength=auxiliary.status != Auxiliary.Status.LEFT,
        step=step,
        to=to,
        appraisal="; ".join([*results_told(years), *filter(None, [appraisal.strip()])]),
        failed=bool(years) and years[-1].result == Result.FAILED,
    )
    words = {
        "grade": auxiliary.grade or "–",
        "since": said(climber.since if climber else None),
        "due_on": said(step.due_on),
        "next": step.to or "–",
        "failed": years[-1].first.year if years else "–",
    }
    return found, words


def results_told(years: Iterable[Appraisal]) -> list[str]:
    """The final results of these years, each with its number."""
    return [f"{row.first.year} {row.get_result_display()} ({row.number})" for row in years]


def decision_facts(row: GradeProposal, by: User, day: date) -> tuple[DecisionFacts, dict[str, Any]]:
    """The facts of a decision on this day: the room in the upper grades is counted in the whole bureau."""
    ladder = Ladders(day).of(row.unit.path)
    upper = ladder.upper()
    people = Auxiliary.objects.on_strength().below(awards.bureau_of(row.unit))
    held = people.filter(grade__in=upper).exclude(pk=row.auxiliary_id).count()
    most = int(people.count() * ladder.upper_share)
    found = DecisionFacts(
        day=day,
        published_until=row.published_until,
        decider=by.person_id,
        proposer=row.proposed_person_id,
        person=row.auxiliary.person_id,
        relatives=awards.relatives_of(row.auxiliary),
        upper=row.to_grade in upper and row.from_grade not in upper,
        upper_held=held,
        upper_most=most,
    )
    return found, {"held": held, "most": most}


def proposals(user: User, asked: Mapping[str, str]) -> QuerySet[GradeProposal]:
    """Proposals in sight, the newest first."""
    rows = GradeProposal.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if (state := asked.get("state", "")) in Status.values:
        rows = rows.filter(status=state)
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        people = Auxiliary.objects.search(words).values("pk")
        rows = rows.filter(Q(number__istartswith=words) | Q(auxiliary__in=people))
    return rows.select_related(*WHO).order_by("-pk")


def in_public(person: int, day: date) -> QuerySet[GradeProposal]:
    """Grades proposed in public in the bureau where this person serves."""
    me = Auxiliary.objects.on_strength().filter(person=person).select_related("unit").first()
    if me is None:
        return GradeProposal.objects.none()
    rows = GradeProposal.objects.filter(
        status=Status.PUBLIC, published_until__gte=day, published_in__in=awards.numbers(me.unit.path)
    )
    return rows.select_related("auxiliary__person", "unit").order_by("published_until", "pk")
