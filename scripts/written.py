"""Writes a page of docs that is made from the code, with the program set up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def write(file: Path, page: Callable[[], str]) -> int:
    """The page as the code says it now. Answers the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")
    import django

    django.setup()
    file.write_text(page(), encoding="utf-8")
    print(f"written: {file.relative_to(ROOT)}")
    return 0
