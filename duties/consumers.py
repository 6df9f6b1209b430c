"""What duties does when something changes elsewhere: the open assignments it concerns are decided again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from core import clock
from core.actors import SYSTEM
from core.outbox import consumer
from duties.services import redecide, tell_stopped

OF_AN_AUXILIARY = (
    "roster.card_changed",
    "roster.contract_ended",
    "roster.contract_signed",
    "roster.left",
    "roster.moved",
    "roster.qualification_changed",
    "roster.relationship_changed",
    "roster.restricted",
    "roster.restriction_lifted",
)


def redecide_of_auxiliary(payload: Mapping[str, Any]) -> None:
    """A person may no longer do what is planned: restricted, left, moved, without contract, card or training."""
    redecide(on=clock.today(), by=SYSTEM, only=Q(members__auxiliary=payload["auxiliary"]))


for kind in OF_AN_AUXILIARY:
    consumer(kind, name="duties.redecide")(redecide_of_auxiliary)


@consumer("officer.changed", name="duties.redecide")
def redecide_of_officer(payload: Mapping[str, Any]) -> None:
    """A leading or commanding officer may no longer serve."""
    officer = payload["officer"]
    redecide(on=clock.today(), by=SYSTEM, only=Q(leads__officer=officer) | Q(commander__officer=officer))


@consumer("regulations.local_rule_changed", name="duties.redecide")
def redecide_of_unit(payload: Mapping[str, Any]) -> None:
    """An office forbade itself a duty, or set another value: everything below it."""
    redecide(on=clock.today(), by=SYSTEM, only=Q(unit__path__startswith=payload["path"]))


@consumer("unit.jurisdiction_set", name="duties.redecide")
def redecide_of_jurisdiction(payload: Mapping[str, Any]) -> None:
    """A unit follows another place's rules from a day on."""
    redecide(on=clock.today(), by=SYSTEM, only=Q(unit__path__startswith=payload["path"]))


@consumer("duties.ruled", name="duties.redecide")
def redecide_of_ruling(payload: Mapping[str, Any]) -> None:
    """A ruling says otherwise than the one before it."""
    redecide(on=clock.today(), by=SYSTEM, only=Q(unit=payload["unit"], duties__code=payload["code"]))


@consumer("duties.stopped", name="duties.tell")
def tell_of_a_stop(payload: Mapping[str, Any]) -> None:
    """Requester, commander and leads learn that their work was stopped, and why."""
    tell_stopped(assignment=payload["assignment"], by=SYSTEM)
