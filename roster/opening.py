"""Which right opens what in a file. Seeing that somebody is an auxiliary opens neither their health nor their conduct.

See docs/adr/0012: personal information is opened for a purpose and to the smallest extent (PIPL 6, 28, 51).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q

from core.perms import Perms
from core.scope import under
from roster.models.papers import Document
from roster.models.standing import Restriction

# A kind that is not named here, and one added later, needs VIEW_PERSONAL.
PAPERS: Final[Mapping[str, str]] = {
    Document.Kind.TRAINING: Perms.VIEW_AUXILIARIES,
    Document.Kind.IDENTITY: Perms.VIEW_IDENTITY,
    Document.Kind.MEDICAL: Perms.VIEW_MEDICAL,
    Document.Kind.VETTING: Perms.VIEW_VETTING,
    Document.Kind.APPRAISAL: Perms.VIEW_CONDUCT,
}
RESTRICTIONS: Final[Mapping[str, str]] = {
    Restriction.Kind.MEDICAL: Perms.VIEW_MEDICAL,
    Restriction.Kind.PREGNANCY: Perms.VIEW_MEDICAL,
    Restriction.Kind.CONDUCT: Perms.VIEW_CONDUCT,
    Restriction.Kind.SUSPENSION: Perms.VIEW_CONDUCT,
    Restriction.Kind.TRAINING: Perms.VIEW_AUXILIARIES,
    Restriction.Kind.PENSION_AGE: Perms.VIEW_AUXILIARIES,
}
# Reasons given for acts on a file; what is not named here needs VIEW_PERSONAL.
REASONS: Final[Mapping[str, str]] = {
    "auxiliary.moved": Perms.VIEW_AUXILIARIES,
    "auxiliary.left": Perms.VIEW_CONDUCT,
    "contract.ended": Perms.VIEW_CONDUCT,
}


def paper_right(kind: str) -> str:
    """The right that opens papers of a kind, beside that to see the file."""
    return PAPERS.get(kind, Perms.VIEW_PERSONAL)


def restriction_right(kind: str) -> str:
    """The right that opens why somebody is restricted; that and until when is seen with the file."""
    return RESTRICTIONS.get(kind, Perms.VIEW_PERSONAL)


def papers_open_to(user: Any, lookup: str = "auxiliary__unit__path") -> Q:
    """Condition: the papers whose kind the user may read in the unit of the file."""
    kinds: dict[str, list[str]] = {}
    for kind in Document.Kind.values:
        kinds.setdefault(paper_right(kind), []).append(kind)
    opened = Q(pk__in=[])
    for right, named in kinds.items():
        opened |= Q(kind__in=named) & under(user.unit_paths(right), lookup)
    return opened


def reason_right(entry: Any) -> str:
    """The right that opens the reason written beside an act of the time line."""
    if entry.action == "auxiliary.restricted":
        return restriction_right((entry.after or {}).get("kind", ""))
    return REASONS.get(entry.action, Perms.VIEW_PERSONAL)


def may_read(user: Any, right: str, auxiliary: Any) -> bool:
    """Does the user hold the right over the file's unit?"""
    return bool(user.may(right, auxiliary.unit))
