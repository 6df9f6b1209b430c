"""Signing in and out, own account, administration of accounts."""

from accounts.views.signing_in import too_many_failures

__all__ = ["too_many_failures"]
