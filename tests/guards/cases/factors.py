"""Second factors."""

from __future__ import annotations

import pyotp

from accounts import services
from accounts.models import AuthenticatorApp, Passkey, User
from accounts.services import factors, passkeys
from core import clock
from tests.accounts.authenticator import ORIGIN, SoftKey
from tests.guards.waiting import Lock

FACTORS, PASSKEYS = "accounts/services/factors.py", "accounts/services/passkeys.py"


def _user(stage, name: str) -> User:
    return services.open_account(username=name, person=stage.cast.person(), by=stage.cast.user("secadmin"))


def _app(user: User) -> AuthenticatorApp:
    return AuthenticatorApp.objects.create(
        user=user, secret=pyotp.random_base32(), made_at=clock.now(), confirmed_at=clock.now()
    )


def _passkey(user: User) -> Passkey:
    return Passkey.objects.create(
        user=user, name="key", credential_id=user.username.encode(), credential=b"none", made_at=clock.now()
    )


def begin_app(stage):
    user = _user(stage, "begins")
    return user, lambda: factors.begin_app(user=user)


def confirm_app(stage):
    user = _user(stage, "confirms")
    factors.begin_app(user=user)
    return user, lambda: factors.confirm_app(user=user, code="000000")


def use_app(stage):
    user = _user(stage, "uses-app")
    app = _app(user)
    return app, lambda: factors.use_code(user=user, code="000000")


def make_recovery_codes(stage):
    user = _user(stage, "makes-codes")
    return user, lambda: factors.make_recovery_codes(user=user, by=user)


def use_recovery(stage):
    user = _user(stage, "uses-code")
    code = factors.make_recovery_codes(user=user, by=user)[0]
    return user.recovery_codes.get(number=1), lambda: factors.use_code(user=user, code=code)


def remove_app(stage):
    user = _user(stage, "removes-app")
    _app(user)
    return user, lambda: factors.remove_app(user=user, by=user)


def reset_factors(stage):
    user, by = _user(stage, "lost-it"), stage.cast.user("secadmin")
    return user, lambda: factors.reset_factors(user=user, by=by, reason="手机丢失")


def add_passkey(stage):
    user = _user(stage, "adds-key")
    return user, lambda: passkeys.add_passkey(user=user, origin="https://a", state={}, answer="{}", name="key")


def remove_passkey(stage):
    user = _user(stage, "removes-key")
    key = _passkey(user)
    return user, lambda: passkeys.remove_passkey(key=key, by=user)


def use_passkey(stage):
    user = _user(stage, "uses-key")
    key = SoftKey(user)
    _options, state = passkeys.ask_passkey(user=user, origin=ORIGIN)
    answer = key.sign(state)
    return key.row, lambda: passkeys.use_passkey(user=user, origin=ORIGIN, state=state, answer=answer)


LOCKS = (
    Lock(f"{FACTORS}:begin_app", begin_app),
    Lock(f"{FACTORS}:confirm_app", confirm_app),
    Lock(f"{FACTORS}:_use_app", use_app),
    Lock(f"{FACTORS}:make_recovery_codes", make_recovery_codes),
    Lock(f"{FACTORS}:_use_recovery", use_recovery),
    Lock(f"{FACTORS}:remove_app", remove_app),
    Lock(f"{FACTORS}:reset_factors", reset_factors),
    Lock(f"{PASSKEYS}:add_passkey", add_passkey),
    Lock(f"{PASSKEYS}:use_passkey", use_passkey),
    Lock(f"{PASSKEYS}:remove_passkey", remove_passkey),
)
