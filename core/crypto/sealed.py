"""A value between the database and its reader: still sealed until somebody asks for it together with its row."""

from __future__ import annotations

from typing import NoReturn

from core.crypto.sealing import unseal


class Sealed:
    """What `values()` and `values_list()` give for a sealed column. It shows nothing; `opened(pk)` opens it.

    Attributes of a model object open by themselves on first reading, because the object knows its row.
    """

    __slots__ = ("content", "where")

    def __init__(self, content: bytes, where: str) -> None:
        self.content, self.where = bytes(content), where

    def opened(self, row: object) -> str:
        """The text, given the key of the row it was read from. Raises ValueError when changed, moved, or without key."""
        return unseal(self.content, where=self.where, row=row)

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError(f"{self.where} is sealed: read it from the object, or open it with .opened(pk).")

    __str__ = __eq__ = __len__ = __bool__ = __iter__ = __getitem__ = _refuse  # type: ignore[assignment]
    __lt__ = __gt__ = __contains__ = __format__ = __hash__ = _refuse  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<sealed {self.where}>"
