#!/usr/bin/env python3
"""Write docs/permissions.md: which group holds which right. A test fails when the page is stale."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "permissions.md"
HEAD = """# Groups and rights

Written by `python scripts/permissions.py` from `accounts/groups.py`; do not edit. A right is held on a unit and
reaches everything below it. Who reaches which address is in `tests/permissions/*.toml`, where
every address is played by every principal.
"""


def page() -> str:
    """The table, rights down and groups across."""
    from accounts.groups import GROUPS
    from core.perms import Perms

    lines = [HEAD, "| right | " + " | ".join(GROUPS) + " |", "| --- " * (len(GROUPS) + 1) + "|"]
    for permission in Perms.all():
        marks = ("●" if permission in group.permissions else "" for group in GROUPS.values())
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from scripts.written import write

    sys.exit(write(PAGE, page))
