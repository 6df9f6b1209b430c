"""Accounts, roles, codes, tokens."""

from __future__ import annotations

from accounts import services
from accounts.models import ApiToken
from tests.cast import LONG_AGO, TODAY
from tests.guards.waiting import Lock

ACCOUNTS, ROLES, SIGNING = (f"accounts/services/{name}.py" for name in ("accounts", "roles", "signing_in"))


def open_auxiliary_account(stage):
    auxiliary, by = stage.cast.auxiliary("账号"), stage.cast.user("hr")
    act = lambda: services.open_auxiliary_account(  # noqa: E731
        person=auxiliary.person, unit=auxiliary.unit, by=by, today=TODAY
    )
    return auxiliary.person, act


def disable_user(stage):
    user, by = stage.cast.user("legal"), stage.cast.user("secadmin")
    return user, lambda: services.disable_user(user=user, by=by, reason="离岗")


def enable_user(stage):
    user, by = stage.cast.user("pay-clerk"), stage.cast.user("secadmin")
    services.disable_user(user=user, by=by, reason="离岗")
    return user, lambda: services.enable_user(user=user, by=by, reason="返岗")


def grant_role(stage):
    user, by = stage.cast.user("inspector"), stage.cast.user("secadmin")
    south = stage.cast["south"]
    return user, lambda: services.grant_role(
        user=user, group="legal", unit=south, starts_on=LONG_AGO, by=by, today=TODAY
    )


def end_role(stage):
    role, by = stage.cast.user("requester").roles.get(), stage.cast.user("secadmin")
    return role, lambda: services.end_role(role=role, ends_on=TODAY, by=by, today=TODAY)


def apply_due_roles(stage):
    user = stage.cast.user("supervisor2")
    user.roles.update(applied=False)
    return user, lambda: services.apply_due_roles(today=TODAY, by=stage.cast.user("secadmin"))


def note_session(stage):
    user = stage.cast.user("hr2")
    return user, lambda: services.note_session(user=user, session_key="k" * 32, address="127.0.0.1", agent="")


def first_password(stage):
    user = stage.cast.user("auxiliary2")
    code = services.make_code(user=user, by=stage.cast.user("hr"))
    row = user.first_sign_ins.get(used_at__isnull=True, expires_at__gt=user.created_at)
    return row, lambda: services.first_password(username=user.username, code=code, password="Qy7-moon-river-82")


def revoke_token(stage):
    user = stage.cast.user("hr")
    token: ApiToken = services.make_token(user=user)[1]
    return token, lambda: services.revoke_token(token=token, by=user)


LOCKS = (
    Lock(f"{ACCOUNTS}:open_auxiliary_account", open_auxiliary_account),
    Lock(f"{ACCOUNTS}:disable_user", disable_user),
    Lock(f"{ACCOUNTS}:enable_user", enable_user),
    Lock(f"{ROLES}:grant_role", grant_role),
    Lock(f"{ROLES}:end_role", end_role),
    Lock(f"{ROLES}:apply_due_roles", apply_due_roles),
    Lock(f"{SIGNING}:note_session", note_session),
    Lock(f"{SIGNING}:first_password", first_password),
    Lock(f"{SIGNING}:revoke_token", revoke_token),
)
