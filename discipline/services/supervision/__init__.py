"""Everything that changes inspections and findings."""

from discipline.services.supervision.findings import (
    add_photo,
    extend,
    find,
    find_in_attempt,
    find_unled,
    note_photo_read,
    recheck,
    report,
    withdraw,
)
from discipline.services.supervision.inspecting import Plan, Seen, begin, cancel, conclude, draw, plan
from discipline.services.supervision.responsible import name_auxiliary, name_officer, settle

__all__ = [
    "Plan",
    "Seen",
    "add_photo",
    "begin",
    "cancel",
    "conclude",
    "draw",
    "extend",
    "find",
    "find_in_attempt",
    "find_unled",
    "name_auxiliary",
    "name_officer",
    "note_photo_read",
    "plan",
    "recheck",
    "report",
    "settle",
    "withdraw",
]
