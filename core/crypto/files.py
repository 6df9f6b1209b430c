"""Stored files, sealed: under a random name in a folder of their row, given out only to the row they belong to."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.deconstruct import deconstructible

from core.crypto.streams import MAGIC, SealedReader, seal_stream

SEALED_FOLDER = "sealed"  # beneath it everything is sealed; what 0.1.0 stored lies beside it


@deconstructible(path="core.crypto.files.SealedStorage")
class SealedStorage(FileSystemStorage):
    """Files in MEDIA_ROOT, encrypted and bound to their names; without addresses: only views give them out."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content.seek(0)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                seal_stream(content.chunks(), target, name=name)
                target.flush()
                os.fsync(target.fileno())
        except FileExistsError:
            raise
        except BaseException:  # no room: a piece of a file helps nobody and takes what room there is
            path.unlink(missing_ok=True)
            raise
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("A sealed file is written once and then only read.")
        return File(cast(Any, io.BufferedReader(self._plain(name))), name=name)

    def _plain(self, name: str) -> io.RawIOBase:
        source = open(self.path(name), "rb")  # noqa: SIM115 - closed by whoever reads
        try:
            if PurePosixPath(name).parts[0] == SEALED_FOLDER or starts_sealed(source):
                return SealedReader(source, name=name)
        except ValueError:
            source.close()
            raise
        plain = source.detach()
        plain.seek(0)
        return plain

    def size(self, name: str) -> int:
        with self._plain(name) as plain:
            return int(plain.seek(0, io.SEEK_END))

    def url(self, name: str | None) -> str:
        raise ValueError("A sealed file has no address: a view gives it out.")


def starts_sealed(source: BinaryIO) -> bool:
    """Does a file begin as sealed ones do? Leaves it at its beginning."""
    start = source.read(len(MAGIC))
    source.seek(0)
    return start == MAGIC


class SealedFieldFile(FieldFile):
    """The file of one row. Raises ValueError when the row names a file of another row."""

    def _require_file(self) -> None:
        super()._require_file()  # type: ignore[misc]
        parts = PurePosixPath(str(self.name)).parts
        if parts[0] == SEALED_FOLDER and parts[1:3] != (self.field.label, str(self.instance.pk)):
            raise ValueError(f"{self.field.label} {self.instance.pk}: the row names a file of another row.")


class SealedFileField(models.FileField):
    """A file encrypted at rest, bound to its row. The model must be a `core.sealed.SealedModel`.

    It lies at sealed/<label>/<key of the row>/<random><extension>; the given name is neither a path nor kept.
    """

    attr_class = SealedFieldFile

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        kwargs.setdefault("max_length", 200)
        kwargs["storage"] = SealedStorage()
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        kwargs["label"] = self.label
        return name, "core.crypto.files.SealedFileField", args, kwargs

    def generate_filename(self, instance: models.Model | None, filename: str) -> str:
        if instance is None or instance.pk is None:
            raise RuntimeError(
                f"{self.label}: the row has no key yet. Save it as a SealedModel, which takes one first."
            )
        extension = PurePosixPath(filename).suffix.lower()[:10]
        return f"{SEALED_FOLDER}/{self.label}/{instance.pk}/{secrets.token_hex(16)}{extension}"


def file_fields() -> Iterator[tuple[type[models.Model], SealedFileField]]:
    """Every sealed file field of every model: found by looking, so that a new one joins by itself."""
    from django.apps import apps

    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedFileField) and not model._meta.proxy:
                yield model, field
