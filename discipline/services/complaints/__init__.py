"""Everything that changes complaints."""

from discipline.services.complaints.attaching import attach, open_file, receive_with
from discipline.services.complaints.dealing import (
    ANSWERS,
    acknowledge,
    answer,
    assign,
    forward,
    look_at_retaliation,
    open_acts,
    open_reporter,
)
from discipline.services.complaints.receiving import Told, Who, find_by_token, receive
from discipline.services.complaints.reminding import remind_of_second_looks

__all__ = [
    "ANSWERS",
    "Told",
    "Who",
    "acknowledge",
    "answer",
    "assign",
    "attach",
    "find_by_token",
    "forward",
    "look_at_retaliation",
    "open_acts",
    "open_file",
    "open_reporter",
    "receive",
    "receive_with",
    "remind_of_second_looks",
]
