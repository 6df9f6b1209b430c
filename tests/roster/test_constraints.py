"""What the database refuses by itself: plain SQL of the application's role, past every service."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from roster.models import Auxiliary, Issue, Post, Posting, Quota, WorkCard

pytestmark = pytest.mark.django_db


def refused(write: Callable[[], object]) -> str:
    """Write, past every service; answers the name of the constraint that refused, or nothing."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


def run(sql: str, *values: object) -> str:
    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return refused(write)


def copy_of(auxiliary: Auxiliary, person: int, **changes: object) -> str:
    """INSERT … SELECT of a file for another person."""
    names = [field.column for field in Auxiliary._meta.concrete_fields if field.column != "id"]
    values = {"person_id": str(person), "badge_number": "''", **{name: f"'{value}'" for name, value in changes.items()}}
    columns = ", ".join(values.get(name, name) for name in names)
    into = f"INSERT INTO roster_auxiliary ({', '.join(names)})"
    return run(f"{into} SELECT {columns} FROM roster_auxiliary WHERE id = %s", auxiliary.pk)


def test_sql_cannot_hire_past_the_quota_of_any_unit_above(cast):
    one = cast.auxiliary()
    Quota.objects.filter(unit=cast["first"]).update(number=2)
    assert copy_of(one, cast.person("二").pk, unit_id=cast["south"].pk) == ""
    assert copy_of(one, cast.person("三").pk, unit_id=cast["south"].pk) == "quota_not_exceeded"
    assert copy_of(one, cast.person("四").pk, unit_id=cast["west"].pk) == ""
    assert copy_of(one, cast.person("五").pk, status="left", left_on="2026-01-01") == ""


def test_sql_cannot_hire_without_an_approved_quota(cast):
    one = cast.auxiliary()
    assert copy_of(one, cast.person("二").pk, quota_year=2031) == "quota_approved_first"
    Quota.objects.update(approved_on=None)
    assert copy_of(one, cast.person("三").pk) == "quota_approved_first"


def test_sql_cannot_bring_back_move_in_or_recategorise_past_the_quota(cast):
    cast.quota("south", number=0)
    cast.quota("north", number=1, category="clerical")
    cast.auxiliary("文职", category="clerical")
    one = cast.auxiliary("勤务")
    assert (
        run("UPDATE roster_auxiliary SET unit_id = %s WHERE id = %s", cast["south"].pk, one.pk) == "quota_not_exceeded"
    )
    assert run("UPDATE roster_auxiliary SET category = 'clerical' WHERE id = %s", one.pk) == "quota_not_exceeded"
    Quota.objects.filter(unit=cast["first"]).update(number=2)
    gone = cast.auxiliary("离开", status="left", left_on=date(2026, 1, 1))
    assert run("UPDATE roster_auxiliary SET status = 'active' WHERE id = %s", gone.pk) == "quota_not_exceeded"


def test_a_quota_cut_below_its_use_stops_newcomers_but_not_changes_of_those_present(cast):
    one, two = cast.auxiliary("一"), cast.auxiliary("二")
    Quota.objects.filter(unit=cast["first"]).update(number=1)
    assert run("UPDATE roster_auxiliary SET unit_id = %s, grade = '八级' WHERE id = %s", cast["south"].pk, one.pk) == ""
    assert copy_of(two, cast.person("三").pk) == "quota_not_exceeded"


def test_many_rows_in_one_statement_are_counted_together(cast):
    Quota.objects.filter(unit=cast["first"]).update(number=3)
    rows = [
        Auxiliary(person=cast.person(str(n)), unit=cast["north"], category="service", hired_on=date(2026, 1, 1), quota_year=2026)
        for n in range(4)
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Auxiliary.objects.bulk_create(rows)
    Auxiliary.objects.bulk_create(rows[:3])
    assert Auxiliary.objects.count() == 3


def test_sql_cannot_fill_a_post_beyond_its_places(cast):
    post = cast.post(headcount=1)
    one, two = cast.auxiliary("一", post=post), cast.auxiliary("二")
    assert copy_of(one, cast.person("三").pk) == "headcount_not_exceeded"
    assert run("UPDATE roster_auxiliary SET post_id = %s WHERE id = %s", post.pk, two.pk) == "headcount_not_exceeded"
    Post.objects.update(headcount=2)
    assert run("UPDATE roster_auxiliary SET post_id = %s WHERE id = %s", post.pk, two.pk) == ""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("probation_until = '2024-09-01'", "probation_fits_the_term"),
        ("ends_on = '2023-01-01'", "contract_ends_after_start"),
        ("ends_on = NULL", "contract_term_fits_kind"),
        ("ended_on = '2025-01-01'", "contract_ends_on_a_ground"),
        ("statutory_extension_until = '2030-01-01'", "extension_after_the_term"),
        ("monthly_wage = -1", "contract_wage_not_negative"),
    ],
)
def test_sql_cannot_spoil_a_contract(cast, change, name):
    contract = cast.auxiliary().contracts.get()
    assert run(f"UPDATE roster_contract SET {change} WHERE id = %s", contract.pk) == name


def test_contracts_never_overlap_and_one_is_open(cast):
    one = cast.auxiliary()
    follow = {"ends_on": date(2032, 1, 1)}
    assert refused(lambda: cast.contract(one, starts_on=date(2030, 1, 1), **follow)) == "one_open_contract"
    one.contracts.update(ended_on=date(2029, 12, 31), end_ground="expired")
    assert refused(lambda: cast.contract(one, starts_on=date(2029, 12, 31), **follow)) == "one_contract_at_a_time"
    assert refused(lambda: cast.contract(one, starts_on=date(2030, 1, 1), **follow)) == ""


def test_nobody_serves_in_two_places_or_carries_two_cards(cast):
    one = cast.auxiliary()
    place = {"auxiliary": one, "unit": cast["south"], "starts_on": date(2026, 1, 1)}
    assert refused(lambda: Posting.objects.create(**place)) == "one_posting_at_a_time"
    card = {"auxiliary": one, "number": "N", "valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
    assert refused(lambda: WorkCard.objects.create(**card)) == "one_card_at_a_time"


def test_a_badge_number_and_a_radio_have_one_holder(cast):
    one, two = cast.auxiliary("一", badge_number="F1"), cast.auxiliary("二")
    assert run("UPDATE roster_auxiliary SET badge_number = 'F1' WHERE id = %s", two.pk) == "badge_number_once"
    radio = {"kind": "radio", "serial": "R1", "issued_on": date(2026, 1, 1)}
    Issue.objects.create(auxiliary=one, **radio)
    assert refused(lambda: Issue.objects.create(auxiliary=two, **radio)) == "one_holder_at_a_time"


@pytest.mark.parametrize("table", ["auxiliary", "contract", "posting", "quota", "leaving", "document"])
def test_the_application_deletes_no_file(cast, table):
    cast.auxiliary()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM roster_{table}")
