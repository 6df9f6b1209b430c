"""Who may be commended, and when is the award lawful? States as a table, the rules as sentences; all of it pure.

No text that was read states kinds, publicity or bars for a whole country: they are house policy by the packs
(`discipline.commendation.*`), marked "to be confirmed". The right to be commended for marked results is law (HA 24, GX 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.life import Act, Life
from core.perms import Perms
from regulations.rules import rule

NOMINATION: Final = "discipline.commendation.nomination"
AWARD: Final = "discipline.commendation.award"


class Kind(TextChoices):
    """What may be awarded, the lowest first."""

    PRAISE = "praise", _("Commendation")
    MERIT_3 = "merit_3", _("Third-class merit")
    MERIT_2 = "merit_2", _("Second-class merit")
    MERIT_1 = "merit_1", _("First-class merit")


class Status(TextChoices):
    """Where a nomination stands."""

    NOMINATED = "nominated", _("nominated")
    PUBLIC = "public", _("in publicity")
    AWARDED = "awarded", _("awarded")
    REJECTED = "rejected", _("not awarded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REVOKED = "revoked", _("award revoked")


S = Status


ACTS: Final = Life(
    Act("publish", (S.NOMINATED,), (S.PUBLIC,), Perms.COMMEND),
    Act("award", (S.PUBLIC,), (S.AWARDED,), Perms.COMMEND),
    Act("reject", (S.NOMINATED, S.PUBLIC), (S.REJECTED,), Perms.COMMEND),
    Act("withdraw", (S.NOMINATED, S.PUBLIC), (S.WITHDRAWN,), Perms.COMMEND),
    Act("revoke", (S.AWARDED,), (S.REVOKED,), Perms.COMMEND),
)
OPEN: Final = (S.NOMINATED, S.PUBLIC)


@dataclass(frozen=True)
class NominationFacts:
    """The nominee in the year of the award. `blocking`: a sanction of the year that bars it; `same`: awards of the kind."""

    on_strength: bool
    blocked: bool
    same_kind: int
    same_kind_most: int
    deed_commended: bool


@dataclass(frozen=True)
class AwardFacts:
    """The publicity as it went, and the natural person who would decide."""

    day: date
    published_until: date | None
    workdays: int
    workdays_wanted: int
    open_objections: int
    decider: int | None
    nominator: int
    nominee: int
    relatives: frozenset[int]
    level_reached: bool


@rule(
    "CM-01",
    about=NOMINATION,
    says=_("The person is not on strength."),
    cure=_("Only somebody who serves here is commended."),
)
def is_on_strength(facts: NominationFacts) -> bool:
    return facts.on_strength


@rule(
    "CM-02",
    about=NOMINATION,
    says=_("In %(year)s a sanction bars every award: %(sanction)s."),
    cure=_("Nominate in a later year, or have the sanction lifted on appeal first."),
)
def no_sanction_in_the_year(facts: NominationFacts) -> bool:
    return not facts.blocked


@rule(
    "CM-03",
    about=NOMINATION,
    says=_("The person has this award in %(year)s already: no award of the same level twice a year."),
    cure=_("Nominate for another level, or in a later year."),
)
def not_twice_a_year(facts: NominationFacts) -> bool:
    return facts.same_kind < facts.same_kind_most


@rule(
    "CM-04",
    about=NOMINATION,
    says=_("What was done on %(deed_on)s is commended or nominated already: one deed, one award."),
    cure=_("Name another deed."),
)
def one_deed_one_award(facts: NominationFacts) -> bool:
    return not facts.deed_commended


@rule(
    "CM-05",
    about=AWARD,
    says=_("The nomination was public for %(workdays)s of %(wanted)s working days."),
    cure=_("Wait until the publicity is over."),
)
def was_public_long_enough(facts: AwardFacts) -> bool:
    ended = facts.published_until is not None and facts.day > facts.published_until
    return ended and facts.workdays >= facts.workdays_wanted


@rule(
    "CM-06",
    about=AWARD,
    says=_("An objection is not settled yet."),
    cure=_("Settle every objection first."),
)
def objections_are_settled(facts: AwardFacts) -> bool:
    return facts.open_objections == 0


@rule(
    "CM-07",
    about=AWARD,
    says=_("Whoever nominated does not decide."),
    cure=_("Let somebody else decide on it."),
)
def decider_did_not_nominate(facts: AwardFacts) -> bool:
    return facts.decider is not None and facts.decider != facts.nominator


@rule(
    "CM-08",
    about=AWARD,
    says=_("Whoever decides is the nominee or a near relative of the nominee."),
    cure=_("Let somebody else decide on it."),
)
def decider_is_not_involved(facts: AwardFacts) -> bool:
    return facts.decider != facts.nominee and facts.decider not in facts.relatives


@rule(
    "CM-09",
    about=AWARD,
    says=_("This award is decided at another level: %(level)s or above."),
    cure=_("Let the organ of that level decide."),
)
def decided_at_its_level(facts: AwardFacts) -> bool:
    return facts.level_reached
