"""Alarms in words: what was seen, and what to do first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import SecurityAlarm

# Kind of alarm → its name. Rooms that give alarms add theirs.
alarm_words: dict[str, Any] = {
    "reading.many": gettext_lazy("Very many files opened within an hour"),
    "reading.unmasked": gettext_lazy("Very many masked numbers shown within an hour"),
    "reading.at_night": gettext_lazy("Many files opened at night"),
    "reading.one_person": gettext_lazy("One person's file opened by very many"),
    "acts.refused": gettext_lazy("Refused again and again"),
    "approvals.refused": gettext_lazy("Approvals refused again and again"),
    "trail.tampered": gettext_lazy("The audit trail was tampered with"),
    "sign_in.guessing": gettext_lazy("Somebody guesses at a password"),
    "sign_in.factor_guessing": gettext_lazy("Somebody guesses at a second factor"),
    "sign_in.spraying": gettext_lazy("One password or source tried on many accounts"),
    "break_glass.opened": gettext_lazy("Emergency rights were opened"),
    "break_glass.opened_sealed": gettext_lazy("Emergency rights were opened with two sealed codes"),
    "break_glass.reset": gettext_lazy("A security administrator was let in again with two sealed codes"),
    "break_glass.codes_wrong": gettext_lazy("Wrong sealed codes were tried"),
}


def title_of(kind: str) -> Any:
    return alarm_words.get(kind, kind)


def words_of(alarm: SecurityAlarm) -> list[tuple[str, Any]]:
    """What the alarm counted, name and value; plain values only."""
    names = {
        "people": _("People whose files were opened"),
        "users": _("Accounts that opened the file"),
        "acts": _("Refused acts"),
        "limit": _("Usual up to"),
        "failures": _("Failures"),
        "accounts": _("Accounts"),
        "minutes": _("Minutes"),
        "holders": _("Envelopes of"),
    }
    return [(names[name], value) for name, value in alarm.detail.items() if name in names]


def advice_for(kind: str) -> str:
    if kind.startswith("reading."):
        return _("Ask the person and their superior what the files were needed for, and note the answer here.")
    if kind == "trail.tampered":
        return _("Leave the machine as it is, keep a copy of the anchors, and tell the head of the organ at once.")
    if kind.startswith("sign_in."):
        return _("Ask the owner of the account whether it was them; the security administrator may close it meanwhile.")
    if kind.startswith("break_glass."):
        return _("Look at the emergency rights and what is done with them; end them when nobody needs them.")
    return _("Look at the entries of this account in the trail, ask the person, and note the answer here.")
