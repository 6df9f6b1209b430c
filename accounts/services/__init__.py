"""Everything that changes accounts: roles, first sign-ins, sessions, tokens."""

from accounts.services.accounts import disable_user, enable_user, open_account, open_auxiliary_account
from accounts.services.roles import apply_due_roles, end_role, grant_role, sync_groups
from accounts.services.signing_in import change_password, end_sessions, first_password, make_token, note_session

__all__ = [
    "apply_due_roles",
    "change_password",
    "disable_user",
    "enable_user",
    "end_role",
    "end_sessions",
    "first_password",
    "grant_role",
    "make_token",
    "note_session",
    "open_account",
    "open_auxiliary_account",
    "sync_groups",
]
