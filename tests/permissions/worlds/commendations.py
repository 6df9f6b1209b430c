"""A nomination in publicity with an objection, and an award, of the unit that is looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from discipline.models import Commendation, Objection
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    someone = cast.auxiliary("受奖人")
    public = nominated(cast, someone, "1", cast["first"])
    return {
        "commendation": public,
        "objection": _objection(cast, public),
        "public_nomination": public,
        "own_award": awarded(cast, cast.user("auxiliary").person.auxiliary, "own"),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of the unit; nobody there is shown in public to those who serve elsewhere, and no award is theirs."""
    someone = cast.auxiliary(f"nominee-{at.name}", unit=at.code)
    public = nominated(cast, someone, at.name, at.unit, by=at.desk)
    objection = _objection(cast, public)
    waiting = nominated(cast, cast.auxiliary(f"waiting-{at.name}", unit=at.code), f"w-{at.name}", None, by=at.desk)
    if at.left:
        Commendation.objects.filter(pk=public.pk).update(status="withdrawn", revision=2)
    award = awarded(cast, cast.auxiliary(f"hero-{at.name}", unit=at.code), at.name, by=at.desk, head=at.chief)
    return {"commendation": public, "objection": objection, "public_nomination": waiting, "own_award": award}


def own(cast: Cast, who: str) -> dict[str, Any]:
    """An award of the principal, where there is a file; a nomination shown in public where it serves."""
    person = cast.user(who).person
    if not hasattr(person, "auxiliary"):
        return {}
    mine = Commendation.objects.filter(auxiliary=person.auxiliary, status="awarded").first()
    shown = Commendation.objects.filter(number="BZ-1").first() or nominated(
        cast, cast.auxiliary("受奖人"), "1", cast["first"]
    )
    return {"own_award": mine or awarded(cast, person.auxiliary, who), "public_nomination": shown}


def nominated(
    cast: Cast, someone: Auxiliary, name: str, shown_in: Unit | None, day: date | None = None, by: User | None = None
) -> Commendation:
    """A nomination by HR; with a unit it is shown in public there."""
    hr, today = by or cast.user("hr"), day or clock.today()
    row = Commendation.objects.create(
        number=f"BZ-{name}"[:20], auxiliary=someone, unit=someone.unit, kind="praise", deed="巡逻中救人", deed_on=today,
        nominated_by=hr, nominated_person=hr.person, nominated_at=clock.now(),
    )  # fmt: skip
    if shown_in is not None:
        row.status, row.published_in, row.published_workdays = "public", shown_in, 7
        row.published_from, row.published_until = today, today + timedelta(days=14)
        row.revision += 1
        row.save()
    return row


def awarded(
    cast: Cast, someone: Auxiliary, name: str, by: User | None = None, head: User | None = None
) -> Commendation:
    """The same, decided by the head."""
    head, ago = head or cast.user("supervisor"), clock.today() - timedelta(days=20)
    row = nominated(cast, someone, f"a-{name}", someone.unit, ago, by=by)
    row.status, row.awarded_on, row.document_number = "awarded", ago + timedelta(days=15), "云公政〔2026〕8号"
    row.year, row.decided_by, row.decided_person, row.decided_at = row.awarded_on.year, head, head.person, clock.now()
    row.save()
    return row


def _objection(cast: Cast, row: Commendation) -> Objection:
    inspector = cast.user("inspector")
    return Objection.objects.create(
        commendation=row, text="当时不在场", objector="某群众", raised_on=row.published_from, entered_by=inspector,
        entered_person=inspector.person, entered_at=clock.now(),
    )  # fmt: skip
