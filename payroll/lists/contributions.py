"""The contribution list of a month 社会保险和公积金缴费明细: base, both sides, back-payments and surcharges of each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import BadInput
from core.registries import ExportKind, ExportTable, export_kinds
from organisation.models import Person
from payroll.calculating.answers import ZERO
from payroll.calculating.days import bounds
from payroll.calculating.insurance import LABELS
from payroll.lists.released import CHUNK, RIGHT, Asked, EmployerForm, must_be_there, persons_of, slips_of, within
from payroll.models import KINDS, Enrolment, Payslip, PayslipLine
from payroll.running.back import BACK, LATE

ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}


def people(user: User, asked: Asked, day: date) -> Iterable[int]:
    return persons_of(_slips(user, asked))


def _kinds(asked: Asked) -> tuple[str, ...]:
    kind = str(asked.get("kind") or "")
    return (kind,) if kind in KINDS else KINDS


def _codes(asked: Asked) -> list[str]:
    return [prefix + kind for kind in _kinds(asked) for prefix in ("", BACK, LATE)]


def _slips(user: User, asked: Asked) -> QuerySet[Payslip]:
    """Payslips with a line of the insurance asked for."""
    lines = PayslipLine.objects.filter(part__in=("insurance", "unit"), code__in=_codes(asked))
    return slips_of(user, asked).filter(pk__in=lines.values("slip_id"))


def check(user: User, asked: Asked, day: date) -> None:
    """Raises BadInput without a run or month, and for an insurance that nobody knows."""
    must_be_there(user, asked)
    if asked.get("kind") and asked["kind"] not in KINDS:
        raise BadInput({"kind": _("There is no such insurance.")})


def table(user: User, asked: Asked, day: date) -> ExportTable:
    """A row for each person and insurance, and the sums of each insurance below."""
    return ExportTable(_("Contributions"), headings(), _rows(_slips(user, asked), asked))


def headings(asked: Asked | None = None) -> list[str]:
    return [
        _("Serial number"), _("Name"), _("Identity number"), _("Insurance"), _("Account number"), _("Month"), _("Base"),
        _("Rate of the unit"), _("Share of the unit"), _("Own rate"), _("Own share"), _("Back-payment of the unit"),
        _("Own back-payment"), _("Late surcharge"), _("Together"),
    ]  # fmt: skip


class _Row:
    """One person in one insurance: the amounts by side."""

    def __init__(self) -> None:
        self.base: Decimal | None = None
        self.rates: dict[str, Decimal | None] = {}
        self.sums: dict[str, Decimal] = defaultdict(lambda: ZERO)

    def add(self, part: str, code: str, quantity: Decimal | None, rate: Decimal | None, amount: Decimal) -> None:
        if code.startswith(LATE):
            self.sums["late"] += amount
        elif code.startswith(BACK):
            self.sums[f"back_{part}"] += amount
        else:
            self.sums[part] += amount
            self.base = quantity
            self.rates[part] = rate

    @property
    def amounts(self) -> list[Any]:
        """As the columns stand: base, rate and share of the unit, own rate and share, back-payments, surcharge, together."""
        back = [self.sums["back_unit"], self.sums["back_insurance"], self.sums["late"]]
        told = [
            self.base,
            self.rates.get("unit"),
            self.sums["unit"],
            self.rates.get("insurance"),
            self.sums["insurance"],
        ]
        return [*told, *back, self.sums["unit"] + self.sums["insurance"] + sum(back, ZERO)]


def _rows(slips: QuerySet[Payslip], asked: Asked) -> Iterator[list[Any]]:
    keys = list(slips.order_by("pk").values_list("pk", flat=True))
    totals: dict[str, list[Decimal]] = {}
    number = 0
    for start in range(0, len(keys), CHUNK):
        some = Payslip.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        persons = Person.objects.in_bulk(list(persons_of(some)))
        lines = _lines(some, asked)
        for slip, name, auxiliary, person, month, accounts in _who(some, _kinds(asked)):
            for kind in sorted(lines[slip], key=ORDER.__getitem__):
                number += 1
                amounts = lines[slip][kind].amounts
                _add(totals, kind, amounts)
                account = accounts.get((auxiliary, kind), "")
                yield [
                    number,
                    name,
                    persons[person].identity_number,
                    str(LABELS[kind]),
                    account,
                    f"{month:%Y-%m}",
                    *amounts,
                ]
    for kind in sorted(totals, key=ORDER.__getitem__):
        unit, own, back_unit, back_own, late, together = totals[kind]
        yield [
            _("Total"),
            "",
            "",
            str(LABELS[kind]),
            "",
            "",
            None,
            None,
            unit,
            None,
            own,
            back_unit,
            back_own,
            late,
            together,
        ]


def _add(totals: dict[str, list[Decimal]], kind: str, amounts: list[Any]) -> None:
    sums = [amounts[2], amounts[4], *amounts[5:]]
    totals[kind] = [a + b for a, b in zip(totals.get(kind, [ZERO] * len(sums)), sums, strict=True)]


def _lines(slips: QuerySet[Payslip], asked: Asked) -> Mapping[int, dict[str, _Row]]:
    found: dict[int, dict[str, _Row]] = defaultdict(dict)
    rows = PayslipLine.objects.filter(slip__in=slips.order_by(), part__in=("insurance", "unit"), code__in=_codes(asked))
    for slip, part, code, *numbers in rows.order_by("number").values_list(
        "slip_id", "part", "code", "quantity", "rate", "amount"
    ):
        kind = code.removeprefix(BACK).removeprefix(LATE)
        found[slip].setdefault(kind, _Row()).add(part, code, *numbers)
    return found


def _who(slips: QuerySet[Payslip], kinds: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Slip, name, auxiliary, person, month, and the account numbers that were in force in the month."""
    rows = list(slips.values_list("pk", "name", "auxiliary_id", "auxiliary__person_id", "month"))
    accounts: dict[date, dict[tuple[int, str], str]] = {}
    for month in {row[4] for row in rows}:
        first, last = bounds(month.year, month.month)
        people = [row[2] for row in rows if row[4] == month]
        inside = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        found = Enrolment.objects.filter(inside, auxiliary_id__in=people, kind__in=kinds).order_by("starts_on")
        accounts[month] = {(one.auxiliary_id, one.kind): one.account_number for one in found}
    for row in rows:
        yield (*row, accounts[row[4]])


class KindForm(EmployerForm):
    """Which insurance, of which employer."""

    kind = forms.ChoiceField(label=gettext_lazy("Insurance"), required=False)
    field_order = ("kind", "employer")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("All, each in its rows")), *((kind, LABELS[kind]) for kind in KINDS)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


export_kinds.add(
    ExportKind(
        key="contributions",
        title=gettext_lazy("Contributions of a month"),
        permission=RIGHT,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=table,
        sensitive=lambda asked: [_("Identity number"), _("Account number")],
        check=check,
        columns=headings,
        form=KindForm,
        back="payroll:lists",
        order=52,
        about=gettext_lazy(
            "Each insurance and the housing fund: base, share of the unit, own share, back-payments, surcharge."
        ),
    )
)
