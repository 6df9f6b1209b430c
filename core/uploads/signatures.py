"""What is refused by its bytes alone: the agreed test signature of virus scanners, and files that are two things at once."""

from __future__ import annotations

from typing import Final

from core.uploads.bounds import Refuse

# The test signature of EICAR, in two parts: no scanner shall take this source for it.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
END_OF_ZIP: Final = b"PK\x05\x06"
TAIL: Final = 66_000  # the end-of-directory record of a zip is in the last 65,557 bytes
PAGES_AND_PROGRAMS: Final = (b"<script", b"<html", b"<?php", b"<!doctype html", b"<svg")


def check_signatures(raw: bytes) -> None:
    if EICAR in raw:
        raise Refuse("virus")


def check_single(raw: bytes) -> None:
    """Raises Refuse when a file that is no zip ends like one, so that another program would unpack it."""
    if END_OF_ZIP in raw[-TAIL:]:
        raise Refuse("two_things")
