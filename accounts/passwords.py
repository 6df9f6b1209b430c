"""The password policy: what ASVS and GB/T 22239 both ask (docs/security.md says where they differ and what holds)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def must_change(user: User) -> bool:
    """Is a new password due before anything else?"""
    return user.must_change_password
