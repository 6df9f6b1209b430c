"""What was promised (targets.toml), what a run found, and the page that sets both side by side: docs/assurance.md."""

from __future__ import annotations

import os


def long_form() -> bool:
    """Is this `make test-long`? Tests take their size from it: `rounds = 50 if long_form() else 1`."""
    return os.environ.get("LONG") == "1"
