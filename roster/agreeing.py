"""Does the roster agree with itself? What constraints and locks keep true, counted once more from the outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q

from roster.models import Auxiliary, Post, Quota, Restriction
from roster.services.room import quota_used

OPEN_POSTINGS = Count("postings", filter=Q(postings__ends_on__isnull=True), distinct=True)
OPEN_CONTRACTS = Count("contracts", filter=Q(contracts__ended_on__isnull=True), distinct=True)


def disagreements(on: date) -> list[str]:
    """Every place where two records say different things on that day, in a sentence with its numbers. Empty: all agree."""
    return [*_room(on), *_postings(), *_contracts(), *_statuses(on)]


def _room(on: date) -> Iterator[str]:
    for quota in Quota.objects.filter(year=on.year, approved_on__isnull=False).select_related("unit").order_by("pk"):
        if (used := quota_used(quota)) > quota.number:
            yield f"quota {quota.pk} of unit {quota.unit.code}, {quota.year}: {used} people on {quota.number} places"
    held = Count("auxiliaries", filter=~Q(auxiliaries__status=Auxiliary.Status.LEFT))
    for post in Post.objects.annotate(held=held).filter(held__gt=F("headcount")).order_by("pk"):
        yield f"post {post.pk}: {post.held} people on {post.headcount} places"


def _postings() -> Iterator[str]:
    counted = Auxiliary.objects.annotate(open_postings=OPEN_POSTINGS).order_by("pk")
    for one in counted.on_strength().exclude(open_postings=1):
        yield f"auxiliary {one.pk} is on strength with {one.open_postings} open postings"
    for one in counted.filter(status=Auxiliary.Status.LEFT, open_postings__gt=0):
        yield f"auxiliary {one.pk} has left with {one.open_postings} open postings"
    open_one = Q(postings__ends_on__isnull=True, postings__isnull=False)
    elsewhere = ~Q(postings__unit=F("unit")) | Q(postings__post__isnull=False, post__isnull=True)
    elsewhere |= Q(postings__post__isnull=True, post__isnull=False)
    elsewhere |= Q(postings__post__isnull=False, post__isnull=False) & ~Q(postings__post=F("post"))
    for one in Auxiliary.objects.on_strength().filter(open_one, elsewhere).distinct().order_by("pk"):
        yield f"auxiliary {one.pk} serves elsewhere than the open posting says"


def _contracts() -> Iterator[str]:
    counted = Auxiliary.objects.annotate(open_contracts=OPEN_CONTRACTS).order_by("pk")
    for one in counted.filter(open_contracts__gt=1):
        yield f"auxiliary {one.pk} has {one.open_contracts} open contracts"
    for one in counted.filter(status=Auxiliary.Status.LEFT, open_contracts__gt=0):
        yield f"auxiliary {one.pk} has left with an open contract"


def _statuses(on: date) -> Iterator[str]:
    suspensions = Restriction.objects.in_force(on).filter(kind=Restriction.Kind.SUSPENSION, duty_codes=[])
    kept = set(suspensions.values_list("auxiliary_id", flat=True))
    rows = Auxiliary.objects.on_strength().order_by("pk").values_list("pk", "status")
    for number, status in rows:
        if (status == Auxiliary.Status.SUSPENDED) != (number in kept):
            yield f"auxiliary {number} is {status}, suspension in force: {'yes' if number in kept else 'no'}"
