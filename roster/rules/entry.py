"""May this person enter the roster, in this post and unit?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from regulations.rules import rule
from roster.rules.kinds import KindOfWork


@dataclass(frozen=True)
class EntryFacts:
    """Who is to be taken on, for what. `age` None: no identity number was given, so nothing can be said of it."""

    age: int | None
    age_min: int
    kind_of_work: str = KindOfWork.AUXILIARY
    not_auxiliaries: tuple[str, ...] = ()
    serving_officer: bool = False


@dataclass(frozen=True)
class PlaceFacts:
    """The unit and post on the first day. `post_category` None: no post."""

    category: str
    unit_open: bool = True
    post_category: str | None = None
    post_open: bool = True
    post_of_unit: bool = True


@rule(
    "RO-01",
    about="roster.entry",
    says=_("The person is %(age)s years old on the first day; an auxiliary must be at least %(age_min)s."),
    cure=_("Hire from the birthday on."),
)
def is_old_enough(facts: EntryFacts) -> bool:
    return facts.age is None or facts.age >= facts.age_min


@rule(
    "RO-02",
    about="roster.entry",
    says=_("%(kind)s: people doing this work are not auxiliaries and are not entered here."),
    cure=_("Enter only service and clerical auxiliaries within the quota."),
)
def does_the_work_of_an_auxiliary(facts: EntryFacts) -> bool:
    return facts.kind_of_work not in facts.not_auxiliaries


@rule(
    "RO-03",
    about="roster.entry",
    says=_("The person is a serving police officer: an officer is not an auxiliary."),
    cure=_("Check the identity number; let the service as an officer end first."),
)
def is_not_a_serving_officer(facts: EntryFacts) -> bool:
    return not facts.serving_officer


@rule(
    "RO-04",
    about="roster.place",
    says=_("The post is for the other category of auxiliaries."),
    cure=_("Choose a post of the person's category."),
)
def category_fits_the_post(facts: PlaceFacts) -> bool:
    return facts.post_category is None or facts.post_category == facts.category


@rule(
    "RO-05",
    about="roster.place",
    says=_("The post is not open on that day, or belongs to another unit."),
    cure=_("Choose an open post of this unit or of one above it."),
)
def post_is_open_in_the_unit(facts: PlaceFacts) -> bool:
    return facts.post_category is None or (facts.post_open and facts.post_of_unit)


@rule(
    "RO-06",
    about="roster.place",
    says=_("The unit is not open on that day."),
    cure=_("Choose a unit that is open."),
)
def unit_is_open(facts: PlaceFacts) -> bool:
    return facts.unit_open
