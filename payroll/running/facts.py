"""What a payslip is reckoned from: frozen facts of a place and of a person, and their JSON form, kept with what was paid.

Pure: no database, no clock. `check_pay` reads the same JSON years later and must come to the same fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from payroll.calculating.books import Book
from regulations.packs import PackError, Value
from regulations.packs.types import UNITS

ZERO = Decimal("0.00")


class Item(NamedTuple):
    """An item of a scheme as the reckoning needs it."""

    code: str
    name: str
    kind: str
    basis: str
    source: int | None
    in_probation: bool
    in_overtime: bool
    in_minimum: bool


class Terms(NamedTuple):
    """Limits and rates of one insurance: the unit's own row, or the law's."""

    floor: Decimal
    cap: Decimal
    own_rate: Decimal
    unit_rate: Decimal
    own_fixed: Decimal
    to_yuan: bool
    article: str


@dataclass(frozen=True)
class Place:
    """What everybody in a unit has in common in one month: scheme, law, terms of the insurances."""

    scheme: str
    items: tuple[Item, ...]
    proration: str
    probation_share: Decimal
    sick_share: Decimal
    minimum_wage: Decimal | None
    minimum_has_own_shares: bool
    terms: Mapping[str, Terms]
    required: tuple[str, ...]
    law: Mapping[str, Value] = field(default_factory=dict)
    day: date = date.min
    local_average: Decimal | None = None

    @cached_property
    def book(self) -> Book:
        return Book(self.day, self._look)

    def _look(self, key: str) -> Value:
        try:
            return self.law[key]
        except KeyError:
            raise PackError(f"{key} was not kept with the run", key=key, day=self.day) from None

    @cached_property
    def hours(self) -> Decimal:
        """Paid hours of a month: 21.75 days of 8 hours."""
        return self.days * Decimal(self.book.value("payroll.wages.hours_day"))

    @cached_property
    def days(self) -> Decimal:
        return Decimal(self.book.value("payroll.wages.pay_days_month"))

    def as_json(self) -> dict[str, Any]:
        return {
            "scheme": self.scheme,
            "items": [list(item) for item in self.items],
            "proration": self.proration,
            "probation_share": str(self.probation_share),
            "sick_share": str(self.sick_share),
            "minimum_wage": _text(self.minimum_wage),
            "minimum_has_own_shares": self.minimum_has_own_shares,
            "terms": {kind: [plain(value) for value in row] for kind, row in self.terms.items()},
            "required": list(self.required),
            "law": {
                key: [plain(row.value), row.unit, list(row.cites), row.confidence] for key, row in self.law.items()
            },
            "day": self.day.isoformat(),
            "local_average": _text(self.local_average),
        }


def place_from(told: Mapping[str, Any]) -> Place:
    """The same from JSON."""
    return Place(
        scheme=told["scheme"],
        items=tuple(Item(*row) for row in told["items"]),
        proration=told["proration"],
        probation_share=Decimal(told["probation_share"]),
        sick_share=Decimal(told["sick_share"]),
        minimum_wage=_number(told["minimum_wage"]),
        minimum_has_own_shares=told["minimum_has_own_shares"],
        terms={kind: terms_from(row) for kind, row in told["terms"].items()},
        required=tuple(told["required"]),
        law={
            key: Value(key, _typed(value, unit), unit, date.min, tuple(cites), confidence, "")
            for key, (value, unit, cites, confidence) in told["law"].items()
        },
        day=date.fromisoformat(told["day"]),
        local_average=_number(told.get("local_average")),
    )


def _typed(value: Any, unit: str) -> Any:
    """A number of the law in the type of its unit; tables stay as they are, their readers take text."""
    kind = UNITS[unit]
    return kind(value) if kind in (int, Decimal) else value


def _owing(row: Sequence[Any]) -> Owing:
    kind, month, wage, terms, base, own, unit, due = row
    known = None if terms is None else terms_from(terms)
    day = None if due is None else date.fromisoformat(due)
    return Owing(kind, date.fromisoformat(month), Decimal(wage), known, Decimal(base), Decimal(own), Decimal(unit), day)


def _withheld(row: Sequence[Any]) -> Withheld:
    document, share, first, last, house = row
    return Withheld(document, Decimal(share), date.fromisoformat(first), date.fromisoformat(last), house)


def _given_back(row: Sequence[Any]) -> GivenBack:
    document, month, amount, source = row
    return GivenBack(document, date.fromisoformat(month), Decimal(amount), source)


def terms_from(row: Sequence[Any]) -> Terms:
    floor, cap, own_rate, unit_rate, own_fixed = (Decimal(one) for one in row[:5])
    return Terms(floor, cap, own_rate, unit_rate, own_fixed, row[5], row[6])


class Owing(NamedTuple):
    """An insurance of an earlier month as it is known now, and what was paid of it.

    `wage`: the base before the limits. `due`: the last day without a surcharge; date.max where none is due, None where
    nobody told it. `terms` are missing where nobody supplied them.
    """

    kind: str
    month: date
    wage: Decimal
    terms: Terms | None
    paid_base: Decimal
    paid_own: Decimal
    paid_unit: Decimal
    due: date | None


class Input(NamedTuple):
    """What the month brings: a kind of PayInput, the item's code, a quantity or an amount; the decision it stands on."""

    kind: str
    item: str
    quantity: Decimal | None
    amount: Decimal | None
    document: str = ""


class Withheld(NamedTuple):
    """A share of the performance pay that a decision takes on some days of the month; `house`: by house policy."""

    document: str
    share: Decimal
    first: date
    last: date
    house: bool


class GivenBack(NamedTuple):
    """What was withheld of an earlier month by a decision that does not stand any more; less than nothing in a correction,
    for what a later run gave back of the same month."""

    document: str
    month: date
    amount: Decimal
    source: int | None


class Entry(NamedTuple):
    """How the tax ledger stood before: number of the last entry, month of it, the sums so far."""

    number: int = 0
    month: int = 0
    income: Decimal = ZERO
    insurance: Decimal = ZERO
    special: Decimal = ZERO
    other: Decimal = ZERO
    withheld: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one month with one employer, `hired` by it. `amounts`: the full amount of each item that has one;
    with `graded_on` from that day of the month only, and until then `amounts_before`, by the grade held then."""

    place: int
    wage: Decimal
    first: date
    last: date
    hired: date
    probation_until: date | None
    amounts: Mapping[str, Decimal]
    inputs: tuple[Input, ...] = ()
    insured: tuple[tuple[str, Decimal | None], ...] = ()
    special: Decimal = ZERO
    first_wage: bool = False
    low_income: bool = False
    ledger: Entry = Entry()
    source: int | None = None
    fee: Decimal | None = None
    fee_source: int | None = None
    back: tuple[Owing, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    given_back: tuple[GivenBack, ...] = ()
    graded_on: date | None = None
    amounts_before: Mapping[str, Decimal] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        told = {
            "place": self.place,
            "wage": str(self.wage),
            "days": [self.first.isoformat(), self.last.isoformat(), self.hired.isoformat()],
            "amounts": {code: str(amount) for code, amount in self.amounts.items()},
            "ledger": [self.ledger.number, self.ledger.month, *(str(sum_) for sum_ in self.ledger[2:])],
            "source": self.source,
        }
        if self.probation_until is not None:
            told["probation"] = self.probation_until.isoformat()
        if self.inputs:
            told["inputs"] = [
                [one.kind, one.item, _text(one.quantity), _text(one.amount), *([one.document] if one.document else [])]
                for one in self.inputs
            ]
        if self.insured:
            told["insured"] = [[kind, _text(base)] for kind, base in self.insured]
        if self.special:
            told["special"] = str(self.special)
        if self.first_wage:
            told["first_wage"] = True
        if self.low_income:
            told["low_income"] = True
        if self.fee is not None:
            told["fee"] = [str(self.fee), self.fee_source]
        if self.back:
            told["back"] = [[plain(value) for value in row] for row in self.back]
        if self.withheld:
            told["withheld"] = [[plain(value) for value in row] for row in self.withheld]
        if self.graded_on is not None:
            before = {code: str(amount) for code, amount in self.amounts_before.items()}
            told["graded"] = [self.graded_on.isoformat(), before]
        if self.given_back:
            told["given_back"] = [[*(plain(value) for value in row[:3]), row.source] for row in self.given_back]
        return told


def person_from(told: Mapping[str, Any]) -> Person:
    """The same from JSON."""
    number, month, *sums = told["ledger"]
    first, last, hired = (date.fromisoformat(day) for day in told["days"])
    fee, fee_source = told.get("fee", (None, None))
    graded_on, before = told.get("graded", (None, {}))
    return Person(
        place=told["place"],
        wage=Decimal(told["wage"]),
        first=first,
        last=last,
        hired=hired,
        probation_until=date.fromisoformat(told["probation"]) if "probation" in told else None,
        amounts={code: Decimal(amount) for code, amount in told["amounts"].items()},
        inputs=tuple(
            Input(kind, item, _number(q), _number(a), *document)
            for kind, item, q, a, *document in told.get("inputs", ())
        ),
        insured=tuple((kind, _number(base)) for kind, base in told.get("insured", ())),
        special=Decimal(told.get("special", "0.00")),
        first_wage=told.get("first_wage", False),
        low_income=told.get("low_income", False),
        ledger=Entry(number, month, *(Decimal(one) for one in sums)),
        source=told["source"],
        fee=_number(fee),
        fee_source=fee_source,
        back=tuple(_owing(row) for row in told.get("back", ())),
        withheld=tuple(_withheld(row) for row in told.get("withheld", ())),
        given_back=tuple(_given_back(row) for row in told.get("given_back", ())),
        graded_on=None if graded_on is None else date.fromisoformat(graded_on),
        amounts_before={code: Decimal(amount) for code, amount in before.items()},
    )


def plain(value: Any) -> Any:
    """As JSON keeps it: numbers as text, tables as lists."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Decimal | int | float):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
