"""Awards and grades in any order of acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from discipline.models import Commendation, GradeObjection, GradeProposal, Objection
from discipline.services import commendations, grades
from tests.discipline.stateful import acts
from tests.discipline.stateful.people import ABOVE, GRADES, PEOPLE
from tests.discipline.stateful.play import EVERYBODY, Play, anybody, by

AWARDED = {"nominated": "publish", "public": "award"}
GRADED = {"proposed": "publish", "public": "decide", "contested": "contest"}


class Honouring(Play):
    """Those who put forward, object and decide, and whoever asks."""

    @initialize(about=st.sampled_from(PEOPLE), public=st.booleans(), grade=st.booleans())
    def somebody_is_put_forward(self, about: str, public: bool, grade: bool) -> None:
        """For an award, or for the next grade."""
        person, clerk, act = self.bureau.people[about], self.bureau.users["hr"], acts.AWARDS["publish"]
        if grade:
            said = {"to": ABOVE[GRADES[about]], "appraisal": "2025年度称职"}
            self.note("propose", acts.call(lambda: grades.propose(auxiliary=person, by=clerk, on=self.day, **said)))
            row, act = GradeProposal.objects.first(), acts.GRADES["publish"]
        else:
            deed = {"kind": "praise", "deed": "救起落水儿童", "deed_on": self.day}
            do = lambda: commendations.nominate(auxiliary=person, by=clerk, on=self.day, **deed)  # noqa: E731
            self.note("nominate", acts.call(do))
            row = Commendation.objects.first()
        if public and row is not None:
            self.act("publish", act, row, "hr")

    @rule(data=st.data(), who=st.sampled_from((*acts.CLERKS, *EVERYBODY)), kind=st.sampled_from(("praise", "merit_3")))
    def nominate(self, data: Any, who: str, kind: str) -> None:
        said = {"auxiliary": self.person(data), "kind": kind, "deed": "救起落水儿童"}
        deed_on = self.day - dt.timedelta(days=data.draw(st.integers(0, 20)))
        user = self.bureau.users[who]
        self.note("nominate", acts.call(lambda: commendations.nominate(by=user, on=self.day, deed_on=deed_on, **said)))

    @precondition(lambda self: self.some(Commendation, *AWARDED))
    @rule(data=st.data(), way=by)
    def an_award_goes_on(self, data: Any, way: str) -> None:
        row = self.one(data, Commendation, status__in=[*AWARDED])
        if (open_one := self.one(data, Objection, commendation=row, outcome="open")) is not None:
            self.act("settle", acts.SETTLE, open_one, data.draw(st.sampled_from(acts.DECIDERS)), way)
            return
        act = acts.AWARDS[AWARDED[row.status]]
        who = "higher" if row.kind == "merit_3" and row.status == "public" else data.draw(st.sampled_from(act.right))
        self.act(AWARDED[row.status], act, row, who, way)

    @precondition(lambda self: self.some(Commendation))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.AWARDS)))
    def anybody_acts_on_an_award(self, data: Any, way: str, who: str, name: str) -> None:
        self.act(name, acts.AWARDS[name], self.one(data, Commendation), who, way)

    @precondition(lambda self: self.some(Commendation, "awarded"))
    @rule(data=st.data(), way=by)
    def revoke(self, data: Any, way: str) -> None:
        row = self.one(data, Commendation, status="awarded")
        self.act("revoke", acts.AWARDS["revoke"], row, data.draw(st.sampled_from(acts.DECIDERS)), way)

    @precondition(lambda self: Objection.objects.exists())
    @rule(data=st.data(), way=by, who=anybody, upheld=st.booleans())
    def settle(self, data: Any, way: str, who: str, upheld: bool) -> None:
        self.act("settle", acts.SETTLE, self.one(data, Objection), who, way, upheld=upheld)

    @rule(data=st.data(), who=st.sampled_from((*acts.CLERKS, *EVERYBODY)), to=st.sampled_from(("六级", "六级", "五级")))
    def propose(self, data: Any, who: str, to: str) -> None:
        said = {"auxiliary": self.person(data), "to": to, "appraisal": "2025年度称职"}
        user = self.bureau.users[who]
        self.note("propose", acts.call(lambda: grades.propose(by=user, on=self.day, **said)))

    @precondition(lambda self: self.some(GradeProposal, *GRADED))
    @rule(data=st.data(), way=by)
    def a_grade_goes_on(self, data: Any, way: str) -> None:
        row = self.one(data, GradeProposal, status__in=[*GRADED])
        waiting = self.one(data, GradeObjection, proposal=row, outcome="open")
        if waiting is not None and data.draw(st.sampled_from((True, True, False))):
            self.act("grade settle", acts.GRADE_SETTLE, waiting, data.draw(st.sampled_from(acts.DECIDERS)), way)
            return
        act = acts.GRADES[GRADED[row.status]]
        self.act(f"grade {GRADED[row.status]}", act, row, data.draw(st.sampled_from(act.right)), way)

    @precondition(lambda self: self.some(GradeProposal))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.GRADES)))
    def anybody_acts_on_a_grade(self, data: Any, way: str, who: str, name: str) -> None:
        self.act(f"grade {name}", acts.GRADES[name], self.one(data, GradeProposal), who, way)

    @precondition(lambda self: GradeObjection.objects.exists())
    @rule(data=st.data(), way=by, who=anybody, upheld=st.booleans())
    def settle_about_a_grade(self, data: Any, way: str, who: str, upheld: bool) -> None:
        self.act("grade settle", acts.GRADE_SETTLE, self.one(data, GradeObjection), who, way, upheld=upheld)
