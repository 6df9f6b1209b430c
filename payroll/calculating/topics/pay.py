"""What may be taken off a wage, and the minimum wage; what the topics of pay share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import wages
from payroll.calculating.answers import ZERO, Answer, fen
from payroll.calculating.books import Book
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

MONTHLY: Final = Field("monthly", "money", gettext_lazy("wage of a month"), needed=True, also=("monthly_wage", "wage"))
MINIMUM: Final = Field(
    "min_wage",
    "money",
    gettext_lazy("minimum wage of the month; that of `place` when left out"),
    also=("minimum", "minimum_wage"),
)


def minimum_wage(given: Given, book: Book) -> Decimal:
    """The minimum wage that was given, else that of the place. Raises MustBeSupplied where neither is known."""
    if given.has("min_wage"):
        return given.money("min_wage")
    return Decimal(book.value("payroll.wages.minimum_month"))


@question(
    "wage_deduction",
    "damage",
    title=gettext_lazy("Deduction for damage"),
    fields=(
        Field("wage", "money", gettext_lazy("wage of the month"), needed=True, also=("monthly", "monthly_wage")),
        Field(
            "damage",
            "money",
            gettext_lazy("what is still to be made good"),
            needed=True,
            also=("claim", "amount", "deduction"),
        ),
        MINIMUM,
    ),
    answers={
        "deduction": gettext_lazy("what may be taken this month"),
        "left": gettext_lazy("what stays of the wage"),
        "waits": gettext_lazy("what waits for later months"),
        "cap": gettext_lazy("a fifth of the wage"),
    },
)
def deduction(given: Given) -> Answer[Mapping[str, Any]]:
    book = given.book()
    found = wages.damage_deduction(
        given.money("wage"), given.money("damage"), minimum=minimum_wage(given, book), book=book
    )
    one = found.value
    value = {"deduction": fen(one.amount), "left": fen(one.left), "waits": fen(one.waits), "cap": one.cap}
    value |= {"allowed": value["deduction"], "remaining": value["left"]}
    return Answer(value, found.steps, found.cites)


@question(
    "minimum_wage",
    "check",
    title=gettext_lazy("Is the wage at least the minimum?"),
    fields=(
        Field("wage", "money", gettext_lazy("wage of the month, all parts"), needed=True, also=("monthly", "paid")),
        Field(
            "excluded",
            "money",
            gettext_lazy("overtime, night, heat and special allowances, benefits"),
            also=("not_counted",),
        ),
        Field("own_share", "money", gettext_lazy("own insurance and fund inside the wage")),
        Field(
            "includes_own_share", "yes_no", gettext_lazy("the minimum includes them; as the place says when left out")
        ),
        MINIMUM,
    ),
    answers={
        "counted": gettext_lazy("what counts towards the minimum"),
        "minimum": gettext_lazy("the minimum wage"),
        "lawful": gettext_lazy("whether it is reached"),
        "shortfall": gettext_lazy("what is missing"),
    },
)
def minimum(given: Given) -> Answer[Mapping[str, Any]]:
    book, wage, out = given.book(), given.money("wage"), given.money("excluded", ZERO)
    if out > wage:
        raise given.refuse("excluded", _("These are parts of the wage: together not more than it."))
    found = wages.minimum_check(
        wage,
        minimum=minimum_wage(given, book),
        excluded=out,
        own_share=given.money("own_share", ZERO),
        includes_own_share=given.flag(
            "includes_own_share", bool(book.value("payroll.wages.minimum_includes_own_share"))
        ),
    )
    one = found.value
    value = {
        "counted": fen(one.counted),
        "minimum": fen(one.minimum),
        "lawful": one.is_lawful,
        "shortfall": fen(one.shortfall),
    }
    return Answer(value, found.steps, found.cites)
