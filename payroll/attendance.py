"""What pay knows of attendance, told to the appraisals of conduct: days absent, sick leave, hours beyond; never an amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from discipline.facts import Figure, FigureSource, figures
from payroll.models import PayInput
from regulations.rules import in_both

K = PayInput.Kind
OVERTIME = (K.OVERTIME_150, K.OVERTIME_200, K.OVERTIME_300)


def attendance(people: Collection[int], first: date, last: date) -> Mapping[int, Figure]:
    """Of the whole months of the span, as entered for the pay; nobody is told of whom nothing was entered. One query."""
    rows = PayInput.objects.filter(
        auxiliary__in=people,
        month__range=(first, last),
        withdrawn_at__isnull=True,
        kind__in=(K.ABSENCE, K.SICK, *OVERTIME),
    )
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for key, kind, total in rows.values_list("auxiliary_id", "kind").annotate(n=Sum("quantity")).order_by():
        found[key]["hours" if kind in OVERTIME else kind] += total or Decimal()
    return {key: Figure(_said(one), str(one[K.ABSENCE])) for key, one in found.items()}


def _said(one: Mapping[str, Decimal]) -> dict[str, str]:
    words = {"absent": _plain(one[K.ABSENCE]), "sick": _plain(one[K.SICK]), "hours": _plain(one["hours"])}
    return in_both(_("%(absent)s workdays absent, %(sick)s workdays sick, %(hours)s hours beyond"), words)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


figures.add(FigureSource("attendance", _("Attendance"), attendance, order=10))
