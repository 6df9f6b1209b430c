"""Employers of record and dispatch agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput
from organisation.models import DispatchAgreement, Employer, Unit


@transaction.atomic
def add_employer(*, kind: str, name: str, unit: Unit, by: Actor, **more: Any) -> Employer:
    """Enter an employer: the organ itself or a dispatch firm (whose licence should be known)."""
    employer = Employer(kind=kind, name=name.strip(), unit=unit, **more)
    employer.full_clean()
    employer.save()
    record("employer.added", employer, by=by, after={"kind": kind, "name": employer.name})
    return employer


@transaction.atomic
def sign_agreement(
    *, employer: Employer, unit: Unit, number: str, starts_on: date, ends_on: date, by: Actor, note: str = ""
) -> DispatchAgreement:
    """Sign a dispatch agreement with a firm. Raises BadInput when the employer is the organ itself."""
    if employer.kind != Employer.Kind.FIRM:
        raise BadInput({"employer": _("Only a dispatch firm signs a dispatch agreement.")})
    agreement = DispatchAgreement(
        employer=employer, unit=unit, number=number.strip(), starts_on=starts_on, ends_on=ends_on, note=note
    )
    agreement.full_clean()
    agreement.save()
    record("agreement.signed", agreement, by=by, after={"number": number, "from": starts_on, "to": ends_on})
    return agreement
