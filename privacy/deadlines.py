"""Requests of auxiliaries about their own data are answered in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from privacy.models import RightsRequest


def open_requests(day: date, until: date) -> Iterator[Due]:
    rows = RightsRequest.objects.filter(status="open", due_on__lte=until).select_related("auxiliary__person")
    for row in rows.order_by("due_on", "pk"):
        yield Due(
            subject=f"privacy.request:{row.pk}",
            due_on=row.due_on,
            unit_id=row.auxiliary.unit_id,
            label=f"{row.auxiliary.person.name}: {row.get_kind_display()}",
            url=reverse("privacy:request", args=[row.pk]),
        )


register(
    Source(
        code="rights_request",
        title=_("Request about one's own data"),
        stages=(7, 3, 0),
        find=open_requests,
        advice=_("Answer it: do as asked, or say why not."),
        escalates_after=3,
    )
)
