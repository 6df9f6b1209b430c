"""One file: the person with the rows of every kind, and the photo."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404

from core.perms import Perms
from core.registries import photo_allowed
from roster.models import Auxiliary, Contract, Document, Posting

PICTURES = ("image/jpeg", "image/png")
READ_WITH_IT = ("cards", "issues", "qualifications", "leavings", "grades", "restrictions", "injuries")


def auxiliary(user: Any, pk: int, permission: str = Perms.VIEW_AUXILIARIES) -> Auxiliary:
    """The file, or 404 when it lies outside the user's units."""
    rows: Any = Auxiliary.objects.visible_to(user, permission).select_related("person", "unit", "post")
    found: Auxiliary = get_object_or_404(rows, pk=pk)
    return found


def whole(user: Any, pk: int, permission: str = Perms.VIEW_AUXILIARIES) -> Auxiliary:
    """The file with its rows, each kind read once for head and sections alike."""
    found = auxiliary(user, pk, permission)
    contracts = Prefetch("contracts", Contract.objects.select_related("employer", "agreement"))
    postings = Prefetch("postings", Posting.objects.select_related("unit", "post"))
    prefetch_related_objects([found], contracts, postings, *READ_WITH_IT)
    return found


def photo(auxiliary: Auxiliary) -> Document | None:
    """The newest photo in the file, if every room allows to show it (consent, say)."""
    if not all(allows(auxiliary.person_id) for allows in photo_allowed):
        return None
    rows = auxiliary.documents.filter(kind=Document.Kind.PHOTO, withdrawn_on__isnull=True)
    found: Document | None = rows.filter(content_type__in=PICTURES).order_by("-uploaded_at", "-pk").first()
    return found
