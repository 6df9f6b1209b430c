"""Cases in any order of acts: from the report to the closed appeal, and what keeps from duty meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from discipline.models import Appeal, Case, Matter, Suspension, Withdrawal
from discipline.services import cases
from roster.models import Restriction
from roster.services import lift_restriction
from tests.discipline.stateful import acts, laws
from tests.discipline.stateful.people import PEOPLE
from tests.discipline.stateful.play import EVERYBODY, OFFICERS, Play, anybody, by

# Where a case goes next when all goes well, and what is said on the way.
NEXT = {
    "reported": "examine", "preliminary": "open", "opened": "conclude", "investigated": "tell", "told": "hear",
    "heard": "decide", "decided": "serve", "served": "close",
}  # fmt: skip
outcomes = st.sampled_from(laws.HARSH)


class Hearing(Play):
    """Those who investigate, decide and hear appeals, the person concerned, and whoever asks."""

    @rule(data=st.data(), who=st.sampled_from((*acts.INSPECTORS, *EVERYBODY)), named=st.booleans())
    def report(self, data: Any, who: str, named: bool) -> None:
        officer = self.bureau.officer(data.draw(st.sampled_from(OFFICERS))) if named else None
        told = {"auxiliary": self.person(data), "subject": "收受商户香烟", "reporter": officer and officer.person}
        self.note("report", acts.call(lambda: cases.report(by=self.bureau.users[who], on=self.day, **told)))

    @initialize(about=st.sampled_from(PEOPLE), steps=st.integers(0, len(NEXT)), outcome=outcomes)
    def a_case_is_under_way(self, about: str, steps: int, outcome: str) -> None:
        """Wherever it has come to by the first day."""
        told = {"auxiliary": self.bureau.people[about], "subject": "脱岗", "by": self.bureau.users["inspector"]}
        self.note("report", acts.call(lambda: cases.report(on=self.day, **told)))
        for _step in range(steps):
            self.further(Case.objects.get(), "service", outcome)

    @precondition(lambda self: self.some(Case, *NEXT))
    @rule(data=st.data(), way=by, outcome=outcomes, steps=st.integers(1, 3))
    def a_case_goes_on(self, data: Any, way: str, outcome: str, steps: int) -> None:
        """A step further or some, by those whose office it is."""
        case = self.one(data, Case, status__in=[*NEXT])
        for _step in range(steps):
            self.further(Case.objects.get(pk=case.pk), way, outcome)

    def further(self, case: Case, way: str, outcome: str) -> None:
        if (name := NEXT.get(case.status)) is None:
            return
        if case.status == "preliminary" and case.investigators.count() < 2:
            self.name_two(case)
        more = {"tell": {"intended": outcome}, "decide": {"outcome": case.intended}}.get(name, {})
        self.act(name, acts.CASES[name], case, acts.CASES[name].right[0], way, **more)

    def name_two(self, case: Case) -> None:
        inspector = self.bureau.users["inspector"]
        for officer in ("gu", "second"):
            named = self.bureau.officer(officer)
            do = lambda named=named: cases.name_investigator(case=case, officer=named, by=inspector, on=self.day)  # noqa: E731
            self.note("name", acts.call(do))

    @precondition(lambda self: self.some(Case))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.CASES)), outcome=outcomes)
    def anybody_acts_in_a_case(self, data: Any, way: str, who: str, name: str, outcome: str) -> None:
        case = self.one(data, Case)
        more = {"tell": {"intended": outcome}, "decide": {"outcome": outcome}}.get(name, {})
        if name == "hear":
            more = {"how": data.draw(st.sampled_from(("hearing", "waived", "term_over")))}
        self.act(name, acts.CASES[name], case, who, way, **more)

    @precondition(lambda self: self.some(Case, "preliminary", "opened"))
    @rule(data=st.data(), who=st.sampled_from((*acts.INSPECTORS, *EVERYBODY)), name=st.sampled_from(OFFICERS))
    def somebody_is_named_or_relieved(self, data: Any, who: str, name: str) -> None:
        case, user = self.one(data, Case, status__in=["preliminary", "opened"]), self.bureau.users[who]
        officer = self.bureau.officer(name)
        named = case.investigators.filter(officer=officer).first()
        if named is None:
            do = lambda: cases.name_investigator(case=case, officer=officer, by=user, on=self.day)  # noqa: E731
            self.note("name", acts.call(do))
        else:
            do = lambda: cases.relieve_investigator(investigator=named, reason="回避", by=user, on=self.day)  # noqa: E731
            self.note("relieve", acts.call(do))

    @precondition(lambda self: self.some(Case, "told", "served"))
    @rule(data=st.data(), way=st.sampled_from(("service", "page")))
    def the_person_speaks(self, data: Any, way: str) -> None:
        """A statement before the decision, an appeal within its term: never refused to the person concerned."""
        case = self.one(data, Case, status__in=["told", "served"])
        (own,) = [name for name, key in self.people.items() if key == case.auxiliary_id]
        act = acts.STATE if case.status == "told" else acts.APPEAL
        late = case.status == "served" and self.day > case.appeal_until
        done = self.act("statement" if case.status == "told" else "appeal", act, case, own, way)
        assert done.ok != late, f"{own} in {case} ({case.status}, day {self.day}): {done}"

    @precondition(lambda self: self.some(Case, "told", "heard"))
    @rule(data=st.data(), way=st.sampled_from(("service", "page")))
    def the_person_asks_that_somebody_withdraws(self, data: Any, way: str) -> None:
        """Once for each who investigates, between being told and the decision: never refused to the person concerned."""
        case = self.one(data, Case, status__in=["told", "heard"])
        named = case.investigators.filter(relieved_on=None).order_by("pk")
        row = named[data.draw(st.integers(0, named.count() - 1))]
        asked = Withdrawal.objects.filter(investigator=row).exists()
        done = self.act(
            "ask to withdraw", acts.ASK, case, self.account_of(case.auxiliary_id) or "", way, investigator=row
        )
        assert done.ok != asked, f"{row} of {case}, asked before: {asked}: {done}"

    @precondition(lambda self: Withdrawal.objects.exists())
    @rule(data=st.data(), way=st.sampled_from(("service", "page")), who=st.sampled_from((*acts.DECIDERS, *EVERYBODY)),
          instead=st.sampled_from(("", "", *OFFICERS)))  # fmt: skip
    def a_withdrawal_is_answered(self, data: Any, way: str, who: str, instead: str) -> None:
        row = self.one(data, Withdrawal)
        more = {"answer": "granted", "instead": self.bureau.officer(instead)} if instead else {}
        named = set(row.case.investigators.values_list("officer__person", flat=True))
        done = self.act("answer withdrawal", acts.WITHDRAW, row, who, way, **more)
        assert not (done.ok and row.answer), f"{row} was answered twice"
        assert not (done.ok and self.bureau.users[who].person_id in named), (
            f"{row}: answered by {who}, who investigates"
        )

    @precondition(lambda self: self.some(Case, "served", "closed"))
    @rule(data=st.data(), way=st.sampled_from(("service", "page", "api")), ago=st.sampled_from((-1, 0, 0, 1, 3, 12, 60)),
          who=st.sampled_from((*acts.APPEALS, *acts.APPEALS, *EVERYBODY)))  # fmt: skip
    def an_appeal_comes_on_paper(self, data: Any, way: str, ago: int, who: str) -> None:
        """Received within its term it is taken, though it is entered later, and the case was closed meanwhile."""
        case = self.one(data, Case, status__in=["served", "closed"])
        received, user = self.day - dt.timedelta(days=ago), self.bureau.users[who]
        said = {"grounds": "处分过重", "brought_by": "本人", "received_on": received}
        if way == "service":
            done = acts.call(lambda: cases.take_appeal(case=case, by=user, on=self.day, **said))
        else:
            place, named = ("/discipline/appeals/new/", case.number) if way == "page" else ("/api/v1/appeals/", case.pk)
            done = self.send(who, place, {**said, "case": named}, way)
        in_time = case.served_on <= received <= min(self.day, case.appeal_until)
        assert done.ok == (who in acts.APPEALS and in_time and not case.appealed), f"{who}, {case}, {received}: {done}"
        self.note("appeal on paper", done)

    @precondition(lambda self: self.some(Case, "appealed"))
    @rule(data=st.data(), way=by, who=st.sampled_from((*acts.APPEALS, *acts.APPEALS, *EVERYBODY)))
    def an_appeal_is_answered(self, data: Any, way: str, who: str) -> None:
        appeal = self.one(data, Appeal, case__status="appealed")
        milder = data.draw(st.sampled_from(laws.HARSH))
        verdict = data.draw(st.sampled_from(("upheld", "changed", "revoked")))
        more = {"verdict": verdict, **({"changed_to": milder} if verdict == "changed" else {})}
        self.act("answer", acts.ANSWER, appeal, who, way, **more)

    @precondition(lambda self: self.some(Case))
    @rule(data=st.data(), way=by, who=st.sampled_from((*acts.SUSPEND.right, *EVERYBODY)), days=st.integers(-1, 70))
    def suspend(self, data: Any, way: str, who: str, days: int) -> None:
        ends_on = self.day + dt.timedelta(days=days)
        self.act("suspend", acts.SUSPEND, self.one(data, Case), who, way, ends_on=ends_on)

    @precondition(lambda self: Suspension.objects.exists())
    @rule(data=st.data(), way=by, who=st.sampled_from((*acts.LIFT.right, *EVERYBODY)), in_the_file=st.booleans())
    def lift(self, data: Any, way: str, who: str, in_the_file: bool) -> None:
        suspension = self.one(data, Suspension)
        if not in_the_file:
            self.act("lift", acts.LIFT, suspension, who, way)
            return
        row = Restriction.objects.select_related("auxiliary").get(pk=suspension.restriction_id)
        hr = self.bureau.users["hr"]
        self.note("lift in the file", acts.call(
            lambda: lift_restriction(restriction=row, lifted_on=self.day, by=hr, on=self.day)))  # fmt: skip
        self.bureau.sweep()

    @precondition(lambda self: self.some(Case))
    @rule(data=st.data(), way=by, who=st.sampled_from((*acts.NOTE.right, *EVERYBODY)))
    def proceedings(self, data: Any, way: str, who: str) -> None:
        """Begin outside the house, or end there."""
        if (matter := self.one(data, Matter, until=None)) is not None:
            self.act("end matter", acts.END, matter, who, way)
        else:
            self.act("note matter", acts.NOTE, self.one(data, Case), who, way)
