"""Sentences of messages: a room says once, by kind, what its users read; the values come with each message."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# Kind of message → sentence with named places ("duties.approved" → "%(number)s is approved").
message_words: dict[str, Any] = {
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
