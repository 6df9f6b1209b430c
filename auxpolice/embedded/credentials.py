"""Keys and passwords of the embedded form: made once in DATA/secrets.json, readable by their owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def password() -> str:
    return secrets.token_urlsafe(24)


def field_key() -> str:
    """32 random bytes in URL-safe base64: one key of FIELD_KEYS."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Credentials:
    """Everything secret that the embedded form needs; a server's installation names its own in the environment."""

    instance: str = field(default_factory=lambda: secrets.token_hex(6))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50), repr=False)
    field_keys: list[str] = field(default_factory=lambda: [field_key()], repr=False)  # newest first
    postgres_password: str = field(default_factory=password, repr=False)
    owner_password: str = field(default_factory=password, repr=False)
    app_password: str = field(default_factory=password, repr=False)
    read_password: str = field(default_factory=password, repr=False)
    redis_password: str = field(default_factory=password, repr=False)


def data_folder() -> Path:
    """DATA from the environment, else `var` in the checkout."""
    return Path(os.path.abspath(CHECKOUT / (os.environ.get("DATA") or "var")))


@lru_cache
def credentials() -> Credentials:
    """Read DATA/secrets.json, or make it the first time and say so."""
    file = data_folder() / "secrets.json"
    try:
        if not file.exists():
            make(file)
        return Credentials(**json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise SystemExit(
            f"{file} cannot be used: {error.strerror}. Use the account that made it, or another folder: DATA=… make run"
        ) from None
    except (ValueError, TypeError):
        raise SystemExit(
            f"{file} is damaged. Put back a copy of it: the encrypted data cannot be read without."
        ) from None


def make(file: Path, notice: bool = True) -> None:
    """Write new secrets so that two processes starting together agree on one set."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(asdict(Credentials()), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)  # fails if another process was first, and then its set counts
    except FileExistsError:
        return
    finally:
        draft.unlink()
    if notice:
        print(
            f"Notice: keys and passwords were made in {file} (only you can read it).\n"
            "        Keep a copy in a safe place: encrypted fields cannot be read without it.",
            file=sys.stderr,
        )
