"""What a calculator answers: the value, every step with its article, and how sure the law behind it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Generic, NamedTuple, TypeVar

from core.errors import BadInput

FEN: Final = Decimal("0.01")
YUAN: Final = Decimal("1")
ZERO: Final = Decimal("0.00")

HIGH, MEDIUM, LOW = "high", "medium", "low"
# How sure the packs are, in the words of an answer.
SURENESS: Final = {"A": HIGH, "B": MEDIUM, "B-low": LOW, "C": LOW}

T = TypeVar("T")


def fen(amount: Decimal) -> Decimal:
    """The amount in yuan, half-up to the fen: once for each line, never in between."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def bad(name: str, message: Any) -> BadInput:
    """The error that names one input and says what to do: `raise bad("wage", _("…"))`."""
    return BadInput({name: message})


class MustBeSupplied(BadInput):
    """The law data does not hold this value for the day and place: the operator has to give it. Nothing is guessed."""

    def __init__(self, name: str, message: Any) -> None:
        self.name = name
        super().__init__({name: message})


class Step(NamedTuple):
    """One line of the way: what it is, how many, at which rate, how much, by which article (as packs cite it)."""

    words: Any
    quantity: Any = None
    rate: Any = None
    amount: Any = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """The value, the steps that lead to it, the articles, what the reader must know besides, and how sure all this is."""

    value: T
    steps: tuple[Step, ...] = ()
    cites: tuple[str, ...] = ()
    notes: tuple[Any, ...] = field(default=())
    confidence: str = HIGH


def least_sure(*confidences: str) -> str:
    """The weakest of some confidences: an answer is as sure as the weakest value it stands on."""
    return max(confidences, key=(HIGH, MEDIUM, LOW).index, default=HIGH)
