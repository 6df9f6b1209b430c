"""One request of the approval queue as its reader sees it: may it be approved at once, and if not, why not by this reader?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from duties.models import Assignment
from duties.selectors.assignments import approval_queue
from duties.selectors.shown import is_clean


@dataclass(frozen=True)
class Job:
    """A request that waits, for one reader. `note` says what just went wrong with it, `wrong` what was typed wrong."""

    row: Assignment
    mine: Any = ""
    note: str = ""
    wrong: str = ""

    @property
    def clean(self) -> bool:
        """Nothing stands against it, nor against this reader's approving it."""
        return is_clean(self.row) and not self.mine


def job_of(row: Assignment, user: User, *, note: str = "", wrong: str = "") -> Job:
    return Job(row, _mine(row, user), note, wrong)


def jobs_of(rows: Iterable[Assignment], user: User) -> list[Job]:
    return [job_of(row, user) for row in rows]


def clean_ones(user: User) -> QuerySet[Assignment]:
    """What this user may approve in one act: without a finding, and not his own; read from the stored decisions."""
    rows = approval_queue(user).filter(decision__decision="allow", decision__findings=[])
    rows = rows.exclude(requester_person=user.person_id)
    return rows.exclude(leads__officer__person=user.person_id) if user.person_id else rows.none()


def _mine(row: Assignment, user: User) -> Any:
    """Why this reader must leave it to somebody else; empty where nothing is known of it."""
    if row.requester_person_id == user.person_id:
        return _("You asked for it: somebody else decides.")
    if any(lead.officer.person_id == user.person_id for lead in row.leads.all()):
        return _("You lead it on the spot: somebody else decides.")
    return ""
