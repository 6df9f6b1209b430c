"""Records of conduct by the hundred thousand: copied inside the database from the few of `city.py`, which the services made.

What is sealed is copied as it lies: a list that opened it would fail at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from auxpolice.embedded.postgres import Postgres
from discipline.models import (
    Appraisal,
    AppraisalRound,
    Care,
    Case,
    Commendation,
    Complaint,
    Finding,
    GradeProposal,
    Incident,
    WarningNote,
)
from roster.models import Contract, GradeRecord, Qualification
from tests.cast import TODAY
from tests.discipline.scale.city import City

BASE = 10_000_000  # keys of what is copied begin there
OFFICERS = 5 * BASE  # keys of officers among the people
MONTHS = 6  # of hours beyond
THIS_MONTH = TODAY.replace(day=1)
OPEN_ONE_IN = 12  # of so many records one is still open, the others ended
SHARES = {  # of a thousand records
    "cases": 200, "findings": 150, "complaints": 150, "commendations": 150, "appraisals": 200, "grades": 60,
    "incidents": 40, "cares": 20, "notes": 30,
}  # fmt: skip
KINDS = (Case, Finding, Complaint, Commendation, Appraisal, GradeProposal, Incident, Care, WarningNote)
Span = tuple[int, int]  # the first and the last turn


class Copier:
    """Rows out of rows, told apart by their keys; triggers and foreign keys are not asked."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> Copier:
        self.connection = Postgres().connect(self.name)
        self.cursor = self.connection.cursor()
        self.cursor.execute("SET session_replication_role = replica")
        return self

    def __exit__(self, *failed: Any) -> None:
        if failed[0] is None:
            self.connection.commit()
        self.connection.close()

    def columns(self, table: str) -> list[str]:
        self.cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
            " AND is_generated = 'NEVER'",
            [table],
        )
        return [row[0] for row in self.cursor.fetchall()]

    def copy(self, table: str, sources: Sequence[int], turns: Span, **made: str) -> None:
        """A row for each turn, the n-th out of the n-th source; `made`: what a column holds, as SQL of n."""
        values = {"id": f"{BASE} + n", **made}
        columns = self.columns(table)
        said = selected(columns, values)
        names = ", ".join(f'"{name}"' for name in columns)
        self.cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {said} FROM generate_series({turns[0]}, {turns[1]}) n"
            f" JOIN unnest(%s::bigint[]) WITH ORDINALITY AS s(key, place) ON s.place = n %% {len(sources)} + 1"
            f" JOIN {table} t ON t.id = s.key",
            [list(sources)],
        )


def selected(columns: Sequence[str], values: Mapping[str, str]) -> str:
    """What is selected for each column, ready for a statement with values of its own."""
    said = (f"({values[name]})" if name in values else f't."{name}"' for name in columns)
    return ", ".join(said).replace("%", "%%")


def turns(rows: Sequence[Any], ended: Sequence[str]) -> list[int]:
    """Keys in turn: mostly what ended, one in twelve what is open, each state as often as the other."""
    over = [row.pk for row in rows if row.status in ended]
    still = [row.pk for row in rows if row.status not in ended]
    order: list[int] = []
    for number, key in enumerate(still * len(over)):
        order += [over[number % len(over)]] * (OPEN_ONE_IN - 1) + [key]
    return order


class Filling:
    """Copies up to so many people, units and records; called again with more, it adds what is missing."""

    def __init__(self, name: str, city: City) -> None:
        self.name, self.city, self.done = name, city, dict[str, int]()
        over = {Case: ("closed", "dropped"), Finding: ("passed", "withdrawn"), Complaint: ("answered",),
                Commendation: ("awarded", "rejected"), GradeProposal: ("decided", "rejected"),
                Appraisal: ("final",), Incident: ("settled",)}  # fmt: skip
        self.order = {model: turns(list(model.objects.order_by("pk")), ended) for model, ended in over.items()}

    def upto(self, units: int, people: int, records: int) -> None:
        self.units, self.people = units, people
        with Copier(self.name) as self.copier:
            self.everybody(self.span("units", units), self.span("people", people))
            spans = {name: self.span(name, records * share // 1000) for name, share in SHARES.items()}
            self.cases(spans["cases"])
            self.complaints(spans["complaints"])
            self.findings(spans["findings"])
            self.climbing(spans["commendations"], spans["grades"])
            self.appraisals(spans["appraisals"])
            self.protection(spans["incidents"], spans["cares"], spans["notes"])
            self.pay(self.span("overtime", MONTHS * people), self.span("unpaid", people // 30))
            self.duties(
                self.span("officers", people // 50), self.span("duties", people), self.span("refused", people // 50)
            )
        with closing(Postgres().connect(self.name)) as connection:
            connection.autocommit = True
            connection.cursor().execute("VACUUM ANALYZE")

    def span(self, name: str, last: int) -> Span:
        first, self.done[name] = self.done.get(name, 0) + 1, last
        return first, last

    @property
    def person(self) -> str:
        """One after the other: nobody has two of what one may have only once."""
        return f"({BASE} + n % {self.people} + 1)"

    @property
    def unit(self) -> str:
        """Where this person is."""
        return f"({BASE} + (n % {self.people} + 1) % {self.units} + 1)"

    def everybody(self, units: Span, people: Span) -> None:
        """Stations, and people with contract, training and grade in them."""
        city, copy = self.city, self.copier.copy
        ones = [one.pk for one in city.people]
        copy("organisation_unit", [city.cast["north"].pk], units, code="'S' || n", name="'第' || n || '派出所'",
             path=f"'{city.cast['first'].path}' || ({BASE} + n) || '.'")  # fmt: skip
        copy("organisation_person", [one.person_id for one in city.people], people)
        copy("roster_auxiliary", ones, people, person_id=f"{BASE} + n", badge_number="'X' || n",
             unit_id=f"{BASE} + n % {self.units} + 1")  # fmt: skip
        days = {GradeRecord: {"since": f"DATE '{TODAY}' - 200 - (n % 1800)::int"}, Contract: {}, Qualification: {}}
        for model, made in days.items():
            keys = list(model.objects.filter(auxiliary__in=ones).order_by("auxiliary").values_list("pk", flat=True))
            copy(model._meta.db_table, keys, people, auxiliary_id=f"{BASE} + n", **made)

    def cases(self, span: Span) -> None:
        order = self.order[Case]
        self.copier.copy(
            "discipline_case", order, span, number="'AJ9' || n", auxiliary_id=self.person, unit_id=self.unit,
            due_on=f"CASE WHEN t.due_on IS NULL THEN NULL ELSE {AROUND} END", reported_on=long_ago("reported_on"),
        )  # fmt: skip
        spread = {name: f"t.{name} - (c.n % 1500)::int" for name in ("starts_on", "ends_on")}
        for table in ("investigator", "statement", "sanction", "appeal"):
            copy_parts(self.copier, f"discipline_{table}", "case_id", order, span, spread)

    def complaints(self, span: Span) -> None:
        order = self.order[Complaint]
        self.copier.copy(
            "discipline_complaint", order, span, number="'TS9' || n", unit_id=self.unit, due_on=AROUND,
            received_on=long_ago("received_on"), token_hash="md5(n::text)",
        )  # fmt: skip
        about = {"auxiliary_id": f"{BASE} + (c.n * 7907::bigint) % {self.people} + 1"}
        for table in ("subject", "reporter"):
            copy_parts(self.copier, f"discipline_{table}", "complaint_id", order, span, about)

    def findings(self, span: Span) -> None:
        order, about = self.order[Finding], {"auxiliary_id": f"{BASE} + (c.n * 7901::bigint) % {self.people} + 1"}
        self.copier.copy("discipline_finding", order, span, number="'WT9' || n", unit_id=self.unit, due_on=AROUND)
        copy_parts(self.copier, "discipline_responsibility", "finding_id", order, span, about)

    def climbing(self, awards: Span, grades: Span) -> None:
        """Nominations of many years, one a year for each; proposals for a grade."""
        earlier, whose = f"365 * (n / {self.people})::int", {"auxiliary_id": self.person, "unit_id": self.unit}
        days = ("published_from", "published_until", "awarded_on", "deed_on")
        shifted = {name: f"t.{name} - {earlier}" for name in days}
        year = f"extract(year FROM t.awarded_on - {earlier})"
        self.copier.copy(
            "discipline_commendation", self.order[Commendation], awards, number="'BZ9' || n", year=year, **whose,
            **shifted,
        )  # fmt: skip
        order = self.order[GradeProposal]
        self.copier.copy("discipline_gradeproposal", order, grades, number="'CJ9' || n", **whose)

    def appraisals(self, span: Span) -> None:
        """Two rounds in each unit, and a month for each person and round."""
        rounds = list(AppraisalRound.objects.filter(pk__lt=BASE).order_by("pk").values_list("pk", flat=True))
        copied = self.span("rounds", 2 * self.units)
        self.copier.copy("discipline_appraisalround", rounds, copied, unit_id=f"{BASE} + (n + 1) / 2")
        earlier = f"62 * (n / {self.people})::int"
        self.copier.copy(
            "discipline_appraisal", self.order[Appraisal], span, number="'KH9' || n", auxiliary_id=self.person,
            unit_id=self.unit, first=f"t.first - {earlier}", last=f"t.last - {earlier}",
            round_id=f"{BASE} + n % {2 * self.units} + 1",
        )  # fmt: skip
        copy_parts(self.copier, "discipline_appraisalmark", "appraisal_id", self.order[Appraisal], span, {})

    def protection(self, incidents: Span, cares: Span, notes: Span) -> None:
        """Incidents with their steps, the care list, and what was done about warnings."""
        order, whose = self.order[Incident], {"auxiliary_id": self.person}
        self.copier.copy("discipline_incident", order, incidents, number="'SJ9' || n", unit_id=self.unit,
                         due_on=AROUND, **whose)  # fmt: skip
        copy_parts(self.copier, "discipline_incidentstep", "incident_id", order, incidents, {})
        for model, span, made in ((Care, cares, {"visit_by": AROUND}), (WarningNote, notes, {})):
            keys = list(model.objects.filter(pk__lt=BASE).order_by("pk").values_list("pk", flat=True))
            self.copier.copy(model._meta.db_table, keys, span, **whose, **made)

    def pay(self, overtime: Span, unpaid: Span) -> None:
        """Hours beyond of half a year for everybody, and slips that were not paid on their day."""
        hours = {
            "month": f"DATE '{THIS_MONTH}' - INTERVAL '1 month' * (n % {MONTHS})",
            "quantity": "n * 7 % 26 + CASE WHEN n % 60 = 0 THEN 20 ELSE 0 END",
        }
        self.copier.copy(
            "payroll_payinput",
            [self.city.overtime.pk],
            overtime,
            auxiliary_id=f"{BASE} + n / {MONTHS} % {self.people} + 1",
            **hours,
        )
        slips = {"auxiliary_id": self.person, "unit_id": self.unit}
        self.copier.copy("payroll_payslip", [self.city.slip.pk], unpaid, **slips)

    def duties(self, officers: Span, duties: Span, refused: Span) -> None:
        """Assignments of some years, each with an officer who leads and two who do the work; some officers were refused."""
        copy, many = self.copier.copy, officers[1]
        copy("organisation_person", [self.city.beat.bai.person_id], officers, id=f"{OFFICERS} + n")
        copy("organisation_officer", [self.city.beat.bai.pk], officers, person_id=f"{OFFICERS} + n",
             police_number="'P' || n", unit_id=f"{BASE} + n % {self.units} + 1")  # fmt: skip
        days = {name: f"t.{name} - INTERVAL '1 day' * (n % 200)" for name in ("starts_at", "ends_at")}
        copy("duties_assignment", [self.city.duty.pk], duties, number="'QW9' || n", unit_id=self.unit, **days)
        lead, first = self.city.duty.leads.first().pk, self.city.duty.members.first().pk
        copy("duties_lead", [lead], duties, assignment_id=f"{BASE} + n", officer_id=f"{BASE} + n % {many} + 1")
        for number in (0, 1):
            copy("duties_member", [first], duties, id=f"{BASE} + 2 * n + {number}", assignment_id=f"{BASE} + n",
                 auxiliary_id=f"{BASE} + (2 * n + {number}) % {self.people} + 1")  # fmt: skip
        by = {
            "requester_person_id": f"{OFFICERS} + n % {many} + 1",
            "created_at": "t.created_at - INTERVAL '1 day' * (n % 700)",
        }
        copy("duties_refusedattempt", [self.city.refused.pk], refused, unit_id=self.unit, assignment_id="NULL", **by)


AROUND = f"(DATE '{TODAY}' + (n % 90)::int - 30)"


def long_ago(column: str) -> str:
    """Spread over the four years before."""
    return f"(t.{column} - (n % 1500)::int)"


def copy_parts(
    copier: Copier, table: str, link: str, order: Sequence[int], span: Span, made: Mapping[str, str]
) -> None:
    """What hangs on each copied row, as often as it hangs on its source."""
    columns = [name for name in copier.columns(table) if name != "id"]
    values = {link: f"{BASE} + c.n", **{name: value for name, value in made.items() if name in columns}}
    if "number" in columns:
        values["number"] = "'Z' || c.n"
    said = selected(columns, values)
    names = ", ".join(f'"{name}"' for name in columns)
    taken = (
        f"SELECT n, s.key FROM generate_series({span[0]}, {span[1]}) n"
        f" JOIN unnest(%s::bigint[]) WITH ORDINALITY AS s(key, place) ON s.place = n %% {len(order)} + 1"
    )
    copier.cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {said} FROM ({taken}) c JOIN {table} t ON t.{link} = c.key",
        [list(order)],
    )
