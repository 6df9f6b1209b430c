"""A person with an authenticator app, for tests that really sign in."""

from __future__ import annotations

from typing import Any

import pyotp

from accounts.models import AuthenticatorApp, User
from core import clock

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "lantern-river-mountain-7"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.password_changed_at = clock.now()
    user.save()
    return user


def with_app(user: User) -> User:
    AuthenticatorApp.objects.create(user=user, secret=SECRET, made_at=clock.now(), confirmed_at=clock.now())
    return user


def code(steps: int = 0) -> str:
    """What the app shows now, or so many steps from now."""
    return pyotp.TOTP(SECRET).at(clock.now(), counter_offset=steps)


def fresh_code(user: User) -> str:
    """A code that was not used, though another one was within this half minute."""
    user.apps.update(last_step=0)
    return code()


def come_in(client: Any, user: User, password: str = PASSWORD, **more: Any) -> Any:
    """Password, then the second factor; answers the last response."""
    response = client.post("/sign-in/", {"username": user.username, "password": password}, **more)
    if response.status_code == 302 and user.apps.exists():
        response = client.post("/sign-in/second/", {"code": fresh_code(user)}, **more)
    return response
