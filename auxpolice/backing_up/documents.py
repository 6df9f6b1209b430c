"""The documents: a tar stream into a sealed file, and back; a list with the SHA-256 of each goes first into its proof."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from auxpolice.backing_up import BackupError

LEFT_OUT = {"imports"}  # sheets on their way in, forgotten within a day


class _Reading:
    """A file that is hashed while tar reads it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.hash.update(piece)
        return piece


def files(folder: Path) -> Iterator[Path]:
    """Every document, in a fixed order; links are none of ours and are left out."""
    for root, folders, names in os.walk(folder):
        if Path(root) == folder:
            folders[:] = [name for name in folders if name not in LEFT_OUT]
        folders.sort()
        for path in (Path(root) / name for name in sorted(names)):
            if path.is_file() and not path.is_symlink():
                yield path


def pack(folder: Path, out: Any) -> dict[str, Any]:
    """Write all documents to `out`; answers their number, bytes and one hash over names and contents."""
    whole, count, size = hashlib.sha256(), 0, 0
    with tarfile.open(fileobj=cast(Any, out), mode="w|", bufsize=1 << 16) as tar:
        for path in files(folder):
            name = path.relative_to(folder).as_posix()
            try:
                opened = open(path, "rb")
            except FileNotFoundError:
                continue  # removed since by the rules of retention
            with opened:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = os.fstat(opened.fileno()).st_size, 0o600
                entry.mtime = int(os.fstat(opened.fileno()).st_mtime)
                reading = _Reading(opened)
                tar.addfile(entry, cast(Any, reading))
            whole.update(_line(name, reading.hash.hexdigest()))
            count, size = count + 1, size + entry.size
    return {"count": count, "bytes": size, "sha256": whole.hexdigest()}


def unpack(source: Any, folder: Path) -> dict[str, Any]:
    """Write all documents below `folder` (which must be new); answers the same figures as `pack`."""
    whole, count, size = hashlib.sha256(), 0, 0
    folder.mkdir(mode=0o700, parents=True)
    with tarfile.open(fileobj=cast(Any, source), mode="r|", bufsize=1 << 16) as tar:
        for entry in tar:
            place = folder / entry.name
            if not entry.isreg() or not place.resolve().is_relative_to(folder.resolve()):
                raise BackupError(f"The documents hold {entry.name!r}, which is no document of ours.")
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            digest = _copy(cast(BinaryIO, tar.extractfile(entry)), place)
            os.utime(place, (entry.mtime, entry.mtime))
            whole.update(_line(entry.name, digest))
            count, size = count + 1, size + entry.size
    return {"count": count, "bytes": size, "sha256": whole.hexdigest()}


def _copy(source: BinaryIO, place: Path) -> str:
    digest = hashlib.sha256()
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := source.read(1 << 16):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _line(name: str, digest: str) -> bytes:
    return f"{digest}  {name}\n".encode()
