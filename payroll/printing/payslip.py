"""What stands on the sheet of one payslip, as plain data for the template; in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.templatetags.show import day, money, month
from payroll.models import Payslip
from payroll.selectors_runs import ShownLine

SUMS = ("gross", "insurance", "tax", "deducted", "net", "cost")


def payslip_data(slip: Payslip, parts: Sequence[tuple[Any, Sequence[ShownLine]]]) -> dict[str, Any]:
    """Head, facts, lines by part, sums. Draft and reversal say so."""
    named = {field.name: capfirst(str(field.verbose_name)) for field in Payslip._meta.get_fields() if field.concrete}
    facts = [
        (_("Name"), slip.name),
        (_("Badge number"), slip.badge_number),
        (_("Unit"), str(slip.unit)),
        (_("Post and grade"), " · ".join(part for part in (slip.post, slip.grade) if part)),
        (_("Payday"), day(slip.run.pay_day)),
        (_("State"), str(slip.run.get_status_display())),
    ]
    return {
        "title": _("Payslip"),
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "organ": str(slip.employer),
        "month": month(slip.month),
        "mark": _mark(slip),
        "facts": [[name, value] for name, value in facts if value],
        "heads": [_("What"), _("Formula"), _("Article"), _("Amount")],
        "parts": [{"title": str(title), "rows": [_row(shown) for shown in lines]} for title, lines in parts],
        "sums": [[named[name], money(getattr(slip, name)), name == "net"] for name in SUMS],
        "note": _("Amounts in yuan; each line is rounded half-up to the fen. This sheet holds what the program keeps."),
    }


def _row(shown: ShownLine) -> list[str]:
    return [shown.words, shown.line.formula, shown.article, money(shown.line.amount)]


def _mark(slip: Payslip) -> str:
    if slip.run.status not in ("released", "issued"):
        return _("Draft: nobody is paid by it")
    return _("Reversal: takes back an earlier payslip") if slip.reverses_id else ""
