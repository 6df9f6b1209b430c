"""The two ways into the API: a token in the header, or the session of the pages (with CSRF)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.second_factor import owed
from accounts.services.signing_in import hash_token
from core import clock
from core.errors import NeedsProof


class TokenSignIn(BaseAuthentication):
    """`Authorization: Token …`; read-only tokens may not change anything."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"token":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Token <token>"))
        row = (
            ApiToken.objects.select_related("user__person")
            .filter(token_hash=hash_token(parts[1].decode("latin-1")), revoked_at__isnull=True)
            .filter(expires_at__gt=clock.now(), user__is_active=True, user__must_change_password=False)
            .first()
        )
        if row is None:
            raise AuthenticationFailed(_("The token is unknown, ended or withdrawn."))
        if row.proved_at is None and owed(row.user):
            raise NeedsProof(
                "second-factor", _("This token was made without the second factor: make a new one with it.")
            )
        if row.scope == ApiToken.Scope.READ and request.method not in {"GET", "HEAD", "OPTIONS"}:
            raise PermissionDenied(_("This token may only read."))
        return row.user, row

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class SessionSignIn(SessionAuthentication):
    """The session of the pages; unsafe methods need the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names the token."""

    target_class = "accounts.authentication.TokenSignIn"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <token>"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names the session of the pages."""

    target_class = "accounts.authentication.SessionSignIn"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
