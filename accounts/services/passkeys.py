"""Passkeys (WebAuthn): the device signs a challenge for this house only; nothing secret is kept here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from accounts.models import Passkey, User
from accounts.services.factors import keep_one, tell
from core import clock
from core.audit import record
from core.errors import BadInput

AT_MOST = 10
State = Mapping[str, Any]


def _server(origin: str) -> Fido2Server:
    """`origin` is the scheme and host of the request, which ALLOWED_HOSTS has already judged."""
    host = origin.partition("://")[2].partition(":")[0]
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name=settings.FACTOR_ISSUER), verify_origin=lambda said: said == origin
    )


def _known(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in user.passkeys.all()]


def begin_passkey(*, user: User, origin: str) -> tuple[dict[str, Any], State]:
    """What the browser is asked to make, and what must be remembered until it answers."""
    entity = PublicKeyCredentialUserEntity(
        id=salted_hmac("accounts.passkey", str(user.pk), algorithm="sha256").digest(),
        name=user.username,
        display_name=user.display_name,
    )
    options, state = _server(origin).register_begin(
        entity, _known(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), state


@transaction.atomic
def add_passkey(*, user: User, origin: str, state: State, answer: str, name: str) -> Passkey:
    """Keep the public half. Raises BadInput when the answer belongs to another challenge, house or person."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.passkeys.count() >= AT_MOST:
        raise BadInput({"name": _("Ten passkeys are enough: remove one first.")})
    try:
        made = _server(origin).register_complete(state, json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput({"": _("The passkey could not be made. Try again.")}) from error
    credential = made.credential_data
    if credential is None or Passkey.objects.filter(credential_id=credential.credential_id).exists():
        raise BadInput({"": _("The passkey could not be made. Try again.")})
    key = Passkey.objects.create(
        user=user,
        name=name,
        credential_id=credential.credential_id,
        credential=bytes(credential),
        counter=made.counter,
        made_at=clock.now(),
    )
    record("factor.added", user, by=user, after={"kind": "passkey", "name": name})
    tell(user, "passkey_added")
    return key


def ask_passkey(*, user: User, origin: str) -> tuple[dict[str, Any], State]:
    """The challenge for one of the user's passkeys, and what must be remembered until the browser answers."""
    known = _known(user)
    if not known:
        raise BadInput({"": _("This account has no passkey.")})
    options, state = _server(origin).authenticate_begin(known, user_verification=UserVerificationRequirement.PREFERRED)
    return dict(options), state


@transaction.atomic
def use_passkey(*, user: User, origin: str, state: State, answer: str) -> str:
    """`passkey` when one of the user's keys signed this challenge; "" otherwise, also for a key that seems copied."""
    try:
        said = json.loads(answer)
        known = _server(origin).authenticate_complete(state, _known(user), said)
        counter = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    key = user.passkeys.select_for_update().get(credential_id=known.credential_id)
    if key.counter and counter <= key.counter:
        record("factor.copied", user, by=user, success=False, after={"name": key.name})
        return ""
    key.counter, key.used_at = counter, clock.now()
    key.save(update_fields=["counter", "used_at"])
    return "passkey"


@transaction.atomic
def rename_passkey(*, key: Passkey, name: str, by: User) -> Passkey:
    before = key.name
    key.name = name
    key.save(update_fields=["name"])
    record("factor.renamed", key.user, by=by, before={"name": before}, after={"name": name})
    return key


@transaction.atomic
def remove_passkey(*, key: Passkey, by: User) -> None:
    """The passkey no longer counts. Raises NotNow when it is the last factor of somebody who needs one."""
    user = User.objects.select_for_update().get(pk=key.user_id)
    keep_one(user, apps=user.apps.filter(confirmed_at__isnull=False).count(), passkeys=user.passkeys.count() - 1)
    record("factor.removed", user, by=by, before={"kind": "passkey", "name": key.name})
    key.delete()
    tell(user, "passkey_removed")
