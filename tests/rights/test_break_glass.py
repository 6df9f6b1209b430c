"""Emergency rights: two people, four hours at most, over at the minute, marked, looked through by a third."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import services
from accounts.deadlines import unreviewed
from accounts.models import BreakGlass, SealedCode, User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.models import AuditEntry, OutboxEvent
from core.trail import is_grave
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db
WHY = "夜间抓捕需要查看南所值班人员"


@pytest.fixture
def cast() -> Cast:
    return Cast(today=clock.today())


def asked(cast: Cast, who: str = "requester", **more) -> BreakGlass:
    values = {"group": "supervisor", "unit": cast["south"], "minutes": 60, "reason": WHY, **more}
    return services.ask_break_glass(by=cast.user(who), **values)


def opened(cast: Cast, who: str = "requester", **more) -> BreakGlass:
    row = asked(cast, who, **more)
    return services.decide_break_glass(emergency=row, by=cast.user("secadmin"), opens=True, reason="已电话核实")


def sealed(cast: Cast, *names: str, unit: str = "city") -> list[str]:
    by = cast.user("secadmin")
    return [services.make_sealed_code(holder=cast.person(name), unit=cast[unit], by=by) for name in names]


def alarms() -> list[str]:
    return [row.payload["kind"] for row in OutboxEvent.objects.filter(kind="security.alarm").order_by("pk")]


def later(monkeypatch, **passed: int) -> None:
    moment = clock.now() + timedelta(**passed)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_rights_run_from_opening_to_the_minute_and_each_act_is_marked(cast, monkeypatch, assure):
    auxiliary, client = cast.auxiliary("南所辅警", unit="south"), sign_in(Client(), cast.user("requester"))
    page = f"/roster/{auxiliary.pk}/"
    assert client.get(page).status_code == 404
    row = asked(cast)
    assert client.get(page).status_code == 404
    services.decide_break_glass(emergency=row, by=cast.user("secadmin"), opens=True, reason="已电话核实")
    answer = client.get(page)
    assert answer.status_code == 200 and 'class="emergency"' in answer.content.decode()
    user = User.objects.get(username="requester")
    with transaction.atomic():
        entry = record("note.made", auxiliary, by=user)
    assert "break-glass:supervisor" in entry.roles
    later(monkeypatch, minutes=59)
    assert client.get(page).status_code == 200
    later(monkeypatch, minutes=1, seconds=1)
    answer = client.get(page)
    assure("R-07", "1 request after the minute emergency rights are gone", ok=answer.status_code == 404)
    assert 'class="emergency"' not in client.get("/").content.decode()


def test_ending_it_takes_the_rights_away_at_the_next_request(cast):
    row, client = opened(cast), sign_in(Client(), cast.user("requester"))
    page = f"/roster/{cast.auxiliary('南所辅警', unit='south').pk}/"
    assert client.get(page).status_code == 200
    assert client.post(f"/break-glass/{row.pk}/end/").status_code == 302
    assert client.get(page).status_code == 404
    assert client.post(f"/break-glass/{row.pk}/end/").status_code == 409


def test_opening_tells_the_alarm_the_trail_and_those_who_must_know(cast):
    row = opened(cast)
    assert alarms() == ["break_glass.opened"]
    entry = AuditEntry.objects.get(action="break_glass.opened")
    assert is_grave(entry.action) and entry.actor_id == cast.user("secadmin").pk and entry.unit_path == row.unit.path
    assert OutboxEvent.objects.filter(kind="break_glass.changed", payload__what="opened").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minutes": 241}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"group": "auditor"}, "group"),
        ({"group": "auxiliary"}, "group"),
        ({"reason": "急"}, "reason"),
    ],
)
def test_what_is_too_much_is_refused(cast, values, field):
    with pytest.raises(BadInput) as caught:
        asked(cast, **values)
    assert field in caught.value.errors


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor", "auxiliary"])
def test_no_administrator_and_no_auxiliary_asks(cast, who):
    with pytest.raises(NotNow):
        asked(cast, who)


def test_the_second_person_is_another_natural_person_with_the_right(cast):
    row = asked(cast)
    for who in ("requester", "supervisor", "sysadmin", "auditor"):
        with pytest.raises(NotNow):
            services.decide_break_glass(emergency=row, by=cast.user(who), opens=True, reason="好")
    assert BreakGlass.objects.get().status == "asked"


def test_it_is_looked_through_once_by_the_audit_administrator(cast):
    row = opened(cast)
    with pytest.raises(NotNow):
        services.review_break_glass(emergency=row, by=cast.user("auditor"), review="还在进行")
    services.end_break_glass(emergency=row, by=cast.user("requester"))
    desk = sign_in(Client(), cast.user("auditor"))
    assert str(row.pk) in desk.get("/break-glass/?state=review").content.decode()
    assert desk.post(f"/break-glass/{row.pk}/review/", {"review": ""}).status_code == 422
    assert desk.post(f"/break-glass/{row.pk}/review/", {"review": "只看了值班表，确有必要"}).status_code == 302
    assert desk.post(f"/break-glass/{row.pk}/review/", {"review": "again"}).status_code == 422
    assert BreakGlass.objects.get().reviewer == cast.user("auditor").person


FORBIDDEN = {
    "longer": "UPDATE accounts_breakglass SET ends_at = ends_at + interval '1 minute'",
    "more than four hours": "UPDATE accounts_breakglass SET minutes = 241",
    "another group": "UPDATE accounts_breakglass SET \"group\" = 'hr'",
    "an administrator": "UPDATE accounts_breakglass SET \"group\" = 'auditor'",
    "another unit": "UPDATE accounts_breakglass SET unit_id = unit_id - 1",
    "another user": "UPDATE accounts_breakglass SET user_id = user_id + 1",
    "the asker decides": "UPDATE accounts_breakglass SET decided_by_id = user_id, decider_id = person_id",
    "a decider's false person": "UPDATE accounts_breakglass SET decider_id = NULL",
    "asked for again": "UPDATE accounts_breakglass SET status = 'asked', ends_at = NULL",
    "the asker looks it through":
        "UPDATE accounts_breakglass SET reviewed_by_id = user_id, reviewer_id = person_id, reviewed_at = now()",
    "deleted": "DELETE FROM accounts_breakglass",
}  # fmt: skip


def test_the_database_refuses_what_no_service_does(cast, assure):
    opened(cast)
    taken = [name for name, statement in FORBIDDEN.items() if runs(statement)]
    assert runs("UPDATE accounts_breakglass SET ends_at = ends_at - interval '1 minute'"), (
        "the control: shorter is allowed"
    )
    assure(
        "R-08", f"{len(taken)} of {len(FORBIDDEN)} forbidden changes of emergency rights taken: {taken}", ok=not taken
    )


def runs(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_an_administrator_and_an_emergency_never_meet_in_the_database(cast):
    opened(cast)
    role = cast.user("requester").roles.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(role).objects.filter(pk=role.pk).update(group="auditor")
    admin = cast.user("auditor")
    values = {"group": "hr", "unit": cast["south"], "minutes": 9, "reason": WHY, "asked_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.create(user=admin, person=admin.person, **values)


def test_two_sealed_codes_of_two_people_open_it_once_with_an_alarm(cast):
    codes = sealed(cast, "甲", "乙")
    row = services.open_sealed(emergency=asked(cast), codes=[c.lower() for c in codes], by=cast.user("requester"))
    assert row.is_running(clock.now()) and alarms() == ["break_glass.opened_sealed"]
    other = asked(cast, "legal")
    with pytest.raises(BadInput):
        services.open_sealed(emergency=other, codes=codes, by=cast.user("legal"))
    assert alarms()[-1] == "break_glass.codes_wrong"
    assert AuditEntry.objects.filter(action="break_glass.codes_refused", success=False).count() == 1


@pytest.mark.parametrize("case", ["one twice", "one person's", "the asker's", "withdrawn", "of another place"])
def test_codes_that_do_not_belong_together_open_nothing(cast, case):
    row, by = asked(cast), cast.user("requester")
    first, second = sealed(cast, "甲", "乙")
    if case == "one twice":
        second = first
    elif case == "one person's":
        second = services.make_sealed_code(
            holder=SealedCode.objects.first().holder, unit=cast["city"], by=cast.user("secadmin")
        )
    elif case == "the asker's":
        second = services.make_sealed_code(holder=by.person, unit=cast["city"], by=cast.user("secadmin"))
    elif case == "withdrawn":
        services.make_sealed_code(holder=SealedCode.objects.last().holder, unit=cast["city"], by=cast.user("secadmin"))
    else:
        (second,) = sealed(cast, "丙", unit="second")
    with pytest.raises(BadInput):
        services.open_sealed(emergency=row, codes=[first, second], by=by)
    assert not SealedCode.objects.exclude(used_at=None).exists()


def test_guessing_at_sealed_codes_is_slowed(cast):
    row, by = asked(cast), cast.user("requester")
    for _try in range(10):
        with pytest.raises(BadInput):
            services.open_sealed(emergency=row, codes=["A", "B"], by=by)
    with pytest.raises(NotNow):
        services.open_sealed(emergency=row, codes=sealed(cast, "甲", "乙"), by=by)


def test_the_command_lets_a_security_administrator_in_again(cast, monkeypatch):
    user, codes = cast.user("secadmin"), sealed(cast, "甲", "乙")
    typed = lambda: monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(codes)))  # noqa: E731
    out = io.StringIO()
    typed()
    cast.user("hr")
    with pytest.raises(CommandError):
        call_command("break_glass", reset="hr", reason="不能登录", stdout=out)
    typed()
    call_command("break_glass", reset="secadmin", reason="两名安全管理员均不能登录", stdout=out)
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", out.getvalue())
    assert code and not User.objects.get(pk=user.pk).has_usable_password()
    assert "break_glass.reset" in alarms()
    typed()
    with pytest.raises(CommandError) as caught:
        call_command("break_glass", reset="secadmin", reason="again", stdout=out)
    assert caught.value.returncode == 1


def test_the_pages_from_asking_to_opening(cast):
    theirs, desk = sign_in(Client(), cast.user("requester")), sign_in(Client(), cast.user("secadmin"))
    typed = {"group": "supervisor", "code": "south", "minutes": "30", "reason": WHY}
    assert theirs.post("/break-glass/ask/", {**typed, "code": "nowhere"}).status_code == 422
    address = theirs.post("/break-glass/ask/", typed)["Location"]
    assert theirs.post("/break-glass/ask/", typed).status_code == 422
    assert desk.get(address).status_code == 200 and theirs.get(address).status_code == 200
    assert desk.post(f"{address}decide/", {"opens": "yes", "reason": ""}).status_code == 422
    assert desk.post(f"{address}decide/", {"opens": "yes", "reason": "已核实"}).status_code == 302
    assert BreakGlass.objects.get().is_running(clock.now())
    cast.officer("保管人", police_number="012345", unit="south")
    made = desk.post("/break-glass/codes/", {"police_number": "012345", "unit": cast["city"].pk})
    assert re.search(r"[A-Z2-9]{5}(-[A-Z2-9]{5}){3}", made.content.decode())
    assert not re.search(r"[A-Z2-9]{5}(-[A-Z2-9]{5}){3}", desk.get("/break-glass/codes/").content.decode())


def test_it_must_be_looked_through_in_three_days(cast):
    row = services.end_break_glass(emergency=opened(cast), by=cast.user("requester"))
    day = clock.today()
    (due,) = unreviewed(day, day + timedelta(days=3))
    assert due.due_on == day + timedelta(days=3) and not list(unreviewed(day, day + timedelta(days=2)))
    services.review_break_glass(emergency=row, by=cast.user("auditor"), review="确有必要")
    assert not list(unreviewed(day, day + timedelta(days=9)))
