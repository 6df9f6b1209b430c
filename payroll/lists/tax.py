"""The withholding declaration of a month 个人所得税扣缴申报: cumulative, a row for each payment, from the frozen tax ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.registries import ExportKind, ExportTable, export_kinds
from organisation.models import Person
from payroll.calculating.answers import ZERO
from payroll.calculating.tax import LOW_INCOME_REMARK, Withheld
from payroll.lists.released import CHUNK, RIGHT, Asked, EmployerForm, must_be_there, persons_of, slips_of, within
from payroll.models import PayRun, Payslip, PayslipLine
from payroll.running.back import BACK
from payroll.running.facts import Place, person_from, place_from
from payroll.running.taxed import withheld_from

SHARES = ("pension", "medical", "unemployment", "housing_fund")


def slips(user: User, asked: Asked) -> QuerySet[Payslip]:
    """By the day of payment: tax is withheld when wages are paid (2018-61, 6)."""
    return slips_of(user, asked, by_pay_day=True)


def people(user: User, asked: Asked, day: date) -> Iterable[int]:
    return persons_of(slips(user, asked))


def table(user: User, asked: Asked, day: date) -> ExportTable:
    """Wages, then the bonuses taxed apart as rows of their own; the last row adds up income and tax."""
    return ExportTable(_("Income tax withheld"), headings(), _rows(slips(user, asked)))


def headings(asked: Asked | None = None) -> list[str]:
    return [
        _("Serial number"), _("Name"), _("Identity number"), _("Kind of income"), _("Paid on"), _("Income"),
        _("Pension insurance"), _("Medical insurance"), _("Unemployment insurance"), _("Housing fund"),
        _("Income so far"), _("5,000 a month so far"), _("Own shares so far"), _("Special additional deductions so far"),
        _("Taxable so far"), _("Rate"), _("Quick deduction"), _("Tax so far"), _("Withheld before"), _("Tax to withhold"),
        _("Remark"),
    ]  # fmt: skip


def _rows(found: QuerySet[Payslip]) -> Iterator[list[Any]]:
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    places = _places(found)
    number, income, tax = 0, ZERO, ZERO
    for start in range(0, len(keys), CHUNK):
        rows = Payslip.objects.filter(pk__in=keys[start : start + CHUNK]).select_related("ledger", "run").order_by("pk")
        some = list(rows.defer("run__basis"))
        persons = Person.objects.in_bulk(list(persons_of(rows)))
        who = dict(rows.values_list("pk", "auxiliary__person_id"))
        lines = _lines(keys[start : start + CHUNK])
        for slip in some:
            person = persons[who[slip.pk]]
            for row in _of_slip(slip, person, lines.get(slip.pk, {}), places):
                number, income, tax = number + 1, income + row[2], tax + row[-2]
                yield [number, slip.name, person.identity_number, *row]
    yield [_("Total"), "", "", "", None, income, *[None] * 13, tax, ""]


def _places(found: QuerySet[Payslip]) -> Mapping[int, list[Place]]:
    runs = PayRun.objects.filter(pk__in=found.order_by().values("run")).values_list("pk", "basis__places")
    return {pk: [place_from(one) for one in told or ()] for pk, told in runs}


def _lines(keys: list[int]) -> dict[int, dict[str, tuple[Decimal | None, Decimal]]]:
    """Slip → code → (quantity, amount) of own shares and tax; what was made up for of earlier months is paid now, too."""
    found: dict[int, dict[str, tuple[Decimal | None, Decimal]]] = {}
    rows = PayslipLine.objects.filter(slip_id__in=keys, part__in=("insurance", "tax"))
    for slip, code, quantity, amount in rows.values_list("slip_id", "code", "quantity", "amount"):
        one, kind = found.setdefault(slip, {}), code.removeprefix(BACK)
        one[kind] = (quantity, one.get(kind, (None, ZERO))[1] + amount)
    return found


def _of_slip(
    slip: Payslip, person: Person, lines: Mapping[str, Any], places: Mapping[int, list[Place]]
) -> Iterator[list[Any]]:
    entry = slip.ledger
    shares = [lines[kind][1] if kind in lines else ZERO for kind in SHARES]
    told = _withheld(slip, places)
    before = entry.total_withheld - entry.withheld
    so_far = [entry.total_income, None, entry.total_insurance, entry.total_special, None, None, None, None, before]
    if told is not None:
        so_far[1], so_far[4:8] = told.basic, [max(told.base, ZERO), told.rate, told.quick, told.due]
    yield [_("Wages"), entry.pay_day, entry.income, *shares, *so_far, entry.withheld, _remark(slip, told)]
    for code, words in (("bonus_tax", _("Yearly bonus")), ("severance_tax", _("Severance"))):
        if (apart := lines.get(code)) is not None:
            paid = apart[0] if slip.reverses_id is None else -apart[0]
            yield [words, entry.pay_day, paid, *[None] * 13, apart[1], ""]


def _withheld(slip: Payslip, places: Mapping[int, list[Place]]) -> Withheld | None:
    """The way to the tax again, from what was kept with the payslip; none for one that takes another back."""
    if "person" not in slip.basis or slip.reverses_id is not None:
        return None
    facts = person_from(slip.basis["person"])
    place = places[slip.run_id][facts.place]
    return withheld_from(facts, place, slip.ledger.income, slip.ledger.insurance, slip.run.pay_day)


def _remark(slip: Payslip, told: Withheld | None) -> str:
    if slip.reverses_id is not None:
        return _("Correction: takes an earlier payment back")
    return LOW_INCOME_REMARK if told is not None and told.ledger.low_income else ""


export_kinds.add(
    ExportKind(
        key="tax-declaration",
        title=gettext_lazy("Income tax withheld in a month"),
        permission=RIGHT,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=table,
        sensitive=lambda asked: [_("Identity number")],
        check=lambda user, asked, day: must_be_there(user, asked),
        columns=headings,
        form=EmployerForm,
        back="payroll:lists",
        order=51,
        about=gettext_lazy(
            "The declaration of withholding by the day of payment: cumulative sums, rate, tax of each person."
        ),
    )
)
