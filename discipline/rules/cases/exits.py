"""May the labour contract end by this case? A local ground alone does not suffice; the program says what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, gettext_noop

from regulations.rules import rule

# Fault of the person: no notice (LCL 39). No fault: thirty days in writing or a month's pay (LCL 40).
OF_FAULT: Final = frozenset(
    {"probation_failed", "serious_breach", "grave_neglect", "other_employment", "fraud", "crime"}
)
WITHOUT_FAULT: Final = frozenset({"illness", "unfit", "changed_circumstances"})


class LocalGround(TextChoices):
    """Grounds that local regulations name. None of them ends a contract by itself (LCR 13)."""

    DETENTION = "detention", gettext_lazy("Administrative or judicial detention (GX 32, ST 28)")
    REHABILITATION = "rehabilitation", gettext_lazy("Compulsory drug rehabilitation (GX 32)")
    APPRAISAL_FAILED = "appraisal_failed", gettext_lazy("Annual appraisal failed (ST 28)")
    IMMORALITY = "immorality", gettext_lazy("Gross immorality (ST 28)")
    POINTS_ABUSE = "points_abuse", gettext_lazy("Abuse in handling penalty points (SCORE 33)")
    HOUSE_RULES = "house_rules", gettext_lazy("Rules of the unit")


@dataclass(frozen=True)
class ExitFacts:
    """The end that is wanted, and what is on record for it."""

    ground: str
    on: date
    local_ground: str = ""
    contract_runs: bool = True
    protected: bool = False
    union_told_on: date | None = None
    rules_known_on: date | None = None
    convicted_on: date | None = None
    notice_given_on: date | None = None
    pay_instead_of_notice: bool = False


@rule(
    "CS-10",
    about="discipline.case.exit",
    says=gettext_noop("A local ground alone does not end a labour contract: a ground of the statute is missing."),
    cure=gettext_noop(
        "Name the ground of the Labour Contract Law that the facts meet; without one, decide a sanction instead."
    ),
)
def statute_knows_the_ground(facts: ExitFacts) -> bool:
    return facts.ground in OF_FAULT or facts.ground in WITHOUT_FAULT


@rule(
    "CS-11",
    about="discipline.case.exit",
    says=gettext_noop("The union has not been told of the reason beforehand."),
    cure=gettext_noop("Tell the union, and enter the day; where there is none, tell that of the level above."),
)
def union_was_told(facts: ExitFacts) -> bool:
    return facts.union_told_on is not None and facts.union_told_on <= facts.on


@rule(
    "CS-12",
    about="discipline.case.exit",
    says=gettext_noop("It is not on record that the person knew the rules that were broken."),
    cure=gettext_noop("Enter the day on which the person signed for the rules; rules nobody was told of bind nobody."),
)
def rules_were_known(facts: ExitFacts) -> bool:
    return facts.ground != "serious_breach" or facts.rules_known_on is not None


@rule(
    "CS-13",
    about="discipline.case.exit",
    says=gettext_noop("“Held criminally liable” needs a judgment in force: detention or an accusation is none."),
    cure=gettext_noop("Enter the conviction, or suspend the person until the proceedings end."),
)
def judgment_stands(facts: ExitFacts) -> bool:
    return facts.ground != "crime" or facts.convicted_on is not None


@rule(
    "CS-14",
    about="discipline.case.exit",
    says=gettext_noop("Without a fault of the person thirty days' notice in writing or a month's pay is owed."),
    cure=gettext_noop("Enter the day of the notice, or that a month's pay is paid instead."),
)
def notice_was_given(facts: ExitFacts) -> bool:
    return facts.ground not in WITHOUT_FAULT or facts.notice_given_on is not None or facts.pay_instead_of_notice


@rule(
    "CS-15",
    about="discipline.case.exit",
    says=gettext_noop(
        "The person is protected now (illness, injury, pregnancy to nursing, near the pension): not on this ground."
    ),
    cure=gettext_noop("Wait until the state has ended; only a fault of the person ends the contract before."),
)
def protection_is_kept(facts: ExitFacts) -> bool:
    return not (facts.protected and facts.ground in WITHOUT_FAULT)


@rule(
    "CS-16",
    about="discipline.case.exit",
    says=gettext_noop("No labour contract runs that could end."),
    cure=gettext_noop("Put the contract on file right first."),
)
def there_is_a_contract(facts: ExitFacts) -> bool:
    return facts.contract_runs
