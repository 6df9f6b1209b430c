"""Open assignments for the scale data: approved and waiting ones, with everybody named on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from accounts.models import User
from auxpolice.seeding import copying
from core import clock
from duties.models import Assignment, AssignmentDuty, Commander, Lead, Member
from duties.proposal import Proposal
from duties.selectors.facts import decide_many
from organisation.models import Officer
from roster.models import Auxiliary

WAITING_SHARE = 4  # one in four waits for approval
HOURS = 4
# What is asked, by turns: two kinds under command, one that an officer leads.
KINDS = (
    ("治安巡逻,发现情况及时报告", "patrol-street", False),
    ("早高峰学校门口护学执勤", "patrol-street", False),
    ("国道路口设点执勤,民警带队", "roadside-checkpoint", True),
)


class OpenWork:
    """`count` open assignments of two members each, spread over the stations and the coming fortnight."""

    def __init__(self, count: int) -> None:
        self.count, self.now = count, clock.now()
        self.first_start = self.now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=6)
        self.requester = User.objects.get(username="scale-requester")
        self.approver = User.objects.get(username="scale-supervisor")
        self.pairs = self._pairs()
        self.officers = dict(Officer.objects.order_by("police_number").values_list("unit_id", "pk"))
        self.approving_officer = Officer.objects.get(person_id=self.approver.person_id)

    def _pairs(self) -> list[tuple[int, int, int]]:
        """Unit and two of its service members, pair by pair."""
        rows = Auxiliary.objects.filter(category="service").order_by("unit_id", "pk").values_list("unit_id", "pk")
        pairs: list[tuple[int, int, int]] = []
        waiting: dict[int, int] = {}
        for unit, key in rows.iterator():
            if (other := waiting.pop(unit, None)) is not None:
                pairs.append((unit, other, key))
            else:
                waiting[unit] = key
        return pairs

    def proposal(self, number: int) -> Proposal:
        unit, one, two = self.pairs[number % len(self.pairs)]
        text, code, led = KINDS[number % len(KINDS)]
        starts_at = self.first_start + dt.timedelta(days=number // len(self.pairs), hours=number % 7)
        officer = self.officers[unit]
        return Proposal(
            unit_id=unit,
            text=text,
            place="辖区",
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=HOURS),
            codes=(code,),
            auxiliaries=(one, two),
            commander=officer,
            leads=(officer,) if led else (),
            recorder_number="ZF-1",
            key=number,
        )

    def build(self) -> None:
        """Decided by the real decision, one of each kind; then copied for all."""
        samples = [replace(self.proposal(n), named=()) for n in range(len(KINDS))]
        decisions = [decision.as_dict() for decision in decide_many(samples)]
        base = copying.next_key(Assignment)
        tables = [Assignment, AssignmentDuty, Member, Commander, Lead]
        with copying.triggers_off(tables):
            copying.copy(Assignment, (self.assignment(base + n, n, decisions) for n in range(self.count)))
            copying.copy(AssignmentDuty, self.parts(base, AssignmentDuty))
            copying.copy(Member, self.parts(base, Member))
            copying.copy(Commander, self.parts(base, Commander))
            copying.copy(Lead, self.parts(base, Lead))
        copying.set_sequences(tables)

    def assignment(self, key: int, number: int, decisions: list[dict[str, object]]) -> Assignment:
        asked = self.proposal(number)
        waiting = number % WAITING_SHARE == 0
        row = Assignment(
            pk=key,
            number=f"GM-{number:08d}",
            unit_id=asked.unit_id,
            status="pending" if waiting else "approved",
            text=asked.text,
            place=asked.place,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            recorder_number=asked.recorder_number,
            requester=self.requester,
            requester_person_id=self.requester.person_id,
            created_at=self.now,
            submitted_at=self.now,
            screening={"unclear": False, "denied": []},
            decision=decisions[number % len(KINDS)],
            decided_at=self.now,
        )
        if not waiting:
            row.approver, row.approver_officer, row.approved_at = self.approver, self.approving_officer, self.now
        return row

    def parts(self, base: int, model: type) -> Iterator[object]:
        key = copying.next_key(model)
        for number in range(self.count):
            asked, assignment = self.proposal(number), base + number
            if model is AssignmentDuty:
                rows = [AssignmentDuty(assignment_id=assignment, code=code) for code in asked.codes]
            elif model is Member:
                rows = [Member(assignment_id=assignment, auxiliary_id=who) for who in asked.auxiliaries]
            elif model is Commander:
                rows = [Commander(assignment_id=assignment, officer_id=asked.commander)]
            else:
                rows = [Lead(assignment_id=assignment, officer_id=who) for who in asked.leads]
            for row in rows:
                row.pk = key
                key += 1
                yield row
