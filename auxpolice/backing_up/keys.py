"""The secrets, kept apart: a file wrapped with a passphrase (scrypt). A backup holds only their fingerprints.

Which secrets there are is read from `Credentials`: every field but the passwords of the embedded servers, which each
installation makes for itself. A key added there is kept here without further ado.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from auxpolice.backing_up import BackupError, sealing
from auxpolice.embedded.credentials import Credentials, credentials, data_folder
from evidence import keys as anchor_keys

KIND = "auxpolice keys 1"
COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MiB and about half a second for each guess
SHORTEST = 12
ANCHOR_KEY = "audit_anchor_key"  # of its own: it lies in DATA/anchor.key, or in the environment


def names() -> list[str]:
    """The secrets that must come back with the data, as fields of Credentials; as settings they are in capitals."""
    own = {"instance"}
    every = [field.name for field in dataclasses.fields(Credentials)]
    kept = [name for name in every if name not in own and not name.endswith("_password")]
    return [*kept, "backup_keys", ANCHOR_KEY]


def here() -> dict[str, Any]:
    """The secrets of this installation."""
    found = {name: value for name in names() if (value := getattr(settings, name.upper(), None))}
    return found | {ANCHOR_KEY: [key.decode() for key in anchor_keys.keys().values()]}


def fingerprints() -> dict[str, list[str]]:
    """Each secret's fingerprints, for the manifest and for pages: they say which key, never what it is."""
    found = {}
    for name, value in here().items():
        several = value if isinstance(value, list | tuple) else [value]
        found[name] = [sealing.fingerprint(_raw(text)) for text in several]
    return found


def keep(file: Path, passphrase: str) -> list[str]:
    """Write the secrets to a new file, wrapped. Answers which; BackupError for a weak passphrase or a file that exists."""
    if len(passphrase) < SHORTEST:
        raise BackupError(f"The passphrase must have at least {SHORTEST} characters.")
    salt, nonce, kept = secrets.token_bytes(16), secrets.token_bytes(12), here()
    body = AESGCM(_from_passphrase(passphrase, salt)).encrypt(nonce, json.dumps(kept).encode(), KIND.encode())
    wrapped = {"kind": KIND, "salt": _text(salt), "nonce": _text(nonce), "body": _text(body), "keys": fingerprints()}
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(wrapped, out, indent=1)
    return sorted(kept)


def is_wrapped(file: Path) -> bool:
    return bool(_read(file).get("kind"))


def take_out(file: Path, passphrase: str) -> dict[str, Any]:
    """The secrets of a wrapped file, or of a copied `secrets.json`."""
    found = _read(file)
    if "kind" not in found:
        return {name: found[name] for name in names() if name in found}
    try:
        salt, nonce, body = (base64.b64decode(found[part]) for part in ("salt", "nonce", "body"))
        opened = AESGCM(_from_passphrase(passphrase, salt)).decrypt(nonce, body, KIND.encode())
    except InvalidTag:
        raise BackupError(f"{file} does not open: another passphrase was used, or the file is damaged.") from None
    except (KeyError, ValueError):
        raise BackupError(f"{file} is damaged.") from None
    return dict(json.loads(opened))


def install(secret: dict[str, Any]) -> None:
    """Make the secrets those of this embedded installation: in its secrets.json, and for the rest of this command."""
    file = data_folder() / "secrets.json"
    kept = dataclasses.asdict(credentials()) | {name: secret[name] for name in names() if name in secret}
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump({field.name: kept[field.name] for field in dataclasses.fields(Credentials)}, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    if secret.get(ANCHOR_KEY):
        own = data_folder() / "anchor.key"
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            out.write(secret[ANCHOR_KEY][0])
    use(secret)


def use(secret: dict[str, Any]) -> None:
    """For the rest of this command only."""
    for name in names():
        if name in secret:
            setattr(settings, name.upper(), secret[name])


def _read(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        raise BackupError(f"{file} is not a file of keys.") from None


def _from_passphrase(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    except ValueError:
        return text.encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
