"""Taking a proof that the person is there: a code of the app, a recovery code, a passkey, or, without factors, the password."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts import services, throttle
from accounts.models import User
from accounts.second_factor import is_enrolled
from core.audit import record

ASKED = "_passkey_asked"


def origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def passkeys_work_here(request: HttpRequest) -> bool:
    """Browsers make passkeys for names, not for bare addresses."""
    host = request.get_host().partition(":")[0]
    return not host.replace(".", "").isdigit() and not host.startswith("[")


def wants_password(user: User) -> bool:
    """Without a factor, and in the demonstration, the password is the proof."""
    return settings.DEMO or not is_enrolled(user)


def take_code(request: HttpRequest, user: User | None, *, name: str, code: str) -> str:
    """A code before the password was looked at: an unknown name is counted and answered as a known one is."""
    attempt = throttle.begin_attempt(request, name=name, step="factor")
    found = services.use_code(user=user, code=code) if user is not None else ""
    if found:
        attempt.passed()
    else:
        attempt.failed()
    return found


def take(request: HttpRequest, user: User, *, code: str = "", passkey: str = "", step: str = "factor") -> str:
    """What proved it: app, recovery, passkey or password; "" when nothing did. Counted; raises throttle.Paused."""
    attempt = throttle.begin_attempt(request, name=user.username, step=step)
    found = _look(request, user, code, passkey)
    if found:
        attempt.passed()
        return found
    attempt.failed()
    with transaction.atomic():
        record("factor.refused", user, by=user, success=False, after={"step": step})
    return ""


def _look(request: HttpRequest, user: User, code: str, passkey: str) -> str:
    if passkey and not wants_password(user):
        state = request.session.pop(ASKED, None)
        return services.use_passkey(user=user, origin=origin(request), state=state or {}, answer=passkey)
    if not code:
        return ""
    if wants_password(user):
        return "password" if user.check_password(code) else ""
    return services.use_code(user=user, code=code)
