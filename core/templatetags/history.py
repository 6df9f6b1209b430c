"""What happened to a record, from the audit trail, on the record's own page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from core.models import AuditEntry

register = template.Library()
MOST = 50


@register.inclusion_tag("components/history.html")
def history_of(record: Model) -> dict[str, Any]:
    """The newest entries about this record as a folded time line; whoever may open the page may read it."""
    about = {"object_type": record._meta.label, "object_id": str(record.pk)}
    return {"entries": AuditEntry.objects.filter(**about).order_by("-pk")[:MOST]}
