"""Appraisals in any order of acts: rounds, self-reports, marks, results set side by side, notice, objection; and their laws."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import User
from core import outbox
from core.models import OutboxEvent
from discipline.models import Appraisal, AppraisalMark, AppraisalRound
from discipline.rules import appraisals as rules
from discipline.services import appraisals as services
from reminders.models import Message
from tests.discipline.stateful import laws
from tests.discipline.stateful.acts import Act, Done, call
from tests.discipline.stateful.laws import tied
from tests.discipline.stateful.play import EVERYBODY, Play, anybody, by

BEST_FIRST: Final = ("excellent", "competent", "basic", "failed")
LEAST: Final = {"excellent": 90, "competent": 75, "basic": 60, "failed": 0}  # of the score, house policy
HEADS: Final = {"virtue": 20, "ability": 15, "diligence": 25, "results": 30, "integrity": 10}  # how much each counts
VOICES: Final = {"leader": 60, "colleague": 25, "public": 15}
ON_PAPER: Final = 2  # days after the term in which a paper that was received in time is entered
APPRAISERS: Final = ("hr", "clerk", "supervisor", "boss", "mate", "desk")  # who holds the right over North
FAIR: Final = ("hr", "clerk", "supervisor")  # of whom none is tied to anybody there
REVIEWERS: Final = ("legal", "counsel")
CHANGED: Final = "与日常表现不符"
SET: Final = ("calibrated", "told", "contested", "final")
TAKES_MARKS: Final = ("open", "reported")
RIPE: Final = {"open": "reckon", "reported": "reckon", "marked": "adopt", "calibrated": "tell"}


def _round(name: str) -> Act:
    page = f"/discipline/appraisals/rounds/%s/{name}/"
    return Act(getattr(services, name), "round_", page, f"/api/v1/appraisal-rounds/%s/{name}/", FAIR, only=APPRAISERS)


def _mark(*, appraisal: Appraisal, source: str, by: Any, on: dt.date, **heads: int) -> Any:
    return services.mark(appraisal=appraisal, source=source, marks=heads, by=by, on=on)


def _one(name: str, do: Any = None, place: str = "", only: tuple[str, ...] = APPRAISERS, **said: Any) -> Act:
    place = place or name
    page, api = f"/discipline/appraisals/%s/{place}/", f"/api/v1/appraisals/%s/{place}/"
    return Act(do or getattr(services, name), "appraisal", page, api.replace("mark/", "marks/"), FAIR, said, only)


def _own(name: str, **said: Any) -> Act:
    return Act(getattr(services, name), "appraisal", f"/me/conduct/appraisals/%s/{name}/", said=said)


ROUND = {name: _round(name) for name in ("reckon", "adopt", "tell")}
MARK = _one("mark", _mark, source="leader", **dict.fromkeys(HEADS, 80))
COLLEAGUE = Act(
    _mark, "appraisal", "/me/conduct/appraisals/%s/mark/", said={"source": "colleague", **dict.fromkeys(HEADS, 70)}
)
CALIBRATE = _one("calibrate", place="result", result="competent", reason=CHANGED)
LEAVE_OUT = _one("leave_out", place="leave-out", reason="长期病假")
CONTEST = _one("contest", text="出勤计算有误", received_on=None)
SETTLE = _one("settle", only=REVIEWERS, result="competent", answer="复核属实")
MINE = {
    "report": _own("report", text="全年述职"),
    "accept": _own("accept"),
    "contest": _own("contest", text="出勤有误"),
}
ANY = {"mark": MARK, "calibrate": CALIBRATE, "leave_out": LEAVE_OUT, "contest": CONTEST, "settle": SETTLE, **MINE}


# --- the laws ---


def judged(row: Appraisal, end: str, day: dt.date) -> Iterator[str]:
    """A step of one appraisal against what the law or the house wants of it."""
    subject, marks = row.auxiliary.person_id, AppraisalMark.objects.filter(appraisal=row)
    if end == "reported" and not (row.self_report and row.reported_on == day <= row.round.report_until):
        yield "a self-report out of its term"
    if end == "left_out" and not row.reason:
        yield "left out without a reason"
    if end == "marked":
        until = row.round.report_until
        if not marks.filter(source="leader").exists():
            yield "reckoned without a leader’s marks"
        if row.reported_on is None and until is not None and day <= until:
            yield "reckoned before the person could report"
        score = reckoned(marks)
        if abs(score - Fraction(row.score)) > Fraction(1, 100):
            yield f"reckoned as {row.score}, by the marks {float(score)}"
        if row.proposed != next(result for result, least in LEAST.items() if row.score >= least):
            yield f"{row.score} proposes {row.proposed}"
    if end == "calibrated":
        if tied(row.calibrated_person_id, subject, day):
            yield "the result was set by somebody who is involved"
        if row.calibrated == "excellent" and laws.measures(row.auxiliary_id, row.first, row.last):
            yield "excellent in a span with a sanction"
    if end == "told" and not (row.told_on == day < row.objection_until):
        yield "told without time to object"
    if end == "contested" and not row.told_on <= row.contested_on <= min(row.objection_until, day):
        yield "an objection out of its term"
    if end == "final":
        yield from final(row, day)


def final(row: Appraisal, day: dt.date) -> Iterator[str]:
    """Accepted, or the term is over; or answered by somebody who took no part, and not for the worse."""
    if not row.contested:
        if row.accepted_on != day and day <= row.objection_until + dt.timedelta(days=ON_PAPER):
            yield "final while there is time to object"
        if row.result != row.calibrated:
            yield "another result than was told"
        return
    leaders = set(AppraisalMark.objects.filter(appraisal=row, source="leader").values_list("marker", flat=True))
    if row.settled_person_id in {row.calibrated_person_id, *leaders} or tied(
        row.settled_person_id, row.auxiliary.person_id, day
    ):
        yield "the objection was answered by somebody who is involved"
    if BEST_FIRST.index(row.result) > BEST_FIRST.index(row.calibrated):
        yield "an objection made the result worse"


def reckoned(marks: Any) -> Fraction:
    """The score by hand: each head by the voices that were heard, the whole by the heads."""
    rows = list(marks)
    heard = {source: [row for row in rows if row.source == source] for source in VOICES}
    voices = {source: weight for source, weight in VOICES.items() if heard[source]}
    whole = Fraction(0)
    for head, counts in HEADS.items():
        means = {one: Fraction(sum(getattr(row, head) for row in heard[one]), len(heard[one])) for one in voices}
        whole += counts * sum(means[one] * weight for one, weight in voices.items()) / sum(voices.values())
    return whole / sum(HEADS.values())


def always(day: dt.date) -> Iterator[str]:
    """Results stand side by side; excellent keeps its share; each final result is told to the other rooms, once."""
    rows = list(Appraisal.objects.select_related("round").defer("self_report", "reason", "objection", "answer"))
    if not rows:
        return
    for whole in {row.round_id: row.round for row in rows}.values():
        ours = [row for row in rows if row.round_id == whole.pk and row.status != "left_out"]
        best = sum(row.calibrated == "excellent" for row in ours)
        if best > int(whole.share * len(ours)):
            yield f"{whole}: {best} of {len(ours)} are excellent, the share is {whole.share}"
        if any(row.status in SET for row in ours) and any(row.status in TAKES_MARKS for row in ours):
            yield f"{whole}: a result is set while marks of others are open"
    for row in rows:
        if row.status == "told" and row.objection_until + dt.timedelta(days=ON_PAPER) < day:
            yield f"{row}: nobody objected until {row.objection_until}, and it is not final"
        if (row.status == "final") != bool(row.result):
            yield f"{row}: stands at {row.status}, its result is “{row.result}”"
    events = OutboxEvent.objects.filter(kind="discipline.appraised").values_list(
        "payload__appraisal", "payload__result"
    )
    listen = len(outbox.consumers()["discipline.appraised"])
    if Counter(events) != Counter({(row.pk, row.result): listen for row in rows if row.status == "final"}):
        yield f"told of results {Counter(events)}, and final are {[row for row in rows if row.status == 'final']}"
    yield from wrong_marks(day)


def wrong_marks(day: dt.date) -> Iterator[str]:
    rows = AppraisalMark.objects.select_related("appraisal__auxiliary").defer("comment")
    for row in rows.exclude(source="public"):
        if tied(row.marker_id, row.appraisal.auxiliary.person_id, day):
            yield f"{row.appraisal}: marked by somebody who is involved"


def told(day: dt.date) -> Iterator[str]:
    """Once every event is consumed: each person was told the own result, whoever hears objections of the objection, and
    nobody of anything else."""
    signed_in = set(User.objects.filter(is_active=True).values_list("person", flat=True))
    rows = Appraisal.objects.exclude(told_on=None).values_list("pk", "auxiliary__person", "contested", "status")
    wanted = set()
    for pk, person, contested, status in rows:
        if person in signed_in:
            wanted.add(f"discipline.appraisal_told:{pk}")
        if contested:
            wanted.add(f"discipline.appraisal_contested:{pk}")
        if contested and status == "final" and person in signed_in:
            wanted.add(f"discipline.appraisal_settled:{pk}")
    kinds = ("discipline.appraisal_told", "discipline.appraisal_contested", "discipline.appraisal_settled")
    keys = set(Message.objects.filter(kind__in=kinds).values_list("key", flat=True))
    if keys != wanted:
        yield f"appraisals: told {keys - wanted} without cause, not told {wanted - keys}"


def as_one(changed: list[tuple[type[Any], int, str, str]]) -> bool:
    """A round opens, is reckoned, set and told for everybody in it."""
    if any(model is not Appraisal or end != changed[0][3] for model, _pk, _start, end in changed):
        return False
    return Appraisal.objects.filter(pk__in=[pk for _m, pk, _s, _e in changed]).values("round").distinct().count() == 1


laws.MOVES[Appraisal] = {(start, end) for start, end in rules.ACTS.moves() if start != end}
laws.FIRST[Appraisal] = "open"
laws.JUDGED[Appraisal] = judged
laws.AS_ONE.append(as_one)
laws.ALWAYS.append(always)
laws.SWEPT.append(told)


# --- the play ---


class Appraising(Play):
    """Those who appraise, those who are appraised, and whoever asks."""

    def open_round(self, kind: str, who: str, day: dt.date, way: str = "service", unit: str = "north") -> Done:
        where, user = self.bureau.cast[unit], self.bureau.users[who]
        said = {"unit": where.code, "kind": kind, "day": day.isoformat()}
        if way == "service":
            done = call(lambda: services.open_round(unit=where, kind=kind, day=day, by=user, on=self.day))
        else:
            done = self.send(
                who, "/discipline/appraisals/new/" if way == "page" else "/api/v1/appraisal-rounds/", said, way
            )
        assert not done.ok or who in APPRAISERS, f"{who} opened a round"
        return self.note("open round", done)

    def round_goes_on(self, whole: AppraisalRound, who: str, way: str, marks: list[int]) -> Done:
        """The step that is next: marks for those who have none, then reckoned, set, told."""
        rows = list(Appraisal.objects.filter(round=whole).exclude(status__in=("left_out", "final")).order_by("pk"))
        name = next((RIPE[state] for state in RIPE if any(row.status == state for row in rows)), "")
        if not name:
            return Done(False, "nothing to do")
        if name == "reckon":
            bare = [row for row in rows if not row.marks.filter(source="leader").exists()]
            for number, row in enumerate(bare):
                heads = dict.fromkeys(HEADS, marks[number % len(marks)])
                self.act("mark", MARK, row, "supervisor", "service", **heads)
        return self.act(f"{name} round", ROUND[name], whole, who, way)

    @rule(way=by, who=st.sampled_from((*FAIR, *EVERYBODY)), kind=st.sampled_from(("daily", "monthly", "monthly", "annual")),
          ago=st.sampled_from((0, 0, 1, 31)))  # fmt: skip
    def a_round_is_opened(self, way: str, who: str, kind: str, ago: int) -> None:
        self.open_round(kind, who, self.day - dt.timedelta(days=ago), way)

    @precondition(lambda self: self.some(Appraisal, *RIPE))
    @rule(data=st.data(), way=by, who=st.sampled_from((*FAIR, *FAIR, *APPRAISERS, *EVERYBODY)), steps=st.integers(1, 3),
          marks=st.lists(st.sampled_from((95, 91, 80, 66, 40)), min_size=1, max_size=4))  # fmt: skip
    def a_round_goes_on(self, data: Any, way: str, who: str, steps: int, marks: list[int]) -> None:
        whole = self.one(data, AppraisalRound, appraisals__status__in=[*RIPE])
        for _step in range(steps):
            self.round_goes_on(whole, who, way, marks)

    @precondition(lambda self: self.some(Appraisal))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(ANY)), result=st.sampled_from(BEST_FIRST))
    def anybody_acts_on_an_appraisal(self, data: Any, way: str, who: str, name: str, result: str) -> None:
        more = {"calibrate": {"result": result}, "settle": {"result": result}}.get(name, {})
        if name == "mark":
            more = {"source": data.draw(st.sampled_from(("leader", "public")))}
        row = self.one(data, Appraisal)
        done = self.act(f"appraisal {name}", ANY[name], row, who, way if name not in MINE else "page", **more)
        if name in MINE:
            assert not done.ok or self.people.get(who) == row.auxiliary_id, f"{who} did {name} for {row}"

    @precondition(lambda self: self.some(Appraisal, *TAKES_MARKS))
    @rule(
        data=st.data(),
        way=st.sampled_from(("service", "page")),
        who=st.sampled_from(("lin", "wu", "mate", "lin", "wu", "hr")),
    )
    def a_colleague_marks(self, data: Any, way: str, who: str) -> None:
        row = self.one(data, Appraisal, status__in=TAKES_MARKS)
        again = row.marks.filter(marker=self.bureau.users[who].person_id).exists()
        done = self.act("mark of a colleague", COLLEAGUE, row, who, way)
        assert done.ok == (who in self.people and not again and self.people[who] != row.auxiliary_id), f"{who}: {done}"

    @precondition(lambda self: self.some(Appraisal, "marked", "calibrated"))
    @rule(data=st.data(), way=by, who=st.sampled_from((*FAIR, *APPRAISERS)), result=st.sampled_from(BEST_FIRST),
          reason=st.sampled_from((CHANGED, CHANGED, "")))  # fmt: skip
    def a_result_is_set(self, data: Any, way: str, who: str, result: str, reason: str) -> None:
        row = self.one(data, Appraisal, status__in=("marked", "calibrated"))
        done = self.act("calibrate", CALIBRATE, row, who, way, result=result, reason=reason)
        assert not (done.ok and result != row.proposed and not reason), f"{row} was changed without a reason"

    @precondition(lambda self: self.some(Appraisal, "open", "told"))
    @rule(
        data=st.data(),
        way=st.sampled_from(("service", "page")),
        name=st.sampled_from(("report", "contest", "contest", "accept")),
    )
    def the_person_answers_the_appraisal(self, data: Any, way: str, name: str) -> None:
        """The self-report, the objection, the consent: never refused within their terms to the person concerned."""
        status = "open" if name == "report" else "told"
        row = self.one(data, Appraisal, status=status, auxiliary__in=[*self.people.values()])
        if row is None:
            return
        until = {"report": row.round.report_until, "contest": row.objection_until}.get(name, self.day)
        done = self.act(f"own {name}", MINE[name], row, self.account_of(row.auxiliary_id) or "", way)
        assert done.ok == (until is not None and self.day <= until), (
            f"{name} of {row} until {until}, day {self.day}: {done}"
        )

    @precondition(lambda self: self.some(Appraisal, "told"))
    @rule(data=st.data(), way=by, who=st.sampled_from(APPRAISERS), late=st.integers(-1, 2))
    def an_objection_comes_on_paper(self, data: Any, way: str, who: str, late: int) -> None:
        row = self.one(data, Appraisal, status="told")
        received = min(self.day, row.objection_until + dt.timedelta(days=late))
        done = self.act("contest on paper", CONTEST, row, who, way, received_on=received)
        assert done.ok == (row.told_on <= received <= row.objection_until), f"{row} received {received}: {done}"

    @precondition(lambda self: self.some(Appraisal, "contested"))
    @rule(
        data=st.data(),
        way=by,
        who=st.sampled_from((*REVIEWERS, *REVIEWERS, *EVERYBODY)),
        result=st.sampled_from(BEST_FIRST),
    )
    def an_objection_is_settled(self, data: Any, way: str, who: str, result: str) -> None:
        self.act("settle objection", SETTLE, self.one(data, Appraisal, status="contested"), who, way, result=result)

    def an_appraisal_is_under_way(self, kind: str, steps: int, marks: list[int]) -> None:
        self.open_round(kind, "hr", self.day)
        for _step in range(steps):
            self.round_goes_on(AppraisalRound.objects.get(), "hr", "service", marks)
