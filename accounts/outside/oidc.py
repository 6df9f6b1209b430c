"""OpenID Connect: authorization code with PKCE, state and nonce, at the one issuer the settings name.

This is the only place where the server fetches an address (R-79): the issuer's own host, no redirects, five seconds.
"""

from __future__ import annotations

import functools
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from joserfc import jwk, jwt
from joserfc.errors import JoseError

STARTED = "_oidc"
ALGORITHMS = ["RS256", "PS256", "ES256"]
SECONDS, KEPT = 5, 600
LOOPBACK = {"127.0.0.1", "localhost"}


class NotProven(Exception):
    """The provider's answer does not prove who it is; why is for the log, not for the visitor."""


@dataclass(frozen=True)
class Proven:
    """Who came back, and whether the provider saw a second factor."""

    subject: str
    factor: bool


def begin(request: HttpRequest) -> str:
    """Where the browser is sent; what must come back is kept in the session."""
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    address, state = _client().create_authorization_url(
        _about()["authorization_endpoint"], nonce=nonce, code_verifier=verifier
    )
    request.session[STARTED] = {"state": state, "nonce": nonce, "verifier": verifier, "at": int(time.time())}
    return str(address)


def finish(request: HttpRequest) -> Proven:
    """Check state, exchange the code, check the token. Raises NotProven; the started round counts once."""
    started = request.session.pop(STARTED, None)
    if started is None or time.time() - started["at"] > KEPT:
        raise NotProven("no round was started")
    if not secrets.compare_digest(request.GET.get("state", "").encode(), started["state"].encode()):
        raise NotProven("state")
    try:
        token = _client().fetch_token(
            _about()["token_endpoint"],
            code=request.GET.get("code", ""),
            code_verifier=started["verifier"],
            allow_redirects=False,
            timeout=SECONDS,
        )
        claims = _claims(token.get("id_token", ""), started["nonce"])
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError) as error:
        raise NotProven(type(error).__name__) from error
    shown = {*claims.get("amr", ()), claims.get("acr", "")}
    return Proven(str(claims["sub"]), bool(shown & set(settings.OIDC_FACTORS)))


def _claims(token: str, nonce: str) -> dict[str, Any]:
    kept: Any = _fetch(_about()["jwks_uri"])
    keys = jwk.KeySet.import_key_set(kept)
    claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    needed: dict[str, Any] = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
        "exp": {"essential": True},
    }
    jwt.JWTClaimsRegistry(leeway=30, **needed).validate(claims)
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise NotProven("azp")
    return dict(claims)


def _client() -> Any:
    return OAuth2Session(
        settings.OIDC_CLIENT_ID,
        settings.OIDC_CLIENT_SECRET,
        scope="openid",
        redirect_uri=settings.PUBLIC_URL.rstrip("/") + reverse("accounts:oidc-back"),
        code_challenge_method="S256",
    )


def _about() -> dict[str, Any]:
    return _discovered(settings.OIDC_ISSUER, int(time.time()) // KEPT)


@functools.lru_cache(maxsize=2)
def _discovered(issuer: str, _window: int) -> dict[str, Any]:
    """What the issuer says of itself; every address in it must be the issuer's."""
    about = _fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if about.get("issuer") != issuer:
        raise NotProven("another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _keep_home(about[name])
    return about


def _fetch(address: str) -> dict[str, Any]:
    _keep_home(address)
    answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    if answer.status_code != 200 or len(answer.content) > 1_000_000:
        raise NotProven(f"{answer.status_code} from the provider")
    found = answer.json()
    if not isinstance(found, dict):
        raise NotProven("not an object")
    return found


def _keep_home(address: str) -> None:
    """https, and the issuer's host or one named beside it; plain http only to this machine."""
    parts, home = urlsplit(address), urlsplit(settings.OIDC_ISSUER)
    allowed = {home.netloc, *settings.OIDC_HOSTS}
    if parts.netloc not in allowed or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise NotProven("an address outside the issuer")
