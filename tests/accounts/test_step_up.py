"""Dangerous acts ask again whether it is still the person, and go on with what was typed (R-74)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts import second_factor
from accounts.models import Role
from core import clock
from tests.accounts import factor
from tests.cast import Cast, sign_in
from tests.permissions.table import rows

pytestmark = pytest.mark.django_db

DANGEROUS = {
    "accounts:role-grant", "accounts:role-end", "accounts:open", "accounts:code-make", "accounts:factors-reset",
    "accounts:identity-link", "accounts:identity-unlink", "accounts:app-add", "accounts:app-remove", "accounts:passkey-add",
    "accounts:passkey-remove", "accounts:passkey-rename", "accounts:recovery-codes", "accounts:token-make",
    "roster:unmask", "exports:new",
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return Cast(today=clock.today())


@pytest.fixture
def desk(cast) -> Client:
    client = sign_in(Client(), factor.with_app(factor.with_password(cast.user("secadmin"))))
    return age(client)


def age(client: Client, seconds: int = 301) -> Client:
    session = client.session
    session[second_factor.CONFIRMED] -= seconds
    session.save()
    return client


def role_of(cast) -> dict[str, str]:
    return {"group": "supervisor", "unit": str(cast["first"].pk), "starts_on": clock.today().isoformat()}


def marked(view) -> bool:
    while view is not None:
        if getattr(view, "step_up", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_dangerous_act_asks(assure):
    found = {name for name, view in views(get_resolver()) if marked(view)}
    missing = {name for name in DANGEROUS & set(rows()) if name not in found}
    assure("R-74", f"{len(found)} acts ask for a proof of ≤ 5 min", ok=not missing and len(found) >= 15)


def views(resolver, spaces=()):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join((*spaces, pattern.name or "")), pattern.callback


def test_nothing_is_lost_and_the_act_is_done_once_the_code_fits(cast, desk, assure):
    target = cast.user("hr2")
    before = Role.objects.count()
    answer = desk.post(f"/accounts/{target.pk}/roles/", role_of(cast))
    page = answer.content.decode()
    assert answer.status_code == 403 and Role.objects.count() == before
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert role_of(cast).items() <= kept.items()
    wrong = desk.post(f"/accounts/{target.pk}/roles/", {**kept, "_proof_code": "000000"})
    assert wrong.status_code == 403 and Role.objects.count() == before
    right = desk.post(f"/accounts/{target.pk}/roles/", {**kept, "_proof_code": factor.code()})
    assure(
        "R-74",
        "the act goes on with what was typed",
        ok=right.status_code == 302 and Role.objects.count() == before + 1,
    )


def test_within_five_minutes_it_does_not_ask_again(cast, desk):
    desk.post(f"/accounts/{cast.user('hr2').pk}/code/", {"_proof_code": factor.code()})
    assert desk.post(f"/accounts/{cast.user('hr2').pk}/code/").status_code == 302
    age(desk)
    assert desk.post(f"/accounts/{cast.user('hr2').pk}/code/").status_code == 403


def test_who_may_not_is_not_even_asked(cast):
    client = age(sign_in(Client(), cast.user("hr")))
    answer = client.post(f"/accounts/{cast.user('hr2').pk}/roles/", role_of(cast))
    assert answer.status_code == 403 and "_proof_code" not in answer.content.decode()


def test_without_a_factor_the_password_is_the_proof(cast, settings):
    settings.DEMO = True
    user = factor.with_password(cast.user("secadmin"))
    client = age(sign_in(Client(), user))
    address = f"/accounts/{cast.user('hr2').pk}/code/"
    assert 'type="password"' in client.post(address).content.decode()
    assert client.post(address, {"_proof_code": "wrong-wrong-wrong"}).status_code == 403
    assert client.post(address, {"_proof_code": factor.PASSWORD}).status_code == 302


def test_wrong_codes_are_counted(cast, desk):
    address = f"/accounts/{cast.user('hr2').pk}/code/"
    statuses = [desk.post(address, {"_proof_code": "000000"}).status_code for _time in range(6)]
    assert statuses == [403] * 5 + [429]


def test_numbers_in_the_clear_ask_and_are_counted(cast, settings, assure):
    settings.RATES = {**settings.RATES, "unmask": (2, 3600)}
    client = sign_in(Client(), factor.with_app(cast.user("hr")))
    address = f"/roster/{cast.auxiliary().pk}/identity/"
    age(client)
    assert client.post(address, {"reason": "x"}).status_code == 403
    answers = [client.post(address, {"reason": "x", "_proof_code": factor.code()})]
    answers += [client.post(address, {"reason": "x"}) for _time in range(2)]
    statuses = [answer.status_code for answer in answers]
    assure(
        "R-76", f"unmask limited: {statuses}", ok=statuses == [200, 200, 429] and int(answers[-1]["Retry-After"]) > 0
    )
