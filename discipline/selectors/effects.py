"""What a measure does to pay, for the room that pays: a share, days, the number of the decision; nothing of the conduct."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from discipline.models import GradeProposal, Sanction
from discipline.rules.cases.terms import PERIODS

HOUSE = "HOUSE"


@dataclass(frozen=True, slots=True)
class PayEffect:
    """The share of the performance pay that a decision takes from one person on these days, both counted.

    `stands` is false where the decision was taken back. `house`: the share is house policy, no text states it.
    """

    auxiliary: int
    share: Decimal
    first: date
    last: date
    document: str
    house: bool
    stands: bool


def pay_effect(sanction: int) -> PayEffect | None:
    """The effect as it stands now; nothing for a measure without one, or one that was not served yet. One query."""
    row = Sanction.objects.select_related("case").get(pk=sanction)
    last = row.ended_on or row.ends_on
    if not row.pay_share or row.starts_on is None or last is None:
        return None
    told = row.basis.get(PERIODS[row.kind][1], {}) if row.kind in PERIODS else {}
    cites = told.get("cites", ())
    return PayEffect(
        auxiliary=row.case.auxiliary_id,
        share=row.pay_share,
        first=row.starts_on,
        last=last,
        document=row.case.number,
        house=not cites or HOUSE in cites,
        stands=row.revoked_on is None,
    )


@dataclass(frozen=True, slots=True)
class GradeGiven:
    """A grade that was decided: from which to which, since which day, by which document."""

    auxiliary: int
    before: str
    to: str
    since: date
    decided_at: datetime
    document: str
    lowered_at: datetime | None = None  # only what was reckoned after this was reckoned by the grade before

    def lacks(self, calculated_at: datetime) -> bool:
        """Was it reckoned by the grade before?"""
        return calculated_at < self.decided_at and (self.lowered_at is None or calculated_at > self.lowered_at)


def grade_given(proposal: int) -> GradeGiven | None:
    """The decision on a proposal; nothing where none was taken. One query."""
    row = GradeProposal.objects.get(pk=proposal)
    if row.effective_on is None or row.decided_at is None:
        return None
    return GradeGiven(
        row.auxiliary_id, row.from_grade, row.to_grade, row.effective_on, row.decided_at, row.document_number
    )


def grade_put_back(sanction: int) -> GradeGiven | None:
    """The grade that a measure had lowered and that is held again; nothing where none was. One query."""
    row = Sanction.objects.select_related("case__appeal").get(pk=sanction)
    if row.lowered_on is None or row.put_back_at is None:
        return None
    return GradeGiven(
        row.case.auxiliary_id, row.to_grade, row.from_grade, row.lowered_on, row.put_back_at, row.case.appeal.number,
        row.lowered_at,
    )  # fmt: skip
