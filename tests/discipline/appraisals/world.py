"""A station with two auxiliaries, its head who marks, the clerk who sets results, the reviewer who took no part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core.errors import Refused
from discipline.models import Appraisal, AppraisalRound
from discipline.services import appraisals as services
from tests.cast import TODAY, Cast

NEXT_YEAR = date(2027, 1, 11)  # after the self-reports of a round opened on 2026-11-16 (ten days), a Monday


def heads(value: int, **other: int) -> dict[str, int]:
    return {**dict.fromkeys(("virtue", "ability", "diligence", "results", "integrity"), value), **other}


def refused(act: Any) -> list[str]:
    """The codes of the rules that stood against it, each once."""
    with pytest.raises(Refused) as error:
        act()
    return sorted({finding.code for finding in error.value.findings})


class Year:
    """An annual round in North: the auxiliary with an account and one colleague; further colleagues as a test wants them."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.clerk, self.head, self.legal = (self.cast.user(name) for name in ("hr", "supervisor", "legal"))
        self.me: User = self.cast.user("auxiliary")
        self.mine = self.me.person.auxiliary
        self.others = [self.cast.auxiliary("同事")]
        self.round: AppraisalRound = self.open("annual")

    def open(self, kind: str, *, day: date = TODAY, on: date = TODAY, unit: str = "north") -> AppraisalRound:
        return services.open_round(unit=self.cast[unit], kind=kind, day=day, by=self.clerk, on=on)

    def turn_to(self, kind: str, *, others: int = 0) -> AppraisalRound:
        """From here on a round of this kind, with so many more colleagues."""
        self.others += [self.cast.auxiliary(f"同事{number}", papers=False) for number in range(others)]
        self.round = self.open(kind)
        return self.round

    def of(self, auxiliary: Any = None) -> Appraisal:
        return Appraisal.objects.get(round=self.round, auxiliary=auxiliary or self.mine)

    def mark(
        self, row: Appraisal, value: int = 80, *, by: User | None = None, source: str = "leader", **more: Any
    ) -> Any:
        return services.mark(appraisal=row, source=source, marks=heads(value), by=by or self.head, on=TODAY, **more)

    def marked(self, *values: int) -> None:
        """Everybody marked by the leader (the last value for the rest), the marks closed after the self-reports' term."""
        rows = list(self.round.appraisals.order_by("pk"))
        for number, row in enumerate(rows):
            self.mark(row, values[min(number, len(values) - 1)])
        services.reckon(round_=self.round, by=self.clerk, on=NEXT_YEAR)

    def told(self, *values: int) -> Appraisal:
        """… the proposed results set and told; answers the one of the auxiliary with an account."""
        self.marked(*values)
        services.adopt(round_=self.round, by=self.clerk, on=NEXT_YEAR)
        services.tell(round_=self.round, by=self.clerk, on=NEXT_YEAR)
        return self.of()

    def related(self, someone: User) -> None:
        """This user is a near relative of the auxiliary."""
        self.mine.relationships.create(
            name=someone.username, related=someone.person, kind="parent", near_relative=True, starts_on=date(2000, 1, 1)
        )
