"""What awards and grades share: the publicity 公示 in the bureau, an objection kept and answered, the file locked first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import BadInput, NotNow
from discipline.models import Commendation, GradeProposal
from discipline.models.objections import SaidAgainst
from discipline.selectors.commendations import bureau_of
from discipline.services.officials import an_official
from regulations import workdays
from regulations.packs import Value
from regulations.selectors import value_for
from roster.models import Auxiliary

Shown = Commendation | GradeProposal
WRITTEN: Final = ("published_in", "published_from", "published_until", "basis")


def show(row: Shown, keys: str, on: date) -> int:
    """Set where it is shown, from this day on, for the working days of house policy; answers how many these are."""
    policy = value_for(f"{keys}.publicity_workdays", unit=row.unit, day=on)
    days = int(policy.value)
    term = workdays.within(on, days)
    row.published_in, row.published_from, row.published_until = bureau_of(row.unit), on, term.last_day
    row.basis = {"publicity": _as_basis(policy), "workdays": days, "calendar_known": term.sure}
    return days


def _as_basis(value: Value) -> dict[str, Any]:
    """A copy of the value and where it stands, so that the term can be explained when the packs moved on."""
    return {"value": value.value, "since": value.since.isoformat(), "pack": value.pack, "cites": list(value.cites),
            "confidence": value.confidence}  # fmt: skip


def words(text: str, field: str, missing: str, most: int = 1000) -> str:
    """What was typed, trimmed; raises BadInput beside its field when nothing was."""
    if not text.strip():
        raise BadInput({field: missing})
    return text.strip()[:most]


def in_time(row: Shown, on: date) -> None:
    """Raises NotNow after the publicity."""
    if row.published_until is None or on > row.published_until:
        raise NotNow(
            _("%(number)s is not in publicity: an objection is heard only until its last day.") % {"number": row}
        )


def entered(by: User, on: date) -> dict[str, Any]:
    """Who keeps an objection, and when."""
    return {"raised_on": on, "entered_by": by, "entered_person_id": by.person_id, "entered_at": clock.now()}


def answer(found: SaidAgainst, *, upheld: bool, answer: str, by: User, apart_from: Collection[int | None]) -> None:
    """Settle an objection, once. Never by whoever entered it, put the person forward, or is the person. The row is locked."""
    an_official(by)
    if found.outcome != SaidAgainst.Outcome.OPEN:
        raise NotNow(_("This objection is settled already."))
    if by.person_id in (found.entered_person_id, *apart_from):
        raise NotNow(_("Whoever put the person forward, or raised the objection, does not settle it."))
    found.outcome = SaidAgainst.Outcome.UPHELD if upheld else SaidAgainst.Outcome.DISMISSED
    found.answer, found.settled_by, found.settled_at = answer, by, clock.now()
    found.settled_person_id = by.person_id
    found.save(update_fields=["outcome", "answer", "settled_by", "settled_person", "settled_at"])


def lock_person(pk: int) -> Auxiliary:
    """The file first, so that two decisions about one person are taken one after the other."""
    Auxiliary.objects.select_for_update(no_key=True).values_list("pk").get(pk=pk)
    return Auxiliary.objects.select_related("person", "unit").get(pk=pk)
