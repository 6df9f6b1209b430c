"""May the contract end on this ground, or run on by statute on that one?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_noop as _

from regulations.rules import rule

LOCAL_RULE: Final = "local_rule"  # offered only to be answered: it is not a ground of the statute
BARRED_WHILE_PROTECTED: Final = frozenset({"illness", "unfit", "changed_circumstances", "layoff", "expired"})


@dataclass(frozen=True)
class EndFacts:
    """The end that is wanted, and the contract it is wanted for."""

    ground: str
    ended_on: date
    statutory: tuple[str, ...]
    last_day: date | None = None
    probation_until: date | None = None
    protected: bool = False


@dataclass(frozen=True)
class ExtensionFacts:
    """The extension that is wanted."""

    ground: str
    until: date
    statutory: tuple[str, ...]
    ends_on: date | None


@rule(
    "RO-21",
    about="roster.contract.end",
    says=_("This is not a ground of the labour statutes: a local or house rule alone does not end a contract."),
    cure=_("Name a ground of the Labour Contract Law that the facts meet, or do not end the contract."),
)
def ground_is_statutory(facts: EndFacts) -> bool:
    return facts.ground in facts.statutory


@rule(
    "RO-22",
    about="roster.contract.end",
    says=_(
        "The person is protected now (illness, injury, pregnancy to nursing, near the pension): not on this ground."
    ),
    cure=_("Let the contract run on by statute until the state ends."),
)
def protection_is_respected(facts: EndFacts) -> bool:
    return not (facts.protected and facts.ground in BARRED_WHILE_PROTECTED)


@rule(
    "RO-23",
    about="roster.contract.end",
    says=_("“Found unfit during probation” holds only on a day within the probation."),
    cure=_("Choose the ground that fits."),
)
def probation_was_running(facts: EndFacts) -> bool:
    if facts.ground != "probation_failed":
        return True
    return facts.probation_until is not None and facts.ended_on <= facts.probation_until


@rule(
    "RO-24",
    about="roster.contract.end",
    says=_("The contract has not run out on that day."),
    cure=_("Give its last day or a later one, or another ground."),
)
def term_is_over(facts: EndFacts) -> bool:
    if facts.ground != "expired":
        return True
    return facts.last_day is not None and facts.ended_on >= facts.last_day


@rule(
    "RO-25",
    about="roster.contract.extension",
    says=_("The statute knows no such ground for letting a contract run on."),
    cure=_("Choose one of the grounds of the Labour Contract Law, or renew the contract."),
)
def extension_ground_is_statutory(facts: ExtensionFacts) -> bool:
    return facts.ground in facts.statutory


@rule(
    "RO-26",
    about="roster.contract.extension",
    says=_("Only a contract with a last day runs on, and only to a later day."),
    cure=_("Give a day after the end of the term."),
)
def extension_is_later(facts: ExtensionFacts) -> bool:
    return facts.ends_on is not None and facts.until > facts.ends_on
