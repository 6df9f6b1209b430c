"""Counts of the force on a day, within the units in sight. A fixed number of queries at any size; no name is read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from core.periods import on
from core.scope import under
from duties.models import RefusedAttempt
from insights.place import Place
from roster.models import Auxiliary, Contract, Post, Posting
from roster.models.auxiliaries import Category

AGES: Final = (25, 30, 35, 40, 45, 50, 55)  # the first year of each band but the youngest
SERVICE: Final = (1, 3, 5, 10)  # years
MONTHS: Final = 12


@dataclass(frozen=True)
class Month:
    """A month, by its first day."""

    first: dt.date

    @property
    def end(self) -> dt.date:
        return (self.first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)

    def plus(self, months: int) -> Month:
        place = self.first.year * 12 + self.first.month - 1 + months
        return Month(dt.date(place // 12, place % 12 + 1, 1))


def month_of(day: dt.date) -> Month:
    return Month(day.replace(day=1))


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def strength(place: Place) -> QuerySet[Posting]:
    """The posting of the day of everybody on strength at its end, in the units asked for: one row for each auxiliary."""
    rows = Posting.objects.filter(on(place.day), under(place.paths, "unit__path"))  # below units in sight
    still = ~Q(auxiliary__status=Auxiliary.Status.LEFT) | Q(auxiliary__left_on__gt=place.day)
    return rows.filter(still).order_by()


def composition(place: Place) -> dict[str, int]:
    """How many there are: all, of each category, age, education and length of service. One query."""
    return dict(strength(place).aggregate(total=Count("pk"), **_kinds(), **_ages(place.day), **_service(place.day)))


def _kinds() -> dict[str, Count]:
    of: dict[str, Count] = {
        f"category_{kind}": Count("pk", filter=Q(auxiliary__category=kind)) for kind in Category.values
    }
    for level in ("", *Auxiliary.Education.values):
        of[f"education_{level}"] = Count("pk", filter=Q(auxiliary__education=level))
    return of


def _ages(day: dt.date) -> dict[str, Count]:
    """Whoever is thirty today was born on this day thirty years ago, and is not under thirty."""
    born, found = "auxiliary__person__born_on", {}
    younger: dict[str, Any] = {}
    for first in AGES:
        limit = years_before(day, first)
        found[f"age_{first}"] = Count("pk", filter=Q(**{f"{born}__gt": limit}, **younger))
        younger = {f"{born}__lte": limit}
    found["age_older"] = Count("pk", filter=Q(**younger))
    found["age_unknown"] = Count("pk", filter=Q(**{f"{born}__isnull": True}))
    return found


def _service(day: dt.date) -> dict[str, Count]:
    hired, found = "auxiliary__hired_on", {}
    shorter: dict[str, Any] = {}
    for years in SERVICE:
        limit = years_before(day, years)
        found[f"service_{years}"] = Count("pk", filter=Q(**{f"{hired}__gt": limit}, **shorter))
        shorter = {f"{hired}__lte": limit}
    found["service_longer"] = Count("pk", filter=Q(**shorter))
    return found


def by_unit(place: Place) -> dict[int, Counter[str]]:
    """Unit by number → category → how many, each with all below it, for the tops and their branches. One query."""
    numbers = strength(place).values_list("unit__path", "auxiliary__category").annotate(n=Count("pk"))
    units = {*place.tops, *place.branches}
    found: dict[int, Counter[str]] = {unit.pk: Counter() for unit in units}
    for path, category, n in numbers:
        for unit in units:
            if path.startswith(unit.path):
                found[unit.pk][category] += n
    return found


def by_funding(place: Place) -> dict[str, Counter[str]]:
    """Source of money → places of the open posts, and how many of them are taken. Two queries."""
    posts = Post.objects.filter(under(place.paths, "unit__path")).open_on(place.day)  # below units in sight
    found: dict[str, Counter[str]] = {source: Counter() for source in Post.Funding.values}
    for source, places in posts.values_list("funding_source").annotate(n=Sum("headcount")).order_by():
        found[source]["places"] = places
    taken = strength(place).filter(post__isnull=False)
    for source, category, n in taken.values_list("post__funding_source", "auxiliary__category").annotate(n=Count("pk")):
        found[source][category] = n
    return found


def turnover(user: User, place: Place) -> tuple[Counter[Month], Counter[Month]]:
    """Who joined and who left in each of the last twelve months. One query."""
    since = month_of(place.day).plus(1 - MONTHS).first
    people = Auxiliary.objects.visible_to(user).filter(under(place.paths, "unit__path")).order_by()
    days = (since, place.day)
    rows = people.filter(Q(hired_on__range=days) | Q(left_on__range=days)).annotate(
        came=TruncMonth("hired_on"),
        went=TruncMonth("left_on"),
        gone=Q(left_on__range=days),
        new=Q(hired_on__range=days),
    )
    joined: Counter[Month] = Counter()
    left: Counter[Month] = Counter()
    for came, went, gone, new, n in rows.values_list("came", "went", "gone", "new").annotate(n=Count("pk")):
        if new:
            joined[Month(came)] += n
        if gone:
            left[Month(went)] += n
    return joined, left


@dataclass(frozen=True)
class Ends:
    """Open contracts: by the month of their last day for a year, run over, ending later, without an end."""

    monthly: Counter[Month]
    overrun: int
    later: int
    endless: int


def contract_ends(user: User, place: Place) -> Ends:
    """When open contracts end, as seen on the day. One query."""
    rows = Contract.objects.visible_to(user).unended().exclude(auxiliary__status=Auxiliary.Status.LEFT).order_by()
    rows = rows.filter(under(place.paths, "auxiliary__unit__path"), starts_on__lte=place.day)
    rows = rows.annotate(month=TruncMonth("last_day"), over=Q(last_day__lt=place.day))
    until, found = month_of(place.day).plus(MONTHS - 1).first, Counter[Month]()
    overrun = later = endless = 0
    for month, over, n in rows.values_list("month", "over").annotate(n=Count("pk")):
        if month is None:
            endless += n
        elif over:
            overrun += n
        elif month > until:
            later += n
        else:
            found[Month(month)] += n
    return Ends(found, overrun, later, endless)


def refused(user: User, place: Place) -> Counter[str]:
    """Duty → how often the law refused it in the last twelve months, in the units of an inspector. One query."""
    since = month_of(place.day).plus(1 - MONTHS).first
    rows = RefusedAttempt.objects.visible_to(user).filter(under(place.refused_paths, "unit__path"))
    rows = rows.filter(created_at__date__range=(since, place.day)).order_by()
    found: Counter[str] = Counter()
    for barred, codes in rows.values_list("duties_refused", "codes").iterator():
        found.update(set(barred or codes))
    return found
