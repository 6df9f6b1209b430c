"""The equal-pay report as a file: a row for each group, small ones without amounts for readers of no single pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import BadInput
from core.perms import Perms
from core.registries import ExportKind, ExportTable, export_kinds
from core.templatetags.show import listed
from payroll.comparing.equal import HIDDEN
from payroll.lists import asked as asking
from payroll.lists import comparing, showing
from payroll.models import Payslip
from roster.models import Auxiliary

Filters = Mapping[str, Any]


def _about(user: User, filters: Filters, day: date) -> asking.Asked:
    return asking.asked_of(user, {name: str(value) for name, value in filters.items()}, day)


def people(user: User, filters: Filters, day: date) -> Iterable[int]:
    """Everybody who was paid for the month, or would be by the settings in force: nothing is reckoned for that."""
    about = _about(user, filters, day)
    paid = comparing.paid(user, about).order_by().values_list("auxiliary__person_id", flat=True)
    return {*paid, *comparing.without_slip(user, about).values_list("person_id", flat=True)}


def within(user: User, persons: Iterable[int], filters: Filters) -> set[int]:
    """Those who serve, or were paid, in units where the user may compare pay."""
    some = list(persons)
    serving = Auxiliary.objects.visible_to(user, Perms.COMPARE_PAY).filter(person_id__in=some)
    paid = Payslip.objects.valid().visible_to(user, Perms.COMPARE_PAY).filter(auxiliary__person_id__in=some)
    return {*serving.values_list("person_id", flat=True), *paid.values_list("auxiliary__person_id", flat=True)}


def check(user: User, filters: Filters, day: date) -> None:
    """Raises BadInput for a unit that is not among the user's."""
    if _about(user, filters, day).missing:
        raise BadInput({"unit": _("There is no unit of this code among your units.")})


def table(user: User, filters: Filters, day: date) -> ExportTable:
    """A row for each group of each class, as the page shows them."""
    about = _about(user, filters, day)
    report = showing.report(about, comparing.find(user, about, whole=True))
    return ExportTable(_("Equal pay"), headings(), _rows(showing.shown(report.comparisons, report.bands)))


def headings(filters: Filters | None = None) -> list[str]:
    return [
        _("Post, grade, service"), _("Unit"), _("Employer"), _("Source of money"), _("People"), _("Mean"), _("Median"),
        _("For the same work"), _("Gap"), _("Of it explained"), _("Not explained"), _("Assessment"), _("Insurance lacking"),
    ]  # fmt: skip


def _rows(rows: Iterable[showing.ShownComparison]) -> Iterator[list[Any]]:
    for row in rows:
        for one in row.groups:
            group, hidden = one.group, one.group.verdict == HIDDEN
            amounts = [group.mean, group.middle, group.same, group.gap]
            explained = listed(f"{words} {amount}" for words, amount in one.reasons)
            lacking = listed(f"{words} {count}" for words, count in one.lacking)
            yield [
                row.title, one.unit, one.employer, one.source, "< 3" if hidden else group.people,
                *([None] * 4 if hidden else amounts), explained, None if hidden else group.left, one.verdict, lacking,
            ]  # fmt: skip


export_kinds.add(
    ExportKind(
        key="equal-pay",
        title=gettext_lazy("Equal pay"),
        permission=Perms.COMPARE_PAY,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=table,
        check=check,
        columns=headings,
        back="payroll:equal-pay",
        order=55,
        about=gettext_lazy(
            "The comparison of pay for the same work in a month: groups, gaps, what explains them; no names."
        ),
    )
)
