"""Sentences of messages: a room says once, by kind, what its users read; the values come with each message."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

A_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

# Kind of message → sentence with named places ("duties.approved" → "%(number)s is approved").
message_words: dict[str, Any] = {
    "break_glass.asked": _("Emergency rights over %(unit)s are asked for by %(name)s: decide at once."),
    "break_glass.opened": _("%(name)s was given emergency rights over %(unit)s until %(until)s."),
    "break_glass.opened_sealed": _(
        "%(name)s opened emergency rights over %(unit)s with two sealed codes, until %(until)s."
    ),
    "break_glass.refused": _("Your request for emergency rights over %(unit)s was refused."),
    "break_glass.ended": _(
        "The emergency rights of %(name)s over %(unit)s are over: look them through within three days."
    ),
    "account.app_added": _(
        "An authenticator app now opens your account. Was it not you? Tell the security administrator."
    ),
    "account.app_removed": _(
        "An authenticator app was removed from your account. Was it not you? Tell the security administrator."
    ),
    "account.passkey_added": _(
        "A new passkey now opens your account. Was it not you? Tell the security administrator."
    ),
    "account.passkey_removed": _(
        "A passkey was removed from your account. Was it not you? Tell the security administrator."
    ),
    "account.recovery_used": _("A recovery code opened your account. Was it not you? Tell the security administrator."),
    "account.factors_reset": _(
        "The security administrator reset your second factor. Was it not asked for by you? Speak up."
    ),
    "account.identity_linked": _(
        "A sign-in from outside now opens your account. Was it not agreed with you? Speak up."
    ),
}


def day_said(value: Any) -> Any:
    """A day among the values of a message as the language in force writes it; anything else as it is."""
    if isinstance(value, str) and A_DAY.fullmatch(value):
        return date_format(date.fromisoformat(value))
    return value
