"""Signing in and out: what reliability R-71 to R-73 ask of passwords and sessions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.middleware import SEEN, STARTED
from accounts.models import User, UserSession
from core import clock
from core.actors import SYSTEM
from core.errors import BadInput
from core.models import AuditEntry
from tests.accounts import factor
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
PASSWORD = factor.PASSWORD


@pytest.fixture
def hr() -> User:
    return factor.with_app(factor.with_password(Cast().user("hr")))


@pytest.fixture
def client_from_elsewhere() -> Client:
    return Client()


def enter(client, username="hr", password=PASSWORD, **more):
    """Name and password; then, where they fit, the code of the app."""
    typed = {"username": username, "password": password, **more.pop("data", {})}
    response = client.post(SIGN_IN, typed, **more)
    if response.status_code != 302:
        return response
    user = User.objects.get(username__iexact=username.strip())
    return client.post("/sign-in/second/", {"code": factor.fresh_code(user)}, **more)


def body_without_token(response) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'name="username" value="[^"]+"', "", text)


def age(client, name: str, seconds: int) -> None:
    session = client.session
    session[name] -= seconds
    session.save()


def is_inside(client) -> bool:
    return client.get(reverse("accounts:own")).status_code == 200


def test_a_right_password_opens_the_desk_with_a_new_session_number(client, hr):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    response = enter(client)
    assert response.status_code == 302 and response["Location"] == "/"
    assert client.session.session_key != before
    assert UserSession.objects.get(user=hr).session_key == client.session.session_key


def test_names_are_taken_without_case(client, hr):
    assert enter(client, username=" HR ").status_code == 302 and is_inside(client)


def test_an_unknown_name_and_a_wrong_password_look_alike(client, hr):
    unknown = enter(client, username="nobody", password="wrong-wrong-wrong")
    wrong = enter(client, username="hr", password="wrong-wrong-wrong")
    User.objects.filter(pk=hr.pk).update(is_active=False)
    closed = enter(client, username="hr")
    assert unknown.status_code == wrong.status_code == closed.status_code == 422
    assert body_without_token(unknown) == body_without_token(wrong) == body_without_token(closed)


def test_after_five_failures_even_the_right_password_waits(client, hr):
    for _time in range(5):
        response = enter(client, password="wrong-wrong-wrong")
    assert response.status_code == 429
    response = enter(client)
    assert response.status_code == 429 and response["Retry-After"] == "900"


def test_failures_are_counted_over_all_spellings_of_a_name(client, hr):
    for spelling in ("hr", "HR", "Hr", " hr", "hR"):
        enter(client, username=spelling, password="wrong-wrong-wrong")
    assert enter(client).status_code == 429


def test_a_pause_for_one_place_leaves_other_places_and_open_sessions_alone(client, hr, client_from_elsewhere):
    enter(client_from_elsewhere, REMOTE_ADDR="10.0.0.9")
    for _time in range(6):
        enter(client, password="wrong-wrong-wrong")
    assert is_inside(client_from_elsewhere)
    client_from_elsewhere.post("/sign-out/")
    assert enter(client_from_elsewhere, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_guesses_of_one_time_codes_are_counted_too(client, hr):
    typed = {"username": "hr", "code": "AAAA-AAAA-AAAA", "password": PASSWORD, "again": PASSWORD}
    statuses = [client.post("/first-sign-in/", typed).status_code for _time in range(6)]
    assert statuses[0] == 422 and statuses[-1] == 429


def test_the_password_of_the_demonstration_opens_nothing_outside_it(client, hr, settings):
    hr.set_password(settings.DEMO_PASSWORD)
    hr.save()
    settings.DEMO = False
    assert enter(client, password=settings.DEMO_PASSWORD).status_code == 422
    settings.DEMO = True
    assert enter(client, password=settings.DEMO_PASSWORD).status_code == 302


def test_an_idle_session_ends(client, hr, settings):
    enter(client)
    age(client, SEEN, settings.SESSION_IDLE_SECONDS - 60)
    assert is_inside(client)
    age(client, SEEN, settings.SESSION_IDLE_SECONDS + 60)
    assert not is_inside(client)


def test_a_session_in_use_ends_after_half_a_day_all_the_same(client, hr, settings):
    enter(client)
    age(client, STARTED, settings.SESSION_ABSOLUTE_SECONDS - 60)
    assert is_inside(client)
    age(client, STARTED, settings.SESSION_ABSOLUTE_SECONDS + 60)
    assert not is_inside(client)


def test_the_third_session_ends_the_first(hr):
    clients = [Client() for _number in range(3)]
    for one in clients:
        enter(one)
    assert [is_inside(one) for one in clients] == [False, True, True]


def test_a_new_password_ends_the_other_sessions_and_gives_this_one_a_new_number(client, hr, client_from_elsewhere):
    enter(client_from_elsewhere)
    enter(client)
    token, _row = services.make_token(user=hr)
    before = client.session.session_key
    new = "another-quiet-harbour-9"
    response = client.post("/account/password/", {"present": PASSWORD, "password": new, "again": new})
    assert response.status_code == 302
    assert client.session.session_key != before and not Session.objects.filter(pk=before).exists()
    assert is_inside(client) and not is_inside(client_from_elsewhere)
    assert hr.tokens.get().revoked_at is not None


def test_a_weak_password_is_refused_beside_its_field(client, hr):
    enter(client)
    response = client.post("/account/password/", {"present": PASSWORD, "password": "12345", "again": "12345"})
    assert response.status_code == 422
    assert response.context["form"].errors["password"]


def test_a_closed_account_is_out_at_the_next_request(client, hr):
    enter(client)
    assert is_inside(client)
    services.disable_user(user=hr, by=SYSTEM, reason="left")
    assert not is_inside(client)
    assert enter(client).status_code == 422


def test_signing_out_ends_the_session_on_the_server(client, hr):
    enter(client)
    key = client.session.session_key
    stolen = client.cookies["session"].value
    client.post("/sign-out/")
    assert not Session.objects.filter(pk=key).exists() and not UserSession.objects.exists()
    client.cookies["session"] = stolen
    assert not is_inside(client)
    assert AuditEntry.objects.filter(action="user.signed_out", actor_id=hr.pk).exists()


def test_signing_out_by_a_link_is_not_possible(client, hr):
    enter(client)
    assert client.get("/sign-out/").status_code == 405
    assert is_inside(client)


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_sent_to_another_house(client, hr, wanted):
    assert enter(client, data={"next": wanted})["Location"] == "/"


def test_after_signing_in_the_page_that_was_asked_for_opens(client, hr):
    assert enter(client, data={"next": "/account/"})["Location"] == "/account/"


def test_somebody_who_must_choose_a_password_sees_nothing_else_first(client, hr):
    User.objects.filter(pk=hr.pk).update(must_change_password=True)
    enter(client)
    response = client.get("/account/")
    assert response.status_code == 302 and response["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_the_code_works_once_and_sets_the_first_password(client, hr):
    code = services.make_code(user=hr, by=hr)
    new = "another-quiet-harbour-9"
    typed = {"username": "hr", "code": code.lower(), "password": new, "again": new}
    assert client.post("/first-sign-in/", typed).status_code == 302
    assert enter(client, password=new).status_code == 302
    client.post("/sign-out/")
    assert client.post("/first-sign-in/", typed).status_code == 422


def test_the_language_is_kept_with_the_account_and_for_visitors_in_a_cookie(client, hr):
    client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert "Sign in" in client.get(SIGN_IN).content.decode()
    client.post("/language/", {"language": "zh-hans", "next": SIGN_IN})
    enter(client)
    client.post("/language/", {"language": "en", "next": "/account/"})
    hr.refresh_from_db()
    assert hr.language == "en"
    assert "My account" in client.get("/account/").content.decode()


def test_an_unknown_language_changes_nothing(client, hr):
    response = client.post("/language/", {"language": "xx", "next": SIGN_IN})
    assert response.status_code == 302 and "django_language" not in response.cookies


def test_a_change_of_role_gives_the_session_a_new_number_and_the_old_one_is_dead(client, hr, assure):
    enter(client)
    before = client.session.session_key
    role = hr.roles.get()
    services.end_role(role=role, ends_on=role.starts_on, by=SYSTEM, today=clock.today())
    assert is_inside(client)
    after = client.session.session_key
    dead = not Session.objects.filter(pk=before).exists()
    assure("R-73", "new session at a change of role, old one dead", ok=after != before and dead)
    assert UserSession.objects.get().session_key == after


def test_one_of_several_sessions_is_ended_from_the_list(client, hr, client_from_elsewhere):
    enter(client_from_elsewhere)
    enter(client)
    other = UserSession.objects.get(session_key=client_from_elsewhere.session.session_key)
    client.post(f"/account/sessions/{other.pk}/end/")
    assert is_inside(client) and not is_inside(client_from_elsewhere)


def test_every_rule_of_sessions_holds(hr, settings, assure):
    """R-73 in one line each; the tests above say how."""
    clients = [Client() for _number in range(3)]
    for one in clients:
        enter(one)
    assure("R-73", "at most 2 sessions", ok=[is_inside(one) for one in clients] == [False, True, True])
    age(clients[1], SEEN, settings.SESSION_IDLE_SECONDS + 60)
    age(clients[2], STARTED, settings.SESSION_ABSOLUTE_SECONDS + 60)
    assure("R-73", "idle 30 min, absolute 12 h", ok=not is_inside(clients[1]) and not is_inside(clients[2]))
    enter(clients[0])
    services.end_sessions(user=hr, by=SYSTEM)
    assure("R-73", "all sessions ended by 1 request", ok=not is_inside(clients[0]))


@pytest.mark.parametrize(
    "weak", ["lantern-river-mountain", "Short-7", "202611222026", factor.PASSWORD, "hr-HR-hr-HR-1"[:9]]
)
def test_passwords_meet_both_standards(hr, weak):
    with pytest.raises(BadInput):
        services.change_password(user=hr, password=weak, by=hr)


@pytest.mark.parametrize("good", ["another-quiet-harbour-9", "x7-" + "long words " * 6, "口令要长一些Abc7也可以的"])
def test_long_passwords_of_any_script_are_taken(hr, good):
    services.change_password(user=hr, password=good, by=hr)
    hr.refresh_from_db()
    assert hr.check_password(good)


def test_one_of_the_last_passwords_is_refused(hr):
    services.change_password(user=hr, password="another-quiet-harbour-9", by=hr)
    with pytest.raises(BadInput):
        services.change_password(user=hr, password=factor.PASSWORD, by=hr)


def test_the_houses_own_list_is_asked(hr, settings, tmp_path):
    listed = tmp_path / "known"
    listed.write_text("Harbour-2026-lights\n", encoding="utf-8")
    settings.PASSWORD_BREACHED_FILE = str(listed)
    with pytest.raises(BadInput):
        services.change_password(user=hr, password="Harbour-2026-lights", by=hr)


@pytest.mark.parametrize(("days", "leads"), [(89, False), (91, True)])
def test_an_old_password_leads_to_a_new_one_only(client, hr, days, leads):
    enter(client)
    User.objects.filter(pk=hr.pk).update(password_changed_at=clock.now() - timedelta(days=days))
    answer = client.get("/units/")
    assert (answer.status_code == 302 and answer["Location"] == "/account/password/") is leads
