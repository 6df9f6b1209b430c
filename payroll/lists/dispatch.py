"""The invoice list of a dispatch firm 派遣费用结算清单: pay, contributions and fee of each person it sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.registries import ExportKind, ExportTable, export_kinds
from organisation.models import Employer
from payroll.calculating.answers import ZERO
from payroll.lists.released import CHUNK, RIGHT, Asked, EmployerForm, must_be_there, persons_of, slips_of, within
from payroll.models import Payslip

FEE = "dispatch_fee"


def slips(user: User, asked: Asked) -> QuerySet[Payslip]:
    """Payslips of people whose employer of record is a firm."""
    found: QuerySet[Payslip] = slips_of(user, asked).filter(employer__kind=Employer.Kind.FIRM)
    return found


def people(user: User, asked: Asked, day: date) -> Iterable[int]:
    return persons_of(slips(user, asked))


def table(user: User, asked: Asked, day: date) -> ExportTable:
    """A row for each payslip, sums of each firm below: what the organ owes the firm for the month (LCL 59, 60)."""
    return ExportTable(_("Invoice list of the dispatch firm"), headings(), _rows(slips(user, asked)))


def headings(asked: Asked | None = None) -> list[str]:
    return [
        _("Serial number"), _("Dispatch firm"), _("Name"), _("Badge number"), _("Unit"), _("Month"), _("Gross pay"),
        _("Contributions of the employer"), _("Fee"), _("To pay to the firm"),
    ]  # fmt: skip


def _rows(found: QuerySet[Payslip]) -> Iterator[list[Any]]:
    nothing = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2))
    fee = Coalesce(Sum("lines__amount", filter=Q(lines__part="unit", lines__code=FEE)), nothing)
    rows = found.annotate(fee=fee).order_by("employer__name", "employer_id", "pk")
    columns = rows.values_list("employer__name", "name", "badge_number", "unit__name", "month", "gross", "cost", "fee")
    sums: dict[str, list[Decimal]] = {}
    for number, (firm, name, badge, unit, month, gross, cost, of_firm) in enumerate(columns.iterator(CHUNK), start=1):
        amounts = [gross, cost - of_firm, of_firm, gross + cost]
        sums[firm] = [a + b for a, b in zip(sums.get(firm, [ZERO] * 4), amounts, strict=True)]
        yield [number, firm, name, badge, unit, f"{month:%Y-%m}", *amounts]
    for firm, amounts in sums.items():
        yield [_("Total"), firm, "", "", "", "", *amounts]


export_kinds.add(
    ExportKind(
        key="dispatch-invoice",
        title=gettext_lazy("Invoice list of the dispatch firm"),
        permission=RIGHT,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=table,
        check=lambda user, asked, day: must_be_there(user, asked),
        columns=headings,
        form=EmployerForm,
        back="payroll:lists",
        order=53,
        about=gettext_lazy("Pay, contributions and fee of each person whom a firm sends: what it is to be paid."),
    )
)
