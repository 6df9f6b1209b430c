"""The second factor: asked of whoever sees others' data, each code once, nothing reachable before it (R-74)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts import second_factor, services
from accounts.groups import ABOUT_NOBODY_ELSE, GROUPS
from accounts.models import RecoveryCode, SignInAttempt, UserSession
from core.actors import SYSTEM
from core.errors import NotNow
from core.models import AuditEntry
from core.perms import Perms
from tests.accounts import factor
from tests.cast import PRINCIPALS, Cast, sign_in

pytestmark = pytest.mark.django_db

STEP = "/sign-in/second/"


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def hr(cast: Cast):
    return factor.with_app(factor.with_password(cast.user("hr")))


def half(client, user):
    return client.post("/sign-in/", {"username": user.username, "password": factor.PASSWORD})


def test_it_is_asked_of_every_principal_who_sees_others_and_of_no_other(cast, assure):
    asked = {name for name in PRINCIPALS if second_factor.sees_others(cast.user(name))}
    assure("R-74", f"second factor asked of {len(asked)} of 13 roles that see others", ok=len(asked) == 13)
    assert set(PRINCIPALS) - asked == {"auxiliary", "auxiliary2"}


def test_a_right_nobody_has_judged_yet_asks_for_it(cast, monkeypatch):
    user = cast.user("auxiliary")
    monkeypatch.setattr("accounts.scope.rights", lambda user: {Perms.VIEW_SELF: ("/",), "view_tomorrow": ("/",)})
    assert second_factor.owed(user) == "enrol"
    assert {right for group in GROUPS.values() for right in group.permissions} - ABOUT_NOBODY_ELSE


def test_before_it_nothing_else_can_be_reached(client, hr, assure):
    """Every address without arguments, by GET: to the step, or open to strangers too."""
    half(client, hr)
    stranger, reached, tried = Client(), [], 0
    for route in plain_addresses():
        tried += 1
        answer = client.get(route)
        held = answer.status_code == 302 and answer["Location"] == STEP
        refused = answer.status_code in {403, 405} and route.startswith("/api/")
        if (
            not (held or refused)
            and answer.status_code == 200
            and route != STEP
            and stranger.get(route).status_code == 302
        ):
            reached.append(route)
    assure(
        "R-74", f"{len(reached)} of {tried} addresses reached before the second factor", ok=not reached and tried > 30
    )


def plain_addresses() -> list[str]:
    from tests.permissions.table import routes

    assert get_resolver()
    return sorted({"/" + route for _name, route in routes() if "<" not in route and "(" not in route})


def test_the_control_with_the_factor_shown_the_same_addresses_open(client, hr):
    factor.come_in(client, hr)
    assert client.get("/roster/").status_code == client.get("/api/v1/me/").status_code == 200


def test_the_api_says_which_step_is_missing(client, hr):
    half(client, hr)
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 403 and answer.json()["type"] == "urn:auxpolice:problem:second-factor"


def test_each_code_opens_once(client, hr, assure):
    code = factor.code()
    half(client, hr)
    assert client.post(STEP, {"code": code}).status_code == 302
    again = Client()
    half(again, hr)
    answer = again.post(STEP, {"code": code})
    assure("R-74", "0 of 1 used codes taken again", ok=answer.status_code == 422 and again.get("/").status_code == 302)


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_one_step_before_and_after_its_own(hr, steps, opens):
    assert services.use_code(user=hr, code=factor.code(steps)) == ("app" if opens else "")


def test_after_a_later_code_an_earlier_one_no_longer_counts(hr):
    assert services.use_code(user=hr, code=factor.code(1))
    assert not services.use_code(user=hr, code=factor.code())


def test_five_wrong_codes_bring_a_pause_and_the_open_session_goes_on(client, hr):
    inside = Client()
    factor.come_in(inside, hr)
    half(client, hr)
    statuses = [client.post(STEP, {"code": "000000"}).status_code for _time in range(6)]
    assert statuses[:5] == [422] * 5 and statuses[5] == 429
    assert inside.get("/roster/").status_code == 200
    assert AuditEntry.objects.filter(action="factor.refused", success=False).count() == 5
    SignInAttempt.objects.all().delete()
    assert client.post(STEP, {"code": factor.fresh_code(hr)}).status_code == 302


def test_the_session_gets_a_new_number_and_is_listed_only_after_the_factor(client, hr, assure):
    half(client, hr)
    before = client.session.session_key
    assert not UserSession.objects.exists()
    client.post(STEP, {"code": factor.code()})
    assert UserSession.objects.get().session_key == client.session.session_key
    stolen = Client()
    stolen.cookies["session"] = before
    dead = stolen.get("/").status_code == 302 and stolen.get("/")["Location"].startswith("/sign-in/?")
    assure("R-73", "new session at the factor, old one dead", ok=client.session.session_key != before and dead)


def test_half_a_session_ends_after_a_quarter_of_an_hour(client, hr, settings):
    half(client, hr)
    session = client.session
    session[second_factor.HALF] -= settings.HALF_SESSION_SECONDS + 1
    session.save()
    assert client.get(STEP)["Location"].startswith("/sign-in/?")


def test_the_page_that_was_asked_for_opens_after_the_factor(client, hr):
    client.post("/sign-in/", {"username": "hr", "password": factor.PASSWORD, "next": "/roster/"})
    assert client.post(STEP, {"code": factor.code()})["Location"] == "/roster/"


def test_whoever_has_none_is_led_to_set_one_up_and_gets_recovery_codes_once(client, cast):
    user = factor.with_password(cast.user("supervisor"))
    half(client, user)
    assert client.get("/duties/approvals/")["Location"] == "/sign-in/enrol/"
    assert client.get("/sign-in/enrol/").status_code == 200
    page = client.get("/account/app/").content.decode()
    secret = user.apps.get().secret
    assert "data:image/svg+xml" in page and secret[:4] in page
    assert client.post("/account/app/", {"code": "000000"}).status_code == 422
    import pyotp

    answer = client.post("/account/app/", {"code": pyotp.TOTP(secret).now()})
    codes = answer.context["codes"]
    assert len(codes) == 10 and client.get("/duties/approvals/").status_code == 200
    assert codes[0] not in client.get("/account/").content.decode()
    assert not any(
        code.split("-", 1)[1] in row.code_hash for code, row in zip(codes, RecoveryCode.objects.all(), strict=True)
    )


def test_a_recovery_code_opens_once_and_says_how_many_are_left(client, hr):
    code = services.make_recovery_codes(user=hr, by=hr)[3]
    half(client, hr)
    assert client.post(STEP, {"code": code.lower()}).status_code == 302
    assert re.search(r"9", client.get("/account/").content.decode())
    again = Client()
    half(again, hr)
    assert again.post(STEP, {"code": code}).status_code == 422


def test_under_demo_it_is_off_and_every_page_says_so(client, hr, settings):
    settings.DEMO = True
    assert half(client, hr)["Location"] == "/"
    for address in ("/", "/roster/", "/account/"):
        page = client.get(address)
        assert (
            page.status_code == 200
            and "不要求第二因素" in page.content.decode()
            or 'class="notice"' in page.content.decode()
        )


def test_without_demo_no_page_speaks_of_a_demonstration(client, hr):
    factor.come_in(client, hr)
    assert 'class="notice"' not in client.get("/").content.decode()


def test_an_auxiliary_may_have_one_and_is_then_asked(client, cast):
    user = factor.with_password(cast.user("auxiliary"))
    assert half(client, user).status_code == 302 and client.get("/me/").status_code == 200
    client.post("/sign-out/")
    factor.with_app(user)
    half(client, user)
    assert client.get("/me/")["Location"] == STEP


def test_the_last_factor_of_whoever_needs_one_stays(cast, hr):
    with pytest.raises(NotNow):
        services.remove_app(user=hr, by=hr)
    own = factor.with_app(cast.user("auxiliary"))
    services.remove_app(user=own, by=own)
    assert not own.apps.exists()


def test_a_reset_ends_everything_and_leaves_the_choice_to_the_person(client, cast, hr):
    factor.come_in(client, hr)
    token, _row = services.make_token(user=hr, proved=True)
    desk = sign_in(Client(), cast.user("secadmin"))
    answer = desk.post(f"/accounts/{hr.pk}/factors/reset/", {"reason": "phone lost"})
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", desk.get(answer["Location"]).content.decode())
    assert client.get("/roster/").status_code == 302
    assert Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/me/").status_code == 401
    assert half(Client(), hr).status_code == 422, "the old password opens nothing any more"
    new = "another-quiet-harbour-9"
    again = Client()
    typed = {"username": "hr", "code": code.group(), "password": new, "again": new}
    assert again.post("/first-sign-in/", typed).status_code == 302
    again.post("/sign-in/", {"username": "hr", "password": new})
    assert again.get("/roster/")["Location"] == "/sign-in/enrol/"
    assert AuditEntry.objects.filter(action="factor.reset", reason="phone lost").exists()


def test_nobody_resets_the_own_account_and_a_reason_is_needed(cast, hr):
    with pytest.raises(NotNow):
        services.reset_factors(user=hr, by=hr, reason="me")
    desk = sign_in(Client(), cast.user("secadmin"))
    desk.post(f"/accounts/{hr.pk}/factors/reset/", {"reason": ""})
    assert hr.apps.exists()


def test_the_api_wants_the_code_with_name_and_password(client, hr):
    def ask(**more):
        typed = {"username": "hr", "password": factor.PASSWORD, **more}
        return client.post("/api/v1/token/", typed, content_type="application/json")

    missing, wrong = ask(), ask(otp="000000")
    assert missing.status_code == wrong.status_code == 403
    assert missing.json()["type"] == wrong.json()["type"] == "urn:auxpolice:problem:second-factor"
    token = ask(otp=factor.code()).json()["token"]
    assert Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/me/").status_code == 200
    hr.apps.all().delete()
    assert ask().json()["type"] == "urn:auxpolice:problem:enrol"


def test_a_token_made_without_the_factor_is_refused(hr):
    token, _row = services.make_token(user=hr)
    answer = Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/me/")
    assert answer.status_code == 403 and answer.json()["type"] == "urn:auxpolice:problem:second-factor"


def test_rights_that_come_later_ask_for_it_at_the_next_page(client, cast):
    from accounts.services import grant_role

    user = factor.with_password(cast.user("auxiliary"))
    half(client, user)
    assert client.get("/me/").status_code == 200
    grant_role(user=user, group="hr", unit=cast["first"], starts_on=cast.today, by=SYSTEM, today=cast.today)
    assert client.get("/roster/")["Location"] == "/sign-in/enrol/"
