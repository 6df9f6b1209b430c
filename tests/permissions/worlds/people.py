"""Accounts, officers, employers, auxiliaries."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData

from accounts import services
from accounts.models import ExternalIdentity, Passkey, UserSession
from core import clock
from tests.cast import Cast


def credential() -> bytes:
    """The public half of a passkey nobody holds."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    return bytes(AttestedCredentialData.create(Aaguid.NONE, b"key", public))


def objects(cast: Cast) -> dict[str, Any]:
    return {
        "account": cast.user("requester"),
        "role": cast.user("requester").roles.get(),
        "token": services.make_token(user=cast.user("hr"), proved=True)[1],
        "identity": ExternalIdentity.objects.create(
            user=cast.user("requester"), provider="ldap", subject="requester", made_at=clock.now()
        ),
        "session": UserSession.objects.create(user=cast.user("hr"), session_key="elsewhere", started_at=clock.now()),
        "passkey": Passkey.objects.create(
            user=cast.user("hr"), name="key", credential_id=b"key", credential=credential(), made_at=clock.now()
        ),
        "officer": cast.officer("白警官"),
        "employer": cast.employer(kind="firm"),
        "agreement": cast.agreement(),
        "auxiliary": cast.user("auxiliary").person.auxiliary,
        "auxiliary2": cast.user("auxiliary2").person.auxiliary,
        "auxiliary_west": cast.auxiliary("西街人", unit="west"),
    }
