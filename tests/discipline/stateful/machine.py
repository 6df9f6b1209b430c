"""The conduct of three people in any order of acts, by whoever happens to ask, while the days go on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from core.errors import DomainError
from discipline.models import Appeal, Case, Commendation, GradeProposal, Matter, Objection, Suspension
from discipline.models.complaints import Complaint
from discipline.services import cases, commendations, complaints, grades
from discipline.services.complaints import Told, Who
from duties.models import CHINA, Assignment
from duties.services import approve
from roster.models import Restriction
from roster.services import lift_restriction
from tests.discipline.stateful import acts, laws
from tests.discipline.stateful.appraising import Appraising
from tests.discipline.stateful.people import PEOPLE
from tests.discipline.stateful.play import EVERYBODY, OFFICERS, anybody, by
from tests.discipline.stateful.protecting import KINDS, Protecting
from tests.discipline.stateful.supervising import Supervising
from tests.discipline.stateful.warning import Warning

JUMPS = (1, 1, 3, 6, 12, 31, 190)
# Where a case goes next when all goes well, and what is said on the way.
NEXT = {
    "reported": "examine", "preliminary": "open", "opened": "conclude", "investigated": "tell", "told": "hear",
    "heard": "decide", "decided": "serve", "served": "close",
}  # fmt: skip
AWARDED = {"nominated": "publish", "public": "award"}
GRADED = {"proposed": "publish", "public": "decide", "contested": "settle"}
ANSWERED = {"received": "acknowledge", "acknowledged": "assign", "in_hand": "look"}
PAGES = (
    "/", "/discipline/cases/", "/discipline/cases/?status=all&q=AJ", "/discipline/appeals/", "/discipline/complaints/",
    "/discipline/commendations/", "/discipline/grades/", "/discipline/grades/proposals/", "/me/", "/me/conduct/",
    "/me/conduct/commendations/", "/me/conduct/grades/", "/api/v1/cases/", "/api/v1/appeals/", "/api/v1/complaints/",
    "/api/v1/commendations/", "/search/?q=AJ", "/discipline/appraisals/", "/discipline/appraisals/objections/",
    "/discipline/incidents/?state=open", "/discipline/care/", "/discipline/warnings/", "/discipline/warnings/?sign=red",
    "/discipline/inspections/", "/discipline/findings/?state=standing", "/me/conduct/appraisals/", "/api/v1/appraisals/",
    "/api/v1/appraisal-rounds/", "/api/v1/incidents/", "/api/v1/care/", "/api/v1/warnings/", "/api/v1/findings/",
)  # fmt: skip
outcomes = st.sampled_from(laws.HARSH)


class Conduct(Appraising, Protecting, Supervising, Warning):
    """Acts in any order; what the law says of each step is asked anew after it."""

    # --- the days ---

    @rule(days=st.sampled_from(JUMPS))
    def days_pass(self, days: int) -> None:
        self.bureau.days.set(self.day + dt.timedelta(days=days))
        self.bureau.night()
        self.look(several=True)
        self.changed = self.climbed = True

    @rule()
    def the_sweeper_comes(self) -> None:
        """The queue was down until now."""
        self.bureau.sweep()
        broken = list(laws.after_the_sweeper([*self.people.values()], self.day))
        assert not broken, broken

    # --- cases ---

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

    @initialize(steps=st.integers(0, 3), about=st.sampled_from(PEOPLE))
    def a_complaint_is_under_way(self, steps: int, about: str) -> None:
        told, who = Told(self.bureau.cast["north"], "favour", "收了商户的钱"), Who("auxiliary", "知情人", "", None)
        subject = self.bureau.people[about]
        more = {"channel": "page", "on": self.day, "subjects": [subject]}
        self.note("complain", acts.call(lambda: complaints.receive(told=told, who=who, **more)))
        for _step in range(steps):
            self.answered(Complaint.objects.get(), "service", "second")

    @initialize(about=st.sampled_from(PEOPLE), public=st.booleans(), grade=st.booleans())
    def somebody_is_put_forward(self, about: str, public: bool, grade: bool) -> None:
        """For an award, or for the next grade."""
        person, clerk, act = self.bureau.people[about], self.bureau.users["hr"], acts.AWARDS["publish"]
        if grade:
            said = {"to": "六级", "appraisal": "2025年度称职"}
            self.note("propose", acts.call(lambda: grades.propose(auxiliary=person, by=clerk, on=self.day, **said)))
            row, act = GradeProposal.objects.first(), acts.GRADES["publish"]
        else:
            deed = {"kind": "praise", "deed": "救起落水儿童", "deed_on": self.day}
            do = lambda: commendations.nominate(auxiliary=person, by=clerk, on=self.day, **deed)  # noqa: E731
            self.note("nominate", acts.call(do))
            row = Commendation.objects.first()
        if public and row is not None:
            self.act("publish", act, row, "hr")

    @initialize(what=st.sampled_from(("appraisal", "appraisal", "incident", "inspection")), steps=st.integers(0, 4),
                about=st.sampled_from(PEOPLE), lead=st.sampled_from(("", "bai", "boss")), kind=st.sampled_from(KINDS),
                span=st.sampled_from(("daily", "monthly", "annual")),
                marks=st.lists(st.sampled_from((95, 80, 66, 40)), min_size=1, max_size=6))  # fmt: skip
    def something_else_is_under_way(
        self, what: str, steps: int, about: str, lead: str, kind: str, span: str, marks: list[int]
    ) -> None:
        """An appraisal, an incident or an inspection, wherever it has come to."""
        if what == "appraisal":
            self.an_appraisal_is_under_way(span, steps, marks)
        elif what == "incident":
            self.an_incident_is_under_way(about, kind, steps, lead)
        else:
            self.an_inspection_is_under_way(steps, ("uniform", "not_alone")[: len(marks) % 3])

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

    # --- awards and grades ---

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
        act = acts.GRADES[GRADED[row.status]]
        self.act(f"grade {GRADED[row.status]}", act, row, data.draw(st.sampled_from(act.right)), way)

    @precondition(lambda self: self.some(GradeProposal))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.GRADES)), upheld=st.booleans())
    def anybody_acts_on_a_grade(self, data: Any, way: str, who: str, name: str, upheld: bool) -> None:
        more = {"upheld": upheld} if name == "settle" else {}
        self.act(f"grade {name}", acts.GRADES[name], self.one(data, GradeProposal), who, way, **more)

    # --- complaints ---

    @rule(data=st.data(), who=st.sampled_from(("nobody", "lin", "wu", "inspector", "hr")), about=st.booleans())
    def complain(self, data: Any, who: str, about: bool) -> None:
        user, told = self.bureau.users.get(who), Told(self.bureau.cast["north"], "favour", "收了商户的钱")
        subjects = [data.draw(st.sampled_from((*self.bureau.people.values(), *self.bureau.officers.values())))]
        person = Who("colleague", "知情人", "", user.person_id) if user is not None else Who()
        more = {"channel": "own" if user else "page", "on": self.day, "subjects": subjects if about else ()}
        self.note("complain", acts.call(lambda: complaints.receive(told=told, who=person, **more)))

    @precondition(lambda self: self.some(Complaint, *ANSWERED))
    @rule(data=st.data(), way=by)
    def a_complaint_goes_on(self, data: Any, way: str) -> None:
        row = self.one(data, Complaint, status__in=[*ANSWERED])
        self.answered(row, way, data.draw(st.sampled_from(acts.INSPECTORS)))

    def answered(self, row: Complaint, way: str, handler: str) -> None:
        name = ANSWERED[row.status]
        if name == "look" and row.retaliation_checks.exists():
            name = "answer"
        who = next((one for one in acts.INSPECTORS if self.bureau.users[one].pk == row.handler_id), "inspector")
        more = {"handler": self.bureau.users[handler]} if name == "assign" else {}
        self.act(f"complaint {name}", acts.COMPLAINTS[name], row, who, way, **more)

    @precondition(lambda self: self.some(Complaint))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(acts.COMPLAINTS)), handler=anybody)
    def anybody_acts_on_a_complaint(self, data: Any, way: str, who: str, name: str, handler: str) -> None:
        row = self.one(data, Complaint)
        more = {"handler": self.bureau.users[handler]} if name == "assign" else {}
        done = self.act(f"complaint {name}", acts.COMPLAINTS[name], row, who, way, **more)
        holder = row.handler_person_id is not None and row.handler_person_id == self.bureau.users[who].person_id
        assert not (name == "open_reporter" and done.ok and not holder), f"{who} opened the reporter of {row}"

    # --- work that is planned meanwhile ---

    @rule(data=st.data(), ahead=st.integers(1, 40))
    def work_is_approved(self, data: Any, ahead: int) -> None:
        begins = dt.datetime.combine(self.day + dt.timedelta(days=ahead), dt.time(14), CHINA)
        stage, person = self.bureau.stage, self.person(data)
        days = {"starts_at": begins, "ends_at": begins + dt.timedelta(hours=2)}
        try:
            with transaction.atomic():
                made = stage.submitted(auxiliaries=(person.pk, stage.lin.pk), **days)
                approve(assignment=Assignment.objects.get(pk=made.pk), by=stage.supervisor)
        except DomainError:
            return
        self.done["work"] += 1

    @rule(who=anybody, address=st.sampled_from(PAGES))
    def somebody_reads(self, who: str, address: str) -> None:
        if who == "desk":
            who = "nobody"
        answer = self.bureau.clients[who].get(address)
        assert answer.status_code < 500, f"{who} GET {address}: {answer.status_code}"

    @invariant()
    def nothing_stands_without_its_cause(self) -> None:
        people = [*self.people.values()]
        broken = list(laws.always(people, self.day)) if self.changed else []
        broken += laws.wrong_grades(people, self.day) if self.climbed else []
        self.changed = self.climbed = False
        assert not broken, broken
