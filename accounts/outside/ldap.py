"""The directory says whether name and password belong together: a bind over TLS, and nothing is read from it."""

from __future__ import annotations

import logging
import ssl
from typing import Any
from urllib.parse import urlsplit

import ldap3
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from ldap3.core.exceptions import LDAPException
from ldap3.utils.dn import escape_rdn

from accounts.models import User
from accounts.outside import LDAP

log = logging.getLogger(__name__)
STRATEGY = ldap3.SYNC
SECONDS = 5


def server() -> Any:
    """`ldaps://` from the first byte, or `ldap://` with StartTLS before any password is sent."""
    address = urlsplit(settings.LDAP_URL)
    tls = ldap3.Tls(
        validate=ssl.CERT_REQUIRED, version=ssl.PROTOCOL_TLS_CLIENT, ca_certs_file=settings.LDAP_CA_FILE or None
    )
    secure = address.scheme == "ldaps"
    return ldap3.Server(
        address.hostname,
        port=address.port or (636 if secure else 389),
        use_ssl=secure,
        tls=tls,
        connect_timeout=SECONDS,
    )


def fits(name: str, password: str) -> bool:
    """Does the directory take this pair? Whatever goes wrong is a no; an empty password is never sent (RFC 4513 5.1.2)."""
    if not password:
        return False
    who = settings.LDAP_USER_DN.replace("{}", escape_rdn(name))
    found = server()
    connection = ldap3.Connection(found, who, password, client_strategy=STRATEGY, receive_timeout=SECONDS)
    try:
        if not found.ssl and not connection.start_tls():
            return False
        return bool(connection.bind())
    except LDAPException:
        log.warning("the directory did not answer as it should", exc_info=True)
        return False
    finally:
        connection.unbind()


class LdapBackend(BaseBackend):
    """For accounts linked to the directory. For all other names a bind is made too: the answer takes the same time."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not settings.LDAP_URL or username is None or password is None:
            return None
        user = User.objects.select_related("person").filter(username__iexact=username.strip()).first()
        link = user.external_identities.filter(provider=LDAP).first() if user is not None else None
        right = fits(link.subject if link else username, password)
        return user if link is not None and user is not None and right and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
