"""A security key in software: makes one key pair and signs the challenges of this house, as a passkey does."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.models import Passkey, User
from core import clock

ORIGIN = "https://auxpolice.example"


class SoftKey:
    """One passkey of one user; `counter` goes up with every signature."""

    def __init__(self, user: User) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.number = os.urandom(16)
        self.counter = 0
        public = AttestedCredentialData.create(
            bytes(16), self.number, ES256.from_cryptography_key(self.secret.public_key())
        )
        self.row = Passkey.objects.create(
            user=user, name="soft key", credential_id=self.number, credential=bytes(public), made_at=clock.now()
        )

    def sign(self, state: Mapping[str, Any], origin: str = ORIGIN) -> str:
        """What the browser sends back for the challenge in `state`."""
        self.counter += 1
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        house = hashlib.sha256(origin.partition("://")[2].encode()).digest()
        about = AuthenticatorData.create(house, flags, self.counter)
        client = CollectedClientData.create("webauthn.get", state["challenge"], origin)
        signature = self.secret.sign(bytes(about) + client.hash, ec.ECDSA(hashes.SHA256()))
        answer = AuthenticatorAssertionResponse(client_data=client, authenticator_data=about, signature=signature)
        return json.dumps(dict(AuthenticationResponse(raw_id=self.number, response=answer)))
