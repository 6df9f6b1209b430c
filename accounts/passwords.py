"""The password policy: what ASVS 5.0 and GB/T 22239 both ask; where they contradict, docs/security.md says what holds."""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock

if TYPE_CHECKING:
    from accounts.models import User


def must_change(user: User) -> bool:
    """Is a new password due before anything else? Somebody who signs in elsewhere has none here that could age."""
    return user.must_change_password or is_too_old(user)


def is_too_old(user: User) -> bool:
    """GB/T 22239 asks that passwords change from time to time; PASSWORD_DAYS=0 leaves it to ASVS, which forbids it."""
    if settings.DEMO or not settings.PASSWORD_DAYS or not user.has_usable_password():
        return False
    set_at = user.password_changed_at or user.created_at
    return clock.now() - set_at > dt.timedelta(days=settings.PASSWORD_DAYS)


class KindsValidator:
    """So many of four kinds of characters (GB/T 22239). Chinese characters count as a kind of their own, with signs."""

    def validate(self, password: str, user: Any = None) -> None:
        if len({_kind(character) for character in password}) < settings.PASSWORD_KINDS:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return ngettext(
            "Use at least %(kinds)d kind of characters: small letters, capitals, digits, others.",
            "Use at least %(kinds)d kinds of characters: small letters, capitals, digits, others.",
            settings.PASSWORD_KINDS,
        ) % {"kinds": settings.PASSWORD_KINDS}


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    return category if category in {"Ll", "Lu", "Nd"} else "other"


class HistoryValidator:
    """None of the last passwords again."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None or not settings.PASSWORD_HISTORY:
            return
        past = user.past_passwords.order_by("-set_at", "-pk").values_list("password_hash", flat=True)
        known = [user.password, *past[: settings.PASSWORD_HISTORY]]
        if any(check_password(password, hashed) for hashed in known if hashed):
            raise ValidationError(self.get_help_text(), code="password_used")

    def get_help_text(self) -> str:
        return _("None of your last passwords.")


class BreachedValidator:
    """Not on the house's own list of known passwords (PASSWORD_BREACHED_FILE: one a line); Django's list is always used."""

    def validate(self, password: str, user: Any = None) -> None:
        path = settings.PASSWORD_BREACHED_FILE
        if path and password.strip().lower() in _breached(path, Path(path).stat().st_mtime):
            raise ValidationError(_("This password is on a list of known passwords."), code="password_breached")

    def get_help_text(self) -> str:
        return ""


@functools.lru_cache(maxsize=1)
def _breached(path: str, changed_at: float) -> frozenset[str]:
    return frozenset(line.strip().lower() for line in Path(path).read_text(encoding="utf-8").splitlines())
