"""The force in figures: what is counted, against the quota and the standard, and only within sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from roster.selectors import figures
from tests.cast import TODAY, Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = Cast()
    cast.auxiliary("甲", born=date(1996, 11, 16))  # thirty today
    cast.auxiliary("乙", born=date(1996, 11, 17))  # thirty tomorrow
    cast.auxiliary("丙", unit="south", category="clerical", born=date(1980, 1, 1))
    cast.auxiliary("丁", unit="west", born=date(1999, 1, 1))
    cast.auxiliary("戊", status="left", left_on=date(2026, 6, 30))
    return cast


def force(cast: Cast, unit: str, name: str = "higher") -> figures.Force:
    return figures.forces([cast[unit]], cast.user(name), TODAY)[0]


def test_a_unit_counts_with_all_below_and_without_those_who_left(cast):
    first, north = force(cast, "first"), force(cast, "north")
    assert (first.total, first.service, first.clerical) == (3, 2, 1)
    assert (north.total, north.service, north.clerical) == (2, 2, 0)


def test_thirty_today_is_not_under_thirty(cast):
    assert force(cast, "north").young == 1
    assert force(cast, "first").young_share == Decimal("33.3")


def test_nobody_counts_what_is_out_of_sight(cast):
    assert force(cast, "first", "hr2").total == 0
    assert force(cast, "second", "hr2").total == 1


def test_the_quota_is_compared_with_all_it_counts(cast):
    (quota,) = force(cast, "first").quotas
    assert (quota.used, quota.number) == (3, 500)


@pytest.mark.parametrize(
    ("residents", "rate", "over"), [(2000, "15.0", False), (1999, "15.0", True), (1900, "15.8", True)]
)
def test_the_rate_is_for_10000_residents_against_the_standard_of_the_day(cast, residents, rate, over):
    cast["first"].residents = residents
    found = force(cast, "first")
    assert (found.per_10000, found.over_standard) == (Decimal(rate), over)
    assert found.standard.to_be_confirmed


def test_without_residents_there_is_no_rate_and_nothing_over_it(cast):
    found = force(cast, "first")
    assert found.per_10000 is None and not found.over_standard


def test_the_figures_stand_on_the_units_page_and_on_the_desk_of_whoever_allocates_quotas(cast):
    cast["first"].residents = 1900
    cast["first"].save()
    page = sign_in(Client(), cast.user("higher")).get(f"/units/{cast['first'].pk}/").content.decode()
    assert "15.8" in page and f"/roster/?unit={cast['first'].code}" in page
    desk = sign_in(Client(), cast.user("higher")).get("/").content.decode()
    assert "15.8" in desk
    assert "15.8" not in sign_in(Client(), cast.user("pay-clerk")).get(f"/units/{cast['first'].pk}/").content.decode()


def test_the_desk_of_the_higher_organ_takes_few_queries(cast, django_assert_max_num_queries):
    client = sign_in(Client(), cast.user("higher"))
    with django_assert_max_num_queries(25):
        client.get("/")
