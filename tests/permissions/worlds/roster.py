"""A file with one row of each kind, and somebody who left."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.perms import Perms
from roster import services
from roster.models import SavedView
from tests.cast import TODAY, Cast
from tests.permissions.places import PLACES
from tests.permissions.world import Place

HAS = {
    "education": "bachelor", "political_status": "league", "veteran": True, "specialities": ["drone"], "grade": "一级",
    "address": "x", "emergency_name": "x", "emergency_phone": "x", "bank_card": "x",
}  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    auxiliary, leaver, by = cast.user("auxiliary").person.auxiliary, cast.auxiliary("离职人"), cast.user("hr")
    paper = SimpleUploadedFile("report.pdf", b"%PDF-1.4 tiny %%EOF")
    about: dict[str, Any] = {"auxiliary": auxiliary, "by": by}
    return {
        "contract": auxiliary.contracts.get(),
        "card": auxiliary.cards.get(),
        "qualification": auxiliary.qualifications.get(),
        "issue": services.issue_equipment(kind="radio", serial="R-1", issued_on=TODAY, **about),
        "restriction": services.restrict(kind="medical", reason="腰伤", starts_on=TODAY, on=TODAY, **about),
        "relationship": services.add_relationship(name="林父", kind="parent", starts_on=TODAY, **about),
        "injury": services.report_injury(happened_on=TODAY, what="执勤摔伤", **about),
        "document": services.add_document(kind="medical", title="体检", file=paper, **about),
        "leaver": leaver,
        "leaving": services.leave(auxiliary=leaver, last_day=TODAY, ground="resigned", by=by, on=TODAY),
        "post": cast.post(),
        "quota": cast.quota("north", number=100),
        "saved_view": _view(by, "named"),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """A whole file in the unit; among the archived one of somebody who left, with everything ended."""
    by, of = cast.user("hr"), at.name
    auxiliary = cast.auxiliary(f"aux-{of}", unit=at.code, **HAS)
    about: dict[str, Any] = {"auxiliary": auxiliary, "by": by}
    paper = SimpleUploadedFile("report.pdf", f"%PDF-1.4 Qzff{PLACES.index(of):03x}q %%EOF".encode())
    rows = {
        "auxiliary": auxiliary,
        "contract": auxiliary.contracts.get(),
        "card": auxiliary.cards.get(),
        "qualification": auxiliary.qualifications.get(),
        "issue": services.issue_equipment(kind="radio", serial=f"R-{of}", issued_on=TODAY, **about),
        "restriction": services.restrict(kind="medical", reason=f"why-{of}", starts_on=TODAY, on=TODAY, **about),
        "relationship": services.add_relationship(name=f"kin-{of}", kind="parent", starts_on=TODAY, **about),
        "injury": services.report_injury(happened_on=TODAY, what=f"hurt-{of}", **about),
        "document": services.add_document(kind="medical", title=f"paper-{of}", file=paper, **about),
        "post": cast.post(f"post-{of}", unit=at.code),
        "quota": cast.quota(at.code, number=100, year=2029 if at.left else 2028, approval_document=f"quota-{of}"),
    }
    rows["saved_view"] = _view(at.desk, of)
    leaver = cast.auxiliary(f"leaver-{of}", unit=at.code)
    rows |= {
        "leaver": leaver,
        "leaving": services.leave(auxiliary=leaver, last_day=TODAY, ground="resigned", by=by, on=TODAY),
    }
    if at.left:
        services.withdraw_document(document=rows["document"], by=by, on=TODAY, reason="old")
        services.leave(auxiliary=auxiliary, last_day=TODAY, ground="resigned", by=by, on=TODAY)
    return rows


def own(cast: Cast, who: str) -> dict[str, Any]:
    """The own file of an auxiliary, the own view of whoever sees the list."""
    user = cast.user(who)
    mine = {"auxiliary": user.person.auxiliary} if hasattr(user.person, "auxiliary") else {}
    if user.may(Perms.VIEW_AUXILIARIES):
        mine["saved_view"] = _view(user, "own")
    return mine


def _view(user: User, name: str) -> SavedView:
    return services.save_view(page="roster:list", name=name, asked={"status": "all"}, by=user)
