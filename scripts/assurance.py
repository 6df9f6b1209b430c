#!/usr/bin/env python3
"""Writes docs/assurance.md from the figures of test runs. `--check` answers 1 when a promise is not kept."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.assurance.page import PAGE, page, verdict  # noqa: E402
from tests.assurance.results import kept, targets  # noqa: E402


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    results = kept()
    failed = [
        number
        for number, said in targets().items()
        if verdict(number, said, [r for r in results if r.number == number])[1] == "fail"
    ]
    print(f"{PAGE.relative_to(PAGE.parent.parent)}: {len(targets())} numbers, not kept: {', '.join(failed) or 'none'}")
    return 1 if failed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
