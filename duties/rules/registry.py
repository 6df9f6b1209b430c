"""A condition: a rule of the register, with its short reason, its sentence and what would cure it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy

from regulations import rules as register

REFUSES, REFERS = "refuse", "refer"

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class Condition:
    """One thing that must hold. `says` and `cure` are message ids; the words come with the case."""

    code: str
    about: str
    reason: str
    says: str
    cure: str
    holds: Test
    effect: str = REFUSES


CONDITIONS: dict[str, Condition] = {}


def condition(
    code: str, *, about: str, reason: str, says: str, cure: str, effect: str = REFUSES
) -> Callable[[Test], Test]:
    """Register the decorated test as a condition of a decision, and as a rule of the register."""

    def register_condition(holds: Test) -> Test:
        conditions_about.cache_clear()
        CONDITIONS[code] = Condition(code, about, reason, says, cure, holds, effect)
        return register.rule(code, about=f"decision.{about}", says=gettext_lazy(says), cure=gettext_lazy(cure))(holds)

    return register_condition


@cache
def conditions_about(subject: str) -> tuple[Condition, ...]:
    """Every condition about one subject, in the order of the codes."""
    return tuple(CONDITIONS[code] for code in sorted(CONDITIONS) if CONDITIONS[code].about == subject)
