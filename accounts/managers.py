"""Making and finding users."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.base_user import BaseUserManager

from core.perms import Perms
from core.scope import ScopedQuerySet


class UserQuerySet(ScopedQuerySet):
    """Accounts: seen by the security administrator over the units of their roles."""

    scope_path = "roles__unit__path"
    view_permission = Perms.MANAGE_ACCOUNTS

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Each account once, however many roles it has."""
        return super().visible_to(user, permission).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Sign-in names are compared without case."""

    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Any:
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class RoleQuerySet(ScopedQuerySet):
    """Roles 角色."""

    scope_path = "unit__path"
    view_permission = Perms.MANAGE_ACCOUNTS
