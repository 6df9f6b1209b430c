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
from accounts.services.factors import (
    app_address,
    begin_app,
    confirm_app,
    make_recovery_codes,
    remove_app,
    reset_factors,
    use_code,
)
from accounts.services.outside import link_identity, unlink_identity, user_of
from accounts.services.passkeys import (
    add_passkey,
    ask_passkey,
    begin_passkey,
    remove_passkey,
    rename_passkey,
    use_passkey,
)
from accounts.services.roles import apply_due_roles, end_role, grant_role, sync_groups
from accounts.services.signing_in import (
    change_password,
    choose_language,
    end_one_session,
    end_session,
    end_sessions,
    first_password,
    follow_session,
    make_token,
    note_half,
    note_session,
    revoke_token,
)

__all__ = [
    "add_passkey",
    "app_address",
    "apply_due_roles",
    "ask_passkey",
    "begin_app",
    "begin_passkey",
    "change_password",
    "choose_language",
    "confirm_app",
    "create_administrators",
    "disable_user",
    "enable_user",
    "end_one_session",
    "end_role",
    "end_session",
    "end_sessions",
    "first_password",
    "follow_session",
    "grant_role",
    "link_identity",
    "make_code",
    "make_recovery_codes",
    "make_token",
    "note_half",
    "note_session",
    "open_account",
    "open_auxiliary_account",
    "open_staff_account",
    "remove_app",
    "remove_passkey",
    "rename_passkey",
    "reset_factors",
    "revoke_token",
    "sync_groups",
    "unlink_identity",
    "use_code",
    "use_passkey",
    "user_of",
]
