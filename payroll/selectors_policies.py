"""What an accident policy comes to: claims under it, and the premium by the people it really covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from payroll.calculating.accident import SHORT, Settled, months_begun, settle, short_period
from payroll.calculating.books import book_of
from payroll.calculating.days import bounds
from payroll.models import AccidentClaim, AccidentPolicy, PolicyMember


class Heads(NamedTuple):
    """How many the policy covered on the last day of a month."""

    month: date
    people: int


class Part(NamedTuple):
    """People covered for so many months, the share of the year's premium, and what they come to."""

    months: int
    people: int
    percent: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Premium:
    """The premium as head counts settle it at the end of the year, and as the short-period table reckons each person.

    Which of the two counts the policy says. `average` and `difference` stand on the months that have begun.
    """

    heads: Sequence[Heads]
    settled: Settled
    parts: Sequence[Part]

    @property
    def by_table(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal("0.00"))


def claims(user: User, policy: AccidentPolicy) -> QuerySet[AccidentClaim]:
    """Claims of people in the user's units, the newest accident first."""
    rows = AccidentClaim.objects.visible_to(user).filter(member__policy=policy)
    found: QuerySet[AccidentClaim] = rows.select_related("member__auxiliary__person").order_by("-happened_on", "-pk")
    return found


def premium_of(policy: AccidentPolicy, day: date) -> Premium | None:
    """The premium by people and days until a day: one query. None where no premium a head is entered or nobody is covered."""
    covered = list(PolicyMember.objects.filter(policy=policy).values_list("starts_on", "ends_on"))
    if policy.a_head is None or not covered or day < policy.starts_on:
        return None
    book = book_of(policy.starts_on)
    most = len(book.value(SHORT))
    lasts = Counter(min(most, months_begun(first, last)) for first, last in covered)
    parts = []
    for months, people in sorted(lasts.items(), reverse=True):
        one = short_period(policy.a_head, months, book=book).value
        parts.append(Part(months, people, one.percent, one.amount * people))
    heads = _heads(policy, covered, min(day, policy.ends_on))
    return Premium(heads, settle(policy.a_head, [one.people for one in heads], policy.premium), parts)


def _heads(policy: AccidentPolicy, covered: Sequence[tuple[date, date]], until: date) -> list[Heads]:
    """Month by month of the policy, on the last day of each, of the policy or of what has gone by."""
    found, month = [], policy.starts_on.replace(day=1)
    while month <= until:
        last = min(bounds(month.year, month.month)[1], until)
        found.append(Heads(month, sum(1 for first, end in covered if first <= last <= end)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found
