"""Checking a password: the same work for a known and an unknown name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.models import User


class PasswordBackend(BaseBackend):
    """Sign-in name and password; rights come from roles, not from here."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        if password == settings.DEMO_PASSWORD and not settings.DEMO:
            password = ""  # printed in the manual: good for nothing outside the demonstration
        user = User.objects.select_related("person").filter(username__iexact=username.strip()).first()
        if user is None:
            User().set_password(password)  # the time a real check takes
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
