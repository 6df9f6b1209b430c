"""Sealing stored files anew, and clearing away those that no row names."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import models, transaction

from core.actors import Actor
from core.audit import record
from core.crypto.files import SEALED_FOLDER, SealedFileField, file_fields, starts_sealed
from core.crypto.sealing import header
from core.crypto.streams import HEAD, header_of, seal_stream

DRAFT = ".anew"
A_DAY = 24 * 3600


def reseal_files(model: type[models.Model], field: SealedFileField) -> tuple[int, list[int]]:
    """Seal every file of the field by today's key; answers how many, and the keys of rows whose file does not open."""
    done, unreadable = 0, []
    for key, name in _named(model, field):
        try:
            if _head(field, name) != header():
                _reseal(model, field, key)
                done += 1
        except (OSError, ValueError):
            unreadable.append(key)
    return done, unreadable


def _reseal(model: type[models.Model], field: SealedFileField, key: int) -> None:
    """A sealed file is replaced in one step where it lies; one of 0.1.0 moves to a sealed one and its row with it."""
    with transaction.atomic():
        row = model._base_manager.select_for_update(no_key=True).get(pk=key)
        file = getattr(row, field.attname)
        if file.name.startswith(f"{SEALED_FOLDER}/"):
            path = Path(file.path)
            draft = path.with_name(path.name + DRAFT)
            with file.storage.open(file.name) as plain, open(draft, "wb") as target:
                seal_stream(File(plain).chunks(), target, name=file.name)
                target.flush()
                os.fsync(target.fileno())
            draft.replace(path)
            return
        old = Path(file.path)
        with file.storage.open(file.name) as plain:
            file.save(file.name, File(plain), save=False)
        model._base_manager.filter(pk=key).update(**{field.attname: file.name})
        transaction.on_commit(lambda: old.unlink(missing_ok=True))


def file_heads(model: type[models.Model], field: SealedFileField) -> Counter[bytes]:
    """Format and key id → how many files; b"" stands for those that are not sealed."""
    found: Counter[bytes] = Counter()
    for _key, name in _named(model, field):
        try:
            found[_head(field, name)] += 1
        except OSError:
            continue  # the row's file is gone; reseal_files tells it
    return found


def _head(field: SealedFileField, name: str) -> bytes:
    with open(field.storage.path(name), "rb") as file:
        return header_of(file.read(HEAD)) if starts_sealed(file) else b""


def _named(model: type[models.Model], field: SealedFileField) -> Iterator[tuple[int, str]]:
    rows: Any = model._base_manager.exclude(**{field.attname: ""}).order_by("pk")
    yield from rows.values_list("pk", field.attname).iterator(chunk_size=2000)


def sweep_files(*, by: Actor, older_than: float = A_DAY, now: float | None = None) -> int:
    """Delete files that no row names, left by transactions that failed or processes that died; recorded when any were."""
    limit = (now if now is not None else time.time()) - older_than
    root, gone = Path(settings.MEDIA_ROOT), 0
    for model, field in file_fields():
        folder = root / SEALED_FOLDER / field.label
        old = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime < limit]
        known = {name for _key, name in _named(model, field)} if old else set()
        for path in old:
            if path.relative_to(root).as_posix() not in known:
                path.unlink(missing_ok=True)
                gone += 1
    if gone:
        with transaction.atomic():
            record("files.swept", by=by, after={"files": gone})
    return gone
