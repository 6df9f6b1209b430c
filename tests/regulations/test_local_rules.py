"""Bans, values and confirmations: two natural persons, once and for all, reaching everything below."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.actors import SYSTEM
from core.audit import AuditEntry
from core.errors import BadInput, NotNow
from core.models import OutboxEvent
from organisation.services.units import set_jurisdiction
from regulations import services
from regulations.models import Confirmation, LocalBan
from regulations.packs import PackError, load
from regulations.selectors import bans_for, jurisdictions, own_values, unit_pack, value_for
from tests.regulations.conftest import DAY, Cast

pytestmark = pytest.mark.django_db


def ban(cast: Cast, **more: object) -> LocalBan:
    words = {"unit": cast.east, "code": "patrol-street", "since": DAY, "reason": "Too few radios.", "by": cast.lin}
    return services.propose_ban(**(words | more))


def test_a_proposed_ban_has_no_effect_until_another_person_approves(cast: Cast) -> None:
    row = ban(cast)
    assert bans_for(cast.east, DAY) == ()
    services.approve(row=row, by=cast.chen)
    assert [one.duty for one in bans_for(cast.east, DAY)] == ["patrol-street"]
    actions = AuditEntry.objects.filter(object_type="regulations.LocalBan").values_list("action", flat=True)
    assert sorted(actions) == ["ban.approved", "ban.proposed"]


def test_a_ban_reaches_below_but_not_beside_or_above(cast: Cast) -> None:
    services.approve(row=ban(cast), by=cast.chen)
    assert bans_for(cast.station, DAY)
    assert not bans_for(cast.west, DAY)
    assert not bans_for(cast.city, DAY)


def test_a_ban_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    last = DAY + timedelta(days=9)
    services.approve(row=ban(cast, until=last), by=cast.chen)
    found = [
        bool(bans_for(cast.station, day)) for day in (DAY - timedelta(days=1), DAY, last, last + timedelta(days=1))
    ]
    assert found == [False, True, True, False]


def test_whoever_proposed_cannot_approve_even_with_a_second_account(cast: Cast) -> None:
    row = ban(cast)
    from accounts.models import User

    second = User.objects.create(username="lin2", person=cast.lin.person)
    for user in (cast.lin, second):
        with pytest.raises(NotNow):
            services.approve(row=row, by=user)
    assert bans_for(cast.east, DAY) == ()


def test_the_database_refuses_an_approval_by_the_proposer(cast: Cast) -> None:
    row = ban(cast)
    with pytest.raises(IntegrityError, match="localban_approved_by_another"), transaction.atomic():
        LocalBan.objects.filter(pk=row.pk).update(approved_by=row.proposed_by, approved_at=row.proposed_at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE regulations_localban SET until = since WHERE id = %s",
        "UPDATE regulations_localban SET approved_by_id = NULL, approved_at = NULL WHERE id = %s",
        "UPDATE regulations_localban SET duty = 'traffic-direct' WHERE id = %s",
        "DELETE FROM regulations_localban WHERE id = %s",
    ],
)
def test_what_two_persons_decided_is_never_changed(cast: Cast, statement: str) -> None:
    row = services.approve(row=ban(cast), by=cast.chen)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])
    assert LocalBan.objects.get(pk=row.pk).duty == "patrol-street"


def test_a_proposal_is_decided_not_rewritten_and_never_born_approved(cast: Cast) -> None:
    row = ban(cast)
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        LocalBan.objects.filter(pk=row.pk).update(duty="traffic-direct")
    with pytest.raises(DatabaseError, match="propose first"), transaction.atomic():
        row.pk, row.approved_by_id, row.approved_at = None, cast.chen.person_id, row.proposed_at
        row.save(force_insert=True)


def test_the_second_of_two_who_decide_is_told(cast: Cast) -> None:
    row = ban(cast)
    services.approve(row=row, by=cast.chen)
    with pytest.raises(NotNow, match="陈"):
        services.decline(row=row, because="No need.", by=cast.zhou)


def test_a_declined_ban_stays_declined_with_its_reason(cast: Cast) -> None:
    row = services.decline(row=ban(cast), because="No need.", by=cast.lin)
    assert (row.state, row.declined_because) == ("declined", "No need.")
    with pytest.raises(NotNow):
        services.approve(row=row, by=cast.chen)


def test_a_lifted_ban_ends_on_its_last_day(cast: Cast) -> None:
    row = services.approve(row=ban(cast), by=cast.chen)
    last = DAY + timedelta(days=3)
    lift = services.lift_ban(ban=row, last_day=last, reason="Radios came.", by=cast.chen)
    assert bans_for(cast.east, last + timedelta(days=1))
    services.approve(row=lift, by=cast.lin)
    assert bans_for(cast.east, last)
    assert not bans_for(cast.east, last + timedelta(days=1))
    assert not LocalBan.objects.on(last + timedelta(days=1)).exists()
    assert LocalBan.objects.on(last).exists()


def test_a_declined_lifting_leaves_the_ban(cast: Cast) -> None:
    row = services.approve(row=ban(cast), by=cast.chen)
    lift = services.lift_ban(ban=row, last_day=DAY, reason="Radios came.", by=cast.chen)
    services.decline(row=lift, because="They did not.", by=cast.zhou)
    assert bans_for(cast.east, DAY + timedelta(days=1))
    again = services.lift_ban(ban=row, last_day=DAY + timedelta(days=5), reason="Now they did.", by=cast.chen)
    services.approve(row=again, by=cast.lin)
    assert not bans_for(cast.east, DAY + timedelta(days=6))


def test_the_question_of_the_triggers_agrees_with_ours(cast: Cast) -> None:
    row = services.approve(row=ban(cast, until=DAY + timedelta(days=20)), by=cast.chen)
    lift = services.lift_ban(ban=row, last_day=DAY + timedelta(days=3), reason="Radios came.", by=cast.chen)
    services.approve(row=lift, by=cast.lin)
    for unit in (cast.city, cast.east, cast.station, cast.west):
        for days in (-1, 0, 3, 4, 21):
            day = DAY + timedelta(days=days)
            with connection.cursor() as cursor:
                cursor.execute("SELECT duty_is_banned(%s, 'patrol-street', %s)", [unit.path, day])
                assert cursor.fetchone()[0] is bool(bans_for(unit, day))


def test_an_unknown_duty_is_refused_by_its_field(cast: Cast) -> None:
    with pytest.raises(BadInput) as caught:
        ban(cast, code="no-such-duty")
    assert "duty" in caught.value.errors


def test_an_approved_ban_wakes_those_who_decide_again(cast: Cast) -> None:
    from core import outbox

    seen: list[int] = []
    outbox.consumer("regulations.local_rule_changed", name="tests.seen")(lambda payload: seen.append(payload["unit"]))
    try:
        services.approve(row=ban(cast), by=cast.chen)
        event = OutboxEvent.objects.get(consumer="tests.seen")
    finally:
        del outbox._consumers["regulations.local_rule_changed"]["tests.seen"]
    assert event.payload["path"] == cast.east.path


def test_a_unit_follows_the_nearest_row_upward_on_the_day(cast: Cast) -> None:
    set_jurisdiction(unit=cast.east, pack="CN-620000", since=DAY, by=SYSTEM)
    before = DAY - timedelta(days=1)
    assert [unit_pack(cast.station, day) for day in (before, DAY)] == ["CN-510000", "CN-620000"]
    assert unit_pack(cast.west, DAY) == "CN-510000"
    assert unit_pack(cast.west, date(2019, 12, 31)) == "CN"
    book = jurisdictions()
    for unit in (cast.city, cast.east, cast.station, cast.west):
        for day in (date(2019, 12, 31), before, DAY):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pack_of_unit(%s, %s)", [unit.path, day])
                assert cursor.fetchone()[0] == book.pack_of(unit.path, day) == unit_pack(unit, day)


def test_a_local_value_replaces_a_house_default_for_its_days_and_units(cast: Cast) -> None:
    key = "duties.rest.hours_between_duties"
    row = services.propose_value(unit=cast.east, key=key, amount="12", since=DAY, reason="Long shifts.", by=cast.lin)
    assert value_for(key, unit=cast.station, day=DAY).value == 8
    services.approve(row=row, by=cast.chen)
    found = value_for(key, unit=cast.station, day=DAY)
    assert (found.value, found.to_be_confirmed, found.pack) == (12, False, "E")
    assert value_for(key, unit=cast.station, day=DAY - timedelta(days=1)).value == 8
    assert value_for(key, unit=cast.west, day=DAY).value == 8


def test_the_nearest_local_value_counts_and_exact_numbers_stay_exact(cast: Cast) -> None:
    key = "roster.dispatch.cap_share"
    for unit, amount in ((cast.east, "0.05"), (cast.station, "0.01")):
        row = services.propose_value(unit=unit, key=key, amount=amount, since=DAY, reason="House.", by=cast.lin)
        services.approve(row=row, by=cast.chen)
    assert value_for(key, unit=cast.station, day=DAY).value == Decimal("0.01")
    assert value_for(key, unit=cast.east, day=DAY).value == Decimal("0.05")


@pytest.mark.parametrize(
    ("key", "amount", "field"),
    [
        ("roster.contract.written_within_months", "2", "key"),  # law that was read
        ("roster.no.such", "2", "key"),
        ("duties.rest.hours_between_duties", "eight", "amount"),
        ("duties.rest.hours_between_duties", "8.5", "amount"),
        ("duties.rest.hours_between_duties", "-1", "amount"),
        ("duties.rest.hours_between_duties", "NaN", "amount"),
    ],
)
def test_what_an_office_may_not_set_is_refused_by_its_field(cast: Cast, key: str, amount: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        services.propose_value(unit=cast.east, key=key, amount=amount, since=DAY, reason="Why not.", by=cast.lin)
    assert list(caught.value.errors) == [field]


def test_two_persons_confirm_a_value_for_their_office_only(cast: Cast) -> None:
    key = "roster.quota.auxiliaries_per_10000_residents"
    since = value_for(key, unit=cast.east, day=DAY).since
    words = {"kind": "value", "pack": "CN", "key": key, "row_since": since}
    row = services.propose_confirmation(
        unit=cast.east, **words, text_read="County plan 2026, section 3", reason="Read it.", by=cast.lin
    )
    assert value_for(key, unit=cast.station, day=DAY).to_be_confirmed
    services.approve(row=row, by=cast.chen)
    assert not value_for(key, unit=cast.station, day=DAY).to_be_confirmed
    assert value_for(key, unit=cast.west, day=DAY).to_be_confirmed


def test_only_an_open_point_can_be_confirmed_and_only_once_at_a_time(cast: Cast) -> None:
    words = {"unit": cast.east, "text_read": "Order 345", "reason": "Read it.", "by": cast.lin}
    with pytest.raises(BadInput):
        services.propose_confirmation(kind="source", pack="CN", key="LCL", row_since=None, **words)
    point = {"kind": "source", "pack": "CN-510000", "key": "SC", "row_since": None}
    services.propose_confirmation(**point, **words)
    with pytest.raises(BadInput):
        services.propose_confirmation(**point, **words)
    assert Confirmation.objects.count() == 1


def test_those_below_see_what_binds_them_and_neighbours_do_not(cast: Cast) -> None:
    ban(cast, unit=cast.city)
    ban(cast, unit=cast.station)
    assert LocalBan.objects.visible_to(cast.lin).count() == 2
    assert [row.unit for row in LocalBan.objects.visible_to(cast.wu)] == [cast.city]
    from core.perms import Perms

    assert [row.unit for row in LocalBan.objects.visible_to(cast.chen, Perms.APPROVE_LOCAL_RULE)] == [cast.station]


def test_asking_for_all_units_at_once_agrees_with_asking_one(cast: Cast, django_assert_num_queries: object) -> None:
    key = "duties.rest.hours_between_duties"
    last = DAY + timedelta(days=5)
    for unit, amount, since, until in (
        (cast.city, "9", DAY, None),
        (cast.east, "10", DAY, last),
        (cast.east, "11", DAY + timedelta(days=2), last),
    ):
        row = services.propose_value(
            unit=unit, key=key, amount=amount, since=since, until=until, reason="R", by=cast.lin
        )
        services.approve(row=row, by=cast.chen)
    book = own_values()
    found = []
    for days in (-1, 0, 2, 5, 6):
        day = DAY + timedelta(days=days)
        for unit in (cast.city, cast.east, cast.station, cast.west):
            said = book.at(key, path=unit.path, day=day)
            assert said == value_for(key, unit=unit, day=day)
            found.append(said.value)
    assert found == [8, 8, 8, 8, 9, 10, 10, 9, 9, 11, 11, 9, 9, 11, 11, 9, 9, 9, 9, 9]
    with django_assert_num_queries(3):  # type: ignore[operator]
        own_values()


def test_a_unit_cannot_follow_a_place_without_rules(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="no rule pack CN-999999"), transaction.atomic():
        set_jurisdiction(unit=cast.east, pack="CN-999999", since=DAY, by=SYSTEM)
    assert unit_pack(cast.east, DAY) == "CN-510000"


def test_choosing_a_place_wakes_those_who_decide_again(cast: Cast) -> None:
    from core import outbox

    outbox.consumer("unit.jurisdiction_set", name="tests.seen")(lambda payload: None)
    try:
        set_jurisdiction(unit=cast.east, pack="CN-620000", since=DAY, by=SYSTEM)
        event = OutboxEvent.objects.get(consumer="tests.seen")
    finally:
        del outbox._consumers["unit.jurisdiction_set"]["tests.seen"]
    assert event.payload == {"unit": cast.east.pk, "path": cast.east.path, "since": DAY.isoformat()}


def test_what_was_not_found_is_supplied_by_the_office_and_anew_for_each_year(cast: Cast) -> None:
    key = "payroll.insurance.pension_base_floor"
    assert load().at(key, day=date(2025, 12, 31), pack="CN-510000").value == 4588
    for silent in (
        lambda: load().at(key, day=date(2026, 1, 1), pack="CN-510000"),
        lambda: value_for(key, unit=cast.east, day=DAY),
    ):
        with pytest.raises(PackError, match="must supply"):
            silent()
    words = {"unit": cast.east, "key": key, "reason": "Notice of the province.", "by": cast.lin}
    with pytest.raises(BadInput):  # a year whose notice was read
        services.propose_value(**words, amount="4700", since=date(2025, 12, 31))
    services.approve(row=services.propose_value(**words, amount="4700", since=date(2026, 1, 1)), by=cast.chen)
    assert value_for(key, unit=cast.station, day=DAY).value == 4700
