"""Signing in from outside: the directory (LDAP) and the identity provider (OpenID Connect), each an option.

Both only say who somebody is. The account must exist and be linked by the security administrator; rights, second factor,
sessions and limits are the house's own.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LDAP = "ldap"


def providers() -> list[tuple[str, object]]:
    """What accounts can be linked to here."""
    found: list[tuple[str, object]] = [(LDAP, _("Directory (LDAP)"))] if settings.LDAP_URL else []
    return [*found, (settings.OIDC_ISSUER, settings.OIDC_TITLE)] if settings.OIDC_ISSUER else found
