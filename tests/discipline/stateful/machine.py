"""The conduct of three people in any order of acts, by whoever happens to ask, while the days go on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from core.errors import DomainError
from discipline.models import (
    Appeal,
    Appraisal,
    AppraisalRound,
    Care,
    Case,
    Commendation,
    Finding,
    GradeProposal,
    Incident,
    Inspection,
)
from discipline.models.complaints import Complaint
from duties.models import CHINA, Assignment
from duties.services import approve
from roster.models import Auxiliary
from tests.discipline.stateful import laws
from tests.discipline.stateful.appraising import Appraising
from tests.discipline.stateful.complaining import Complaining
from tests.discipline.stateful.hearing import Hearing
from tests.discipline.stateful.honouring import Honouring
from tests.discipline.stateful.people import PEOPLE
from tests.discipline.stateful.play import anybody
from tests.discipline.stateful.protecting import KINDS, Protecting
from tests.discipline.stateful.supervising import Supervising
from tests.discipline.stateful.warning import Warning

JUMPS = (1, 1, 3, 6, 12, 31, 190)
PAGES = (
    "/", "/discipline/cases/", "/discipline/cases/?status=all&q=AJ", "/discipline/appeals/", "/discipline/complaints/",
    "/discipline/commendations/", "/discipline/grades/", "/discipline/grades/proposals/", "/me/", "/me/conduct/",
    "/me/conduct/commendations/", "/me/conduct/grades/", "/api/v1/cases/", "/api/v1/appeals/", "/api/v1/complaints/",
    "/api/v1/commendations/", "/search/?q=AJ", "/discipline/appraisals/", "/discipline/appraisals/objections/",
    "/discipline/incidents/?state=open", "/discipline/care/", "/discipline/warnings/", "/discipline/warnings/?sign=red",
    "/discipline/inspections/", "/discipline/findings/?state=standing", "/me/conduct/appraisals/", "/api/v1/appraisals/",
    "/api/v1/appraisal-rounds/", "/api/v1/incidents/", "/api/v1/care/", "/api/v1/warnings/", "/api/v1/findings/",
)  # fmt: skip
RECORDS = (
    (Case, "/discipline/cases/%s/"), (Case, "/me/conduct/%s/"), (Case, "/api/v1/cases/%s/"),
    (Appeal, "/api/v1/appeals/%s/"), (Complaint, "/discipline/complaints/%s/"), (Complaint, "/api/v1/complaints/%s/"),
    (Commendation, "/discipline/commendations/%s/"), (GradeProposal, "/discipline/grades/proposals/%s/"),
    (Appraisal, "/discipline/appraisals/%s/"), (Appraisal, "/me/conduct/appraisals/%s/"), (Appraisal, "/api/v1/appraisals/%s/"),
    (AppraisalRound, "/discipline/appraisals/rounds/%s/"), (Incident, "/discipline/incidents/%s/"),
    (Incident, "/api/v1/incidents/%s/"), (Care, "/discipline/care/%s/"), (Care, "/api/v1/care/%s/"),
    (Auxiliary, "/discipline/warnings/%s/"), (Auxiliary, "/api/v1/warnings/%s/"), (Auxiliary, "/roster/%s/"),
    (Inspection, "/discipline/inspections/%s/"), (Finding, "/discipline/findings/%s/"), (Finding, "/api/v1/findings/%s/"),
)  # fmt: skip


class Conduct(Hearing, Honouring, Complaining, Appraising, Protecting, Supervising, Warning):
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

    @initialize(what=st.sampled_from(("appraisal", "incident", "inspection")), steps=st.integers(0, 4),
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
            self.an_incident_is_under_way(about, kind, steps, lead, hasty=len(marks) % 2 == 0)
        else:
            self.an_inspection_is_under_way(steps, ("uniform", "not_alone")[: len(marks) % 3])

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

    @rule(data=st.data(), who=anybody, what=st.sampled_from(RECORDS))
    def somebody_opens_a_record(self, data: Any, who: str, what: tuple[Any, str]) -> None:
        model, address = what
        if (row := self.one(data, model)) is not None:
            answer = self.bureau.clients[who].get(address % row.pk)
            assert answer.status_code < 500, f"{who} GET {address % row.pk}: {answer.status_code}"

    @invariant()
    def nothing_stands_without_its_cause(self) -> None:
        people = [*self.people.values()]
        broken = list(laws.always(people, self.day)) if self.changed else []
        broken += laws.wrong_grades(people, self.day) if self.climbed else []
        self.changed = self.climbed = False
        assert not broken, broken
