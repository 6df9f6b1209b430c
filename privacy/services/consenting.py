"""The notice read, consents given and withdrawn: each a new row, none is ever changed (PIPL 14–17)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput
from privacy.models import NOTICE, Consent
from privacy.texts import notice_version, purposes


def read_notice(*, by: User) -> Consent:
    """The notice in its present version was read."""
    return _add(by, NOTICE, notice_version(), given=True)


def set_consent(*, purpose: str, given: bool, by: User) -> Consent:
    """Give or withdraw consent for one purpose. Raises BadInput where the law asks for none: nothing to withdraw there."""
    found = purposes().get(purpose)
    if found is None or found.basis != "consent":
        raise BadInput({"purpose": _("This use does not rest on consent.")})
    return _add(by, purpose, found.version, given=given)


@transaction.atomic
def _add(by: User, purpose: str, version: str, *, given: bool) -> Consent:
    if by.person_id is None:
        raise PermissionDenied
    row = Consent.objects.create(
        person_id=by.person_id, purpose=purpose, version=version, given=given, at=clock.now(), by=by
    )
    action = "consent.given" if given else "consent.withdrawn"
    record(action if purpose != NOTICE else "notice.read", row, by=by, after={"purpose": purpose, "version": version})
    return row


def standing(person: int) -> dict[str, Consent]:
    """The newest row of each purpose: what holds now. A consent to an older version no longer counts as given."""
    newest: dict[str, Consent] = {}
    for row in Consent.objects.filter(person_id=person).order_by("at", "pk"):
        newest[row.purpose] = row
    return newest


def consents_now(person: int | None, purpose: str) -> bool:
    """Does the person agree to this use, in the version that holds?"""
    if person is None:
        return False
    row = standing(person).get(purpose)
    return row is not None and row.given and row.version == purposes()[purpose].version


def has_read_notice(person: int | None) -> bool:
    if person is None:
        return False
    row = standing(person).get(NOTICE)
    return row is not None and row.version == notice_version()
