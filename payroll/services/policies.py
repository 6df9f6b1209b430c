"""Taking out and renewing accident policies, and who they cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from organisation.models import Unit
from payroll.models import AccidentPolicy, PolicyMember
from roster.models import Auxiliary


@dataclass(frozen=True)
class Terms:
    """What a policy says."""

    insurer: str
    number: str
    starts_on: date
    ends_on: date
    cover: Decimal
    premium: Decimal
    a_head: Decimal | None = None


@transaction.atomic
def add_policy(*, unit: Unit, terms: Terms, by: Actor, renews: AccidentPolicy | None = None) -> AccidentPolicy:
    """Enter an accident policy of a unit."""
    policy = AccidentPolicy(unit=unit, renews=renews, **asdict(terms))
    policy.insurer, policy.number = terms.insurer.strip(), terms.number.strip()
    policy.full_clean()
    policy.save()
    record("policy.added", policy, by=by, after=asdict(terms))
    return policy


@transaction.atomic
def renew_policy(*, policy: AccidentPolicy, terms: Terms, by: Actor) -> AccidentPolicy:
    """The next policy, covering everybody on strength whom the old one covers to its end. Raises NotNow the second time."""
    old = AccidentPolicy.objects.select_for_update(of=("self",)).select_related("unit").get(pk=policy.pk)
    if AccidentPolicy.objects.filter(renews=old).exists():
        raise NotNow(_("This policy has already been renewed."))
    if terms.starts_on <= old.ends_on:
        raise BadInput({"starts_on": _("The next policy begins after the last day of this one.")})
    new = add_policy(unit=old.unit, terms=terms, by=by, renews=old)
    covered = Auxiliary.objects.on_strength().filter(accident_cover__policy=old, accident_cover__ends_on=old.ends_on)
    add_members(policy=new, auxiliaries=covered, starts_on=terms.starts_on, by=by)
    return new


@transaction.atomic
def add_members(
    *,
    policy: AccidentPolicy,
    auxiliaries: Iterable[Auxiliary],
    starts_on: date,
    by: Actor,
    ends_on: date | None = None,
) -> int:
    """Cover these people from that day to the policy's last, unless it covers them already. Says how many are new."""
    policy = AccidentPolicy.objects.select_for_update(of=("self",)).select_related("unit").get(pk=policy.pk)
    last_day = ends_on or policy.ends_on
    if not policy.starts_on <= starts_on <= last_day <= policy.ends_on:
        raise BadInput({"starts_on": _("These days are outside the policy.")})
    people = {auxiliary.pk: auxiliary for auxiliary in auxiliaries}
    if any(person.status == Auxiliary.Status.LEFT for person in people.values()):
        raise NotNow(_("Somebody among these has left the service."))
    covered = PolicyMember.objects.filter(policy=policy, starts_on__lte=last_day, ends_on__gte=starts_on)
    new = sorted(set(people) - set(covered.values_list("auxiliary_id", flat=True)))
    PolicyMember.objects.bulk_create(
        PolicyMember(policy=policy, auxiliary_id=number, starts_on=starts_on, ends_on=last_day) for number in new
    )
    if new:
        record("policy.members_added", policy, by=by, after={"auxiliaries": new, "from": starts_on, "to": last_day})
    return len(new)


@transaction.atomic
def end_cover(*, member: PolicyMember, ends_on: date, by: Actor, reason: str = "") -> PolicyMember:
    """Take somebody out of a policy with that day. Raises NotNow when the cover ended before."""
    row = PolicyMember.objects.select_for_update(of=("self",)).select_related("policy__unit").get(pk=member.pk)
    if ends_on >= row.ends_on:
        raise NotNow(_("The cover ends on that day or before already."))
    before, row.ends_on = row.ends_on, ends_on
    row.full_clean()
    row.save(update_fields=["ends_on"])
    record(
        "policy.cover_ended",
        row.policy,
        by=by,
        before={"auxiliary": row.auxiliary_id, "to": before},
        after={"auxiliary": row.auxiliary_id, "to": ends_on},
        reason=reason,
    )
    return row
