"""manifest.json: what a backup holds and how each part can be proven, signed in manifest.mac. No personal data."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auxpolice.backing_up import BackupError, sealing

MANIFEST, SIGNATURE, DATABASE, DOCUMENTS = "manifest.json", "manifest.mac", "database.sealed", "documents.sealed"
ANCHORS = "anchors.sealed"
FORMAT = 1

Manifest = dict[str, Any]


def write(folder: Path, manifest: Manifest, *, key: bytes) -> None:
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    (folder / MANIFEST).write_bytes(text)
    (folder / SIGNATURE).write_bytes(_signed(text, key))


def _signed(text: bytes, key: bytes) -> bytes:
    """The line of manifest.mac: which key, and the code of authenticity under it."""
    return f"{sealing.fingerprint(key)} {sealing.mac(key, text)}\n".encode("ascii")


def peek(folder: Path) -> Manifest | None:
    """What the manifest says, unchecked: for lists. None when there is no whole backup here."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def read(folder: Path) -> Manifest:
    """The manifest, believed only with its signature. BackupError names the file that is missing or was changed."""
    try:
        text = (folder / MANIFEST).read_bytes()
        signature = (folder / SIGNATURE).read_bytes()
        name, _code = signature.decode("ascii").split()
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is not a whole backup: {Path(error.filename).name} is missing.") from None
    except (OSError, ValueError) as error:
        raise BackupError(f"{SIGNATURE} is damaged ({error}).") from None
    if not hmac.compare_digest(_signed(text, sealing.key_named(name)), signature):
        raise BackupError(f"{MANIFEST} or {SIGNATURE} is damaged: the signature does not fit. Use another backup.")
    found = dict(json.loads(text))
    if found["format"] != FORMAT:
        raise BackupError(f"This backup has the format {found['format']}; this program reads {FORMAT}.")
    return found


def check_files(folder: Path, manifest: Manifest) -> None:
    """Every byte of every file is as it was written. BackupError names those that are not."""
    wrong = []
    for name, file in manifest["files"].items():
        try:
            if _sha256(folder / name) != file["sha256"]:
                wrong.append(f"{name} is damaged")
        except OSError as error:
            wrong.append(f"{name} cannot be read ({error.strerror})")
    strange = sorted({path.name for path in folder.iterdir()} - {MANIFEST, SIGNATURE, *manifest["files"]})
    wrong += [f"{name} does not belong to this backup" for name in strange]
    if wrong:
        raise BackupError(f"This backup is not whole: {'; '.join(wrong)}. Use another one.")


def whole_backups(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """The finished backups in a folder of backups, oldest first."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        manifest = peek(path) if path.is_dir() and path.suffix != ".partial" else None
        if manifest:
            yield path, manifest


def _sha256(file: Path) -> str:
    with open(file, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
