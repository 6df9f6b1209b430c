"""Second factors: authenticator app, recovery codes, and what happens when one is lost."""

from __future__ import annotations

import datetime as dt
import secrets

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AuthenticatorApp, RecoveryCode, User
from accounts.services.accounts import LETTERS, make_code
from accounts.services.signing_in import end_sessions
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit

STEP = 30  # seconds of one code (RFC 6238)
SETTING_UP = dt.timedelta(minutes=30)
RECOVERY_CODES = 10
# Fifty random bits need no password's cost: ten are hashed at once, in a tenth of a second.
HASHER = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)
NOTHING = HASHER.hash(secrets.token_urlsafe(16))  # nothing fits it; costs as much to try


@transaction.atomic
def begin_app(*, user: User) -> AuthenticatorApp:
    """The app being set up: its secret stays the same for half an hour, however often the page is opened."""
    User.objects.select_for_update().get(pk=user.pk)
    waiting = user.apps.filter(confirmed_at=None).first()
    if waiting is not None and clock.now() - waiting.made_at < SETTING_UP:
        return waiting
    user.apps.filter(confirmed_at=None).delete()
    return AuthenticatorApp.objects.create(user=user, secret=pyotp.random_base32(), made_at=clock.now())


def app_address(app: AuthenticatorApp) -> str:
    """The `otpauth://` address behind the picture."""
    issuer = settings.FACTOR_ISSUER
    return pyotp.TOTP(app.secret).provisioning_uri(name=app.user.username, issuer_name=issuer)


@transaction.atomic
def confirm_app(*, user: User, code: str) -> AuthenticatorApp:
    """The first right code turns the app on; an earlier one stops working. Raises BadInput for a wrong code."""
    User.objects.select_for_update().get(pk=user.pk)
    app = user.apps.filter(confirmed_at=None).first()
    step = _matching_step(app, code) if app is not None else None
    if app is None or step is None:
        raise BadInput({"code": _("This code does not fit. Check the clock of the phone and type the newest code.")})
    user.apps.exclude(pk=app.pk).delete()
    app.confirmed_at, app.last_step = clock.now(), step
    app.save(update_fields=["confirmed_at", "last_step"])
    record("factor.added", user, by=user, after={"kind": "app"})
    tell(user, "app_added")
    return app


@transaction.atomic
def use_code(*, user: User, code: str) -> str:
    """Take a code of the app or a recovery code; returns which it was, or nothing. Each is taken once, by one of many."""
    code = code.strip().replace(" ", "").upper()
    if code.isdigit():
        return "app" if _use_app(user, code) else ""
    return "recovery" if _use_recovery(user, code) else ""


def _use_app(user: User, code: str) -> bool:
    app = user.apps.select_for_update().filter(confirmed_at__isnull=False).first()
    step = _matching_step(app, code) if app is not None else None
    if app is None or step is None:
        return False
    app.last_step = step
    app.save(update_fields=["last_step"])
    return True


def _matching_step(app: AuthenticatorApp, code: str) -> int | None:
    """The step the code belongs to, one before or after now; a step that was used, and all before it, no longer count."""
    if not code.isascii():
        return None
    totp, now = pyotp.TOTP(app.secret), int(clock.now().timestamp()) // STEP
    fitting = [step for step in (now - 1, now, now + 1) if secrets.compare_digest(totp.generate_otp(step), code)]
    return next((step for step in fitting if step > app.last_step), None)


@transaction.atomic
def make_recovery_codes(*, user: User, by: User) -> list[str]:
    """Ten new codes, shown this once; the earlier ones stop working."""
    User.objects.select_for_update().get(pk=user.pk)
    user.recovery_codes.all().delete()
    codes = [f"{number}-{_letters()}-{_letters()}" for number in range(1, RECOVERY_CODES + 1)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, number=number, code_hash=HASHER.hash(code), made_at=clock.now())
        for number, code in enumerate(codes, start=1)
    )
    record("factor.recovery_made", user, by=by, after={"count": len(codes)})
    return codes


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _i in range(5))


def _use_recovery(user: User, code: str) -> bool:
    """One hash for every try, also for a number that is not there."""
    number = code.partition("-")[0]
    row = None
    if number.isascii() and number.isdigit() and len(number) < 3:
        row = user.recovery_codes.select_for_update().filter(number=int(number), used_at=None).first()
    right = _fits(code, row.code_hash if row else NOTHING)
    if row is None or not right:
        return False
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    left = user.recovery_codes.filter(used_at=None).count()
    record("factor.recovery_used", user, by=user, after={"left": left})
    tell(user, "recovery_used")
    return True


def _fits(code: str, hashed: str) -> bool:
    try:
        return HASHER.verify(hashed, code)
    except (VerificationError, InvalidHashError):
        return False


@transaction.atomic
def remove_app(*, user: User, by: User) -> None:
    """The app no longer counts. Raises NotNow when it is the last factor of somebody who needs one."""
    User.objects.select_for_update().get(pk=user.pk)
    keep_one(user, apps=0, passkeys=user.passkeys.count())
    user.apps.all().delete()
    record("factor.removed", user, by=by, before={"kind": "app"})
    tell(user, "app_removed")


def keep_one(user: User, *, apps: int, passkeys: int) -> None:
    from accounts.second_factor import sees_others

    if not apps + passkeys and sees_others(user):
        raise NotNow(_("This is your last second factor: set up another one first."))


@transaction.atomic
def reset_factors(*, user: User, by: Actor, reason: str) -> str:
    """A factor was lost: all factors, sessions, tokens and the password of the account end; returns a one-time code.

    With it the person chooses a new password and sets up new factors; the administrator chooses neither. Raises NotNow
    for the own account.
    """
    if by.pk is not None and by.pk == user.pk:
        raise NotNow(_("You cannot reset your own account: another administrator does that."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.apps.all().delete()
    user.passkeys.all().delete()
    user.recovery_codes.all().delete()
    user.tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user=user, by=by)
    record("factor.reset", user, by=by, reason=reason)
    tell(user, "factors_reset")
    return make_code(user=user, by=by)


def tell(user: User, what: str) -> None:
    """The person reads of it on the desk and in the mail of the day: whoever did not do it raises the alarm."""
    emit("account.changed", {"user": user.pk, "what": what, "at": clock.now().isoformat()})
