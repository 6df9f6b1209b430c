"""Signing in from outside: the directory and the identity provider only say who somebody is."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import ldap3
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.test import Client
from joserfc import jwk, jwt

from accounts import services
from accounts.models import ExternalIdentity, User
from accounts.outside import ldap, oidc
from core.actors import SYSTEM
from core.errors import BadInput, NotNow
from tests.accounts import factor
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WORD = "directory-password-1"


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def directory(settings, monkeypatch) -> ldap3.Server:
    """The mock directory of ldap3, with one person in it."""
    settings.LDAP_URL, settings.LDAP_USER_DN = "ldaps://directory.example", "uid={},ou=people,dc=example"
    server = ldap3.Server("directory.example", use_ssl=True, get_info=ldap3.OFFLINE_SLAPD_2_4)
    connection = ldap3.Connection(server, client_strategy=ldap3.MOCK_SYNC)
    connection.strategy.add_entry("uid=wang,ou=people,dc=example", {"userPassword": WORD, "sn": "w", "uid": "wang"})
    monkeypatch.setattr(ldap, "STRATEGY", ldap3.MOCK_SYNC)
    monkeypatch.setattr(ldap, "server", lambda: server)
    return server


def enter(client, password, name="auxiliary"):
    return client.post("/sign-in/", {"username": name, "password": password})


def test_the_directory_opens_a_linked_account_and_no_other(client, cast, directory):
    user = cast.user("auxiliary")
    assert enter(client, WORD).status_code == 422
    services.link_identity(user=user, provider="ldap", subject="wang", by=SYSTEM)
    assert enter(client, "wrong").status_code == 422
    assert enter(client, WORD).status_code == 302 and client.get("/me/").status_code == 200
    assert not User.objects.filter(username="wang").exists()
    assert enter(Client(), WORD, "wang").status_code == 422


def test_a_name_cannot_climb_out_of_its_place_and_an_empty_password_is_never_sent(cast, directory):
    assert ldap.fits("wang", WORD)
    assert not ldap.fits("wang,ou=people,dc=example", WORD)
    assert not ldap.fits("wang", "")


def test_a_directory_that_does_not_answer_opens_nothing(client, cast, settings):
    settings.LDAP_URL = "ldaps://127.0.0.1:1"
    services.link_identity(user=cast.user("auxiliary"), provider="ldap", subject="wang", by=SYSTEM)
    assert enter(client, WORD).status_code == 422


def test_somebody_from_the_directory_still_shows_our_second_factor(client, cast, directory):
    user = factor.with_app(cast.user("hr"))
    services.link_identity(user=user, provider="ldap", subject="wang", by=SYSTEM)
    enter(client, WORD, "hr")
    assert client.get("/roster/")["Location"] == "/sign-in/second/"


def test_an_identity_opens_one_account_and_nobody_links_the_own(cast, directory):
    services.link_identity(user=cast.user("hr"), provider="ldap", subject="wang", by=SYSTEM)
    with pytest.raises(Exception, match="(?i)already|已"):
        services.link_identity(user=cast.user("hr2"), provider="ldap", subject="wang", by=SYSTEM)
    with pytest.raises(NotNow):
        services.link_identity(user=cast.user("secadmin"), provider="ldap", subject="li", by=cast.user("secadmin"))
    with pytest.raises(BadInput):
        services.link_identity(user=cast.user("hr"), provider="https://elsewhere.example", subject="x", by=SYSTEM)


class Provider:
    """A tiny identity provider on this machine; `lies` changes what its token says."""

    def __init__(self) -> None:
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one"})
        self.rounds: dict[str, dict[str, str]] = {}
        self.lies: dict[str, Any] = {}
        self.about_lies: dict[str, Any] = {}
        self.hits: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.hits.append(self.path)
                self.say(provider.about() if "openid" in self.path else {"keys": [provider.key.as_dict(private=False)]})

            def do_POST(self) -> None:
                typed = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.hits.append(self.path)
                self.say(provider.token(typed["code"][0], typed["code_verifier"][0]))

            def say(self, answer: dict[str, Any]) -> None:
                self.send_response(200 if "error" not in answer else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def about(self) -> dict[str, Any]:
        here = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in here.items()}, **self.about_lies}

    def agree(self, address: str) -> tuple[str, str]:
        """The person said yes there; answers code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
        self.rounds["a-code"] = asked
        return "a-code", asked["state"]

    def token(self, code: str, verifier: str) -> dict[str, Any]:
        asked = self.rounds.pop(code, None)
        if asked is None or create_s256_code_challenge(verifier) != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "auxpolice",
            "sub": "wang-1",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 60,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, **self.lies}, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    made = Provider()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = made.issuer, "auxpolice", "s"
    oidc._discovered.cache_clear()
    yield made
    made.server.shutdown()
    made.server.server_close()
    oidc._discovered.cache_clear()


def go(client, provider, state: str = "", **typed: str):
    """The whole round; answers what the house says in the end."""
    code, right = provider.agree(client.get("/sign-in/outside/")["Location"])
    return client.get("/sign-in/outside/back/", {"code": code, "state": state or right, **typed})


def linked(cast: Cast, name: str = "auxiliary") -> User:
    user = cast.user(name)
    services.link_identity(user=user, provider=oidc.settings.OIDC_ISSUER, subject="wang-1", by=SYSTEM)
    return user


def test_the_provider_opens_a_linked_account_and_makes_none(client, cast, provider):
    before = User.objects.count()
    assert go(client, provider).status_code == 403 and User.objects.count() == before
    linked(cast)
    assert go(client, provider).status_code == 302 and client.get("/me/").status_code == 200
    assert ExternalIdentity.objects.get().used_at is not None


def test_our_second_factor_is_asked_unless_the_providers_is_believed(client, cast, provider, settings):
    factor.with_app(linked(cast, "hr"))
    provider.lies = {"amr": ["pwd", "mfa"]}
    go(client, provider)
    assert client.get("/roster/")["Location"] == "/sign-in/second/"
    settings.OIDC_FACTORS = ["mfa"]
    other = Client()
    go(other, provider)
    assert other.get("/roster/").status_code == 200


@pytest.mark.parametrize(
    "lies",
    [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}, {"azp": "another"}],
    ids=["nonce", "audience", "issuer", "expired", "azp"],
)
def test_a_token_that_is_not_for_this_round_opens_nothing(client, cast, provider, lies):
    linked(cast)
    provider.lies = lies
    assert go(client, provider).status_code == 403
    provider.lies = {}
    assert go(Client(), provider).status_code == 302, "the control"


def test_a_token_signed_by_somebody_else_or_by_nobody_opens_nothing(client, cast, provider, monkeypatch):
    linked(cast)
    real, provider.key = provider.key, jwk.RSAKey.generate_key(2048, {"kid": "one"})
    monkeypatch.setattr(provider, "about", provider.about)
    other, provider.key = provider.key, real
    token = provider.token

    def forged(code: str, verifier: str) -> dict[str, Any]:
        provider.key = other
        try:
            return token(code, verifier)
        finally:
            provider.key = real

    monkeypatch.setattr(provider, "token", forged)
    assert go(client, provider).status_code == 403


def test_a_foreign_state_or_a_round_played_twice_opens_nothing(client, cast, provider):
    linked(cast)
    assert go(client, provider, state="foreign").status_code == 403
    assert client.get("/sign-in/outside/back/", {"code": "a-code", "state": "x"}).status_code == 403
    assert Client().get("/sign-in/outside/back/", {"code": "a-code", "state": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri", "issuer"])
def test_the_server_fetches_nothing_outside_the_issuer(client, cast, provider, name, assure):
    linked(cast)
    victim = Provider()
    provider.about_lies = {name: victim.issuer + "/x"}
    refused = client.get("/sign-in/outside/").status_code == 403
    victim.server.shutdown()
    victim.server.server_close()
    assure("R-79", f"{len(victim.hits)} hits outside the issuer ({name})", ok=refused and not victim.hits)


def test_without_a_provider_the_addresses_lead_only_to_the_sign_in_page(client, cast):
    for address in ("/sign-in/outside/", "/sign-in/outside/back/"):
        assert 'href="/sign-in/"' in client.get(address).content.decode()
    assert client.get("/me/").status_code == 302
    assert "/sign-in/outside/" not in client.get("/sign-in/").content.decode()
