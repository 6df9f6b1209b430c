"""Everything that changes notices, who was told, and the daily mail."""

from reminders.services.answering import answer, mark_seen
from reminders.services.mailing import send_digest
from reminders.services.messages import mark_messages_seen, settle_messages, tell_users
from reminders.services.running import run, run_if_due

__all__ = [
    "answer",
    "mark_messages_seen",
    "mark_seen",
    "run",
    "run_if_due",
    "send_digest",
    "settle_messages",
    "tell_users",
]
