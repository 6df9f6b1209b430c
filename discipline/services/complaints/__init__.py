"""Everything that changes complaints."""

from discipline.services.complaints.dealing import acknowledge, answer, assign, look_at_retaliation, open_reporter
from discipline.services.complaints.receiving import Told, Who, find_by_token, receive

__all__ = [
    "Told",
    "Who",
    "acknowledge",
    "answer",
    "assign",
    "find_by_token",
    "look_at_retaliation",
    "open_reporter",
    "receive",
]
