"""Everything that changes accounts: roles, first sign-ins, sessions, tokens."""

from accounts.services.accounts import (
    disable_user,
    enable_user,
    make_code,
    open_account,
    open_auxiliary_account,
    open_staff_account,
)
from accounts.services.administrators import create_administrators
from accounts.services.roles import apply_due_roles, end_role, grant_role, sync_groups
from accounts.services.signing_in import (
    change_password,
    choose_language,
    end_session,
    end_sessions,
    first_password,
    follow_session,
    make_token,
    note_session,
    revoke_token,
)

__all__ = [
    "apply_due_roles",
    "change_password",
    "choose_language",
    "create_administrators",
    "disable_user",
    "enable_user",
    "end_role",
    "end_session",
    "end_sessions",
    "first_password",
    "follow_session",
    "grant_role",
    "make_code",
    "make_token",
    "note_session",
    "open_account",
    "open_auxiliary_account",
    "open_staff_account",
    "revoke_token",
    "sync_groups",
]
