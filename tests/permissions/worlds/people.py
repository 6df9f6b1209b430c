"""Accounts, officers, employers, auxiliaries."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData

from accounts import services
from accounts.models import ExternalIdentity, Passkey, User, UserSession
from core import clock
from core.actors import SYSTEM
from reminders.models import Message
from reminders.services import tell_users
from tests.cast import LONG_AGO, Cast
from tests.permissions.world import Place


def credential() -> bytes:
    """The public half of a passkey nobody holds."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    return bytes(AttestedCredentialData.create(Aaguid.NONE, b"key", public))


def passkey(user: User) -> Passkey:
    """A passkey of the user under a number of its own."""
    number = f"key {user.pk}".encode()
    return Passkey.objects.create(
        user=user, name="key", credential_id=number, credential=credential(), made_at=clock.now()
    )


def session(user: User, key: str) -> UserSession:
    """A session in some other browser."""
    return UserSession.objects.create(user=user, session_key=key, started_at=clock.now())


def objects(cast: Cast) -> dict[str, Any]:
    return {
        "account": cast.user("requester"),
        "role": cast.user("requester").roles.get(),
        "token": services.make_token(user=cast.user("hr"), proved=True)[1],
        "identity": ExternalIdentity.objects.create(
            user=cast.user("requester"), provider="ldap", subject="requester", made_at=clock.now()
        ),
        "session": session(cast.user("hr"), "elsewhere"),
        "passkey": passkey(cast.user("hr")),
        "officer": cast.officer("白警官"),
        "employer": cast.employer(kind="firm"),
        "agreement": cast.agreement(),
        "auxiliary": cast.user("auxiliary").person.auxiliary,
        "auxiliary2": cast.user("auxiliary2").person.auxiliary,
        "auxiliary_west": cast.auxiliary("西街人", unit="west"),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """An account whose role is held there, with a token; an officer."""
    user = User.objects.create_user(
        f"user-{at.name}", None, person=cast.person(f"user-{at.name}"), is_active=not at.left
    )
    services.grant_role(user=user, group="requester", unit=at.unit, starts_on=LONG_AGO, by=SYSTEM, today=cast.today)
    token = services.make_token(user=user, proved=True)[1]
    tell_users(users=[user.pk], kind="duties.approved", words={"number": "RW", "text": at.name}, key=f"at {at.name}")
    unit = cast["closed"] if at.left else at.unit
    return {
        "north": unit,
        "account": user,
        "role": user.roles.get(),
        "token": token,
        "session": session(user, f"at {at.name}"),
        "identity": ExternalIdentity.objects.create(
            user=user, provider="ldap", subject=f"at {at.name}", made_at=clock.now()
        ),
        "passkey": passkey(user),
        "message": Message.objects.get(key=f"at {at.name}"),
        "officer": cast.officer(f"officer-{at.name}", unit=at.code, status="retired" if at.left else "serving"),
    }


def own(cast: Cast, who: str) -> dict[str, Any]:
    """What belongs to the principal in person."""
    user = cast.user(who)
    tell_users(users=[user.pk], kind="duties.approved", words={"number": "RW", "text": "own"}, key=f"own {who}")
    return {
        "token": services.make_token(user=user, proved=True)[1],
        "message": Message.objects.get(key=f"own {who}"),
        "session": session(user, f"own {who}"),
        **({} if who == "hr" else {"passkey": passkey(user)}),
    }
