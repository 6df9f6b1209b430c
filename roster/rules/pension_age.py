"""When does somebody reach the pension age?

The decision of 2024 on raising it (source RET): from January 2025 a month later for every four months (women in posts that
ended at 50: every two), until the new age is reached. The numbers stand in the packs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from roster.rules.terms import add_months


def reached_on(born_on: date, row: Mapping[str, Any], since: date) -> date:
    """The day, by the pack's row in force at the former age: `age_years`, `raised_to_years`, `born_step_months`."""
    age = int(row["age_years"])
    former = add_months(born_on, 12 * age)
    step, most = int(row["born_step_months"]), 12 * (int(row["raised_to_years"]) - age)
    if not step:
        return former
    passed = (former.year - since.year) * 12 + former.month - since.month
    return add_months(born_on, 12 * age + min(most, passed // step + 1))
