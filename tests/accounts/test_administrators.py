"""The first three administrators: three people, made once, each with a one-time code."""

from __future__ import annotations

import io
import re

import pyotp
import pytest
from django.core.management import CommandError, call_command

from accounts.models import AdministratorSeat, AuthenticatorApp, User
from accounts.services import grant_role
from core.actors import SYSTEM
from core.errors import NotNow
from organisation.models import Unit
from tests.accounts import factor
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db

THREE = {"system": "王一:wang1", "security": "李二:li2", "audit": "赵三:zhao3", "unit": "530000:某市公安局"}


def create(**options) -> str:
    out = io.StringIO()
    call_command("create_administrators", **{**THREE, **options}, stdout=out)
    return out.getvalue()


def test_three_people_get_codes_with_which_they_choose_passwords(client):
    told = create()
    codes = re.findall(r"\((\w+)\)  ([A-Z0-9-]{14})", told)
    assert [name for name, _code in codes] == ["wang1", "li2", "zhao3"]
    assert {user.group_codes for user in User.objects.all()} == {("sysadmin",), ("secadmin",), ("auditor",)}
    name, code = codes[1]
    typed = {"username": name, "code": code, "password": factor.PASSWORD, "again": factor.PASSWORD}
    assert client.post("/first-sign-in/", typed).status_code == 302
    assert client.post("/sign-in/", {"username": name, "password": typed["password"]}).status_code == 302
    assert client.get("/accounts/")["Location"] == "/sign-in/enrol/"
    client.get("/account/app/")
    app = AuthenticatorApp.objects.get(user__username=name)
    answer = client.post("/account/app/", {"code": pyotp.TOTP(app.secret).now()})
    assert len(answer.context["codes"]) == 10
    assert client.get("/accounts/").status_code == 200


def test_the_second_time_is_refused():
    create()
    with pytest.raises(CommandError) as caught:
        create(system="钱四:qian4", security="孙五:sun5", audit="周六:zhou6")
    assert caught.value.returncode == 1
    assert AdministratorSeat.objects.count() == 3 and User.objects.count() == 3


@pytest.mark.parametrize("options", [{"audit": "王一:other"}, {"audit": "赵三:WANG1"}])
def test_two_chairs_for_one_person_are_refused_and_nothing_is_left(options):
    with pytest.raises(CommandError) as caught:
        create(**options)
    assert caught.value.returncode == 1
    assert not User.objects.exists() and not Unit.objects.exists()


@pytest.mark.parametrize("options", [{"audit": "赵三"}, {"unit": "530000"}, {"unit": None}])
def test_what_is_typed_wrongly_is_told_with_status_2(options):
    with pytest.raises(CommandError) as caught:
        create(**options)
    assert caught.value.returncode == 2
    assert not User.objects.exists()


def test_an_administrator_takes_no_second_role_and_nobody_else_takes_the_chair_beside_work():
    cast = Cast()
    with pytest.raises(NotNow):
        grant_role(user=cast.user("secadmin"), group="hr", unit=cast["first"], starts_on=TODAY, by=SYSTEM, today=TODAY)
    with pytest.raises(NotNow):
        grant_role(user=cast.user("hr"), group="auditor", unit=cast["city"], starts_on=TODAY, by=SYSTEM, today=TODAY)


def test_a_second_account_of_an_administrator_changes_nothing():
    cast = Cast()
    second = User.objects.create_user("second", None, person=cast.user("secadmin").person)
    with pytest.raises(NotNow):
        grant_role(user=second, group="hr", unit=cast["first"], starts_on=TODAY, by=SYSTEM, today=TODAY)
