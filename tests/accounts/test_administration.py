"""The security administrator's pages: accounts, roles, codes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role, User
from accounts.services import grant_role
from core import clock
from core.actors import SYSTEM
from core.models import AuditEntry
from core.perms import Perms
from tests.accounts import factor
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast(today=clock.today())


@pytest.fixture
def desk(cast: Cast) -> Client:
    return sign_in(Client(), cast.user("secadmin"))


def role_of(cast: Cast, **more) -> dict:
    return {"group": "supervisor", "unit": cast["north"].pk, "starts_on": clock.today().isoformat(), **more}


def test_an_account_is_opened_for_an_officer_with_a_code_shown_once(cast, desk):
    officer = cast.officer("白警官", police_number="041234")
    typed = {"username": "bai", "police_number": "041234", **role_of(cast)}
    response = desk.post("/accounts/open/", typed)
    user = User.objects.get(username="bai")
    assert response["Location"] == f"/accounts/{user.pk}/" and user.person == officer.person
    assert user.may(Perms.APPROVE_ASSIGNMENT, cast["north"]) and not user.may(Perms.APPROVE_ASSIGNMENT, cast["south"])
    shown = r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}"
    assert re.search(shown, desk.get(response["Location"]).content.decode())
    assert not re.search(shown, desk.get(response["Location"]).content.decode())


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "HR"}, "username"),
        ({"username": "a b"}, "username"),
        ({"police_number": "000000"}, "police_number"),
        ({"police_number": ""}, "police_number"),
        ({"ends_on": "2000-01-01"}, "__all__"),
        ({"group": "chief"}, "group"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_opened(cast, desk, typed, field):
    cast.user("hr")
    cast.officer("白警官", police_number="041234")
    before = User.objects.count()
    response = desk.post("/accounts/open/", {"username": "bai", "police_number": "041234", **role_of(cast), **typed})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert User.objects.count() == before


def test_a_role_counts_from_the_next_request_and_its_end_too(cast, desk):
    user = cast.user("pay-clerk")
    theirs = sign_in(Client(), user)
    assert theirs.get("/officers/").status_code == 403
    desk.post(f"/accounts/{user.pk}/roles/", role_of(cast))
    assert theirs.get("/officers/").status_code == 200
    role = Role.objects.get(user=user, group="supervisor")
    yesterday = clock.today() - timedelta(days=1)
    Role.objects.filter(pk=role.pk).update(starts_on=yesterday)
    desk.post(f"/accounts/roles/{role.pk}/end/", {"ends_on": yesterday.isoformat(), "reason": "moved"})
    assert theirs.get("/officers/").status_code == 403
    assert AuditEntry.objects.filter(action="role.ended", reason="moved").exists()


def test_a_role_that_overlaps_is_refused_in_the_form(cast, desk):
    user = cast.user("supervisor")
    response = desk.post(f"/accounts/{user.pk}/roles/", role_of(cast, unit=cast["first"].pk))
    assert response.status_code == 422
    assert Role.objects.filter(user=user).count() == 1


def test_nobody_gives_themselves_a_role_or_closes_the_own_account(cast, desk):
    own = cast.user("secadmin")
    response = desk.post(f"/accounts/{own.pk}/roles/", role_of(cast))
    assert response.status_code == 422 and Role.objects.filter(user=own).count() == 1
    assert desk.post(f"/accounts/{own.pk}/disable/", {"reason": "holiday"}).status_code == 409
    own.refresh_from_db()
    assert own.is_active


def test_sessions_are_ended_from_outside_at_the_next_request(cast, desk):
    user = factor.with_app(factor.with_password(cast.user("supervisor")))
    theirs = Client()
    factor.come_in(theirs, user)
    assert theirs.get("/units/").status_code == 200
    desk.post(f"/accounts/{user.pk}/sessions/end/")
    assert theirs.get("/units/").status_code == 302


def test_closing_needs_a_reason(cast, desk):
    user = cast.user("supervisor")
    desk.post(f"/accounts/{user.pk}/disable/", {"reason": ""})
    user.refresh_from_db()
    assert user.is_active
    desk.post(f"/accounts/{user.pk}/disable/", {"reason": "left the service"})
    user.refresh_from_db()
    assert not user.is_active


def test_the_list_shows_each_account_once_and_finds_by_pinyin(cast, desk, django_assert_max_num_queries):
    user = User.objects.create_user("wang", None, person=cast.person("王小明"))
    for unit in ("north", "south"):
        grant_role(user=user, group="requester", unit=cast[unit], starts_on=cast.today, by=SYSTEM, today=cast.today)
    with django_assert_max_num_queries(12):
        page = desk.get("/accounts/", {"q": "wxm"}).context["page"]
    assert [found.username for found in page] == ["wang"]


def test_a_security_administrator_of_one_bureau_does_not_see_the_other(cast):
    user = User.objects.create_user("sec-west", None, person=cast.person("西街安全员"))
    day = clock.today()
    grant_role(user=user, group="secadmin", unit=cast["second"], starts_on=day, by=SYSTEM, today=day)
    theirs = sign_in(Client(), user)
    first, second = cast.user("hr"), cast.user("hr2")
    assert theirs.get(f"/accounts/{first.pk}/").status_code == 404
    assert theirs.get(f"/accounts/{second.pk}/").status_code == 200
    assert theirs.post(f"/accounts/{second.pk}/roles/", role_of(cast)).status_code == 422
