"""The figures: counted on the day, within sight, in few queries, and the same on the page, in the table and in the file."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from duties.models import RefusedAttempt
from insights import charts, counting
from insights.facts import Facts
from insights.place import day_asked, place_asked
from roster.models import Quota
from roster.services import leave
from tests.cast import TODAY, Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moved(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())


@pytest.fixture
def cast() -> Cast:
    cast = Cast()
    cast.auxiliary("甲", born=dt.date(1996, 11, 16), education="bachelor")  # thirty today
    cast.auxiliary("乙", born=dt.date(1996, 11, 17), hired_on=dt.date(2026, 3, 2))  # thirty tomorrow
    cast.auxiliary("丙", unit="south", category="clerical", born=dt.date(1960, 1, 1), hired_on=dt.date(2010, 1, 1))
    cast.auxiliary("丁", unit="west", born=dt.date(1999, 1, 1))
    return cast


def facts(cast: Cast, who: str = "hr", **asked: str) -> Facts:
    return Facts(cast.user(who), place_asked(cast.user(who), asked, TODAY))


def test_only_units_in_sight_are_counted(cast):
    assert facts(cast).total == 3
    assert facts(cast, unit="north").total == 2
    assert facts(cast, unit="west").place.missing and facts(cast, unit="no-such").total == 0
    assert facts(cast, "hr2").total == 1 and facts(cast, "higher").total == 4
    assert facts(cast, "inspector").place.paths == ()


def test_ages_fall_into_bands_and_thirty_today_is_not_under_thirty(cast):
    found = facts(cast)
    assert (found.young, found.young_share) == (1, Decimal("33.3"))
    chart = charts.age(found)
    assert [line.cells[0] for line in chart.lines] == [0, 1, 1, 0, 0, 0, 0, 1]
    assert sum(line.cells[0] for line in chart.lines) == found.total


def test_service_and_education_count_everybody_once(cast):
    found = facts(cast)
    service, school = charts.service(found), charts.education(found)
    assert [line.cells[0] for line in service.lines] == [1, 1, 0, 0, 1]
    assert sum(line.cells[0] for line in school.lines) == 3
    assert school.lines[3].cells[0] == 1 and school.lines[-1].cells[0] == 2  # bachelor; not stated


def test_a_day_in_the_past_counts_who_was_there_then(cast):
    one = cast.auxiliary("戊", hired_on=dt.date(2024, 5, 1))
    leave(auxiliary=one, last_day=dt.date(2026, 10, 1), ground="resigned", by=cast.user("hr"), on=TODAY)
    assert facts(cast).total == 3
    assert facts(cast, day="2026-09-30").total == 4
    assert facts(cast, day="2026-02-28").total == 3  # before 乙 was hired
    joined, left = facts(cast).turnover
    assert left[counting.Month(dt.date(2026, 10, 1))] == 1 and joined[counting.Month(dt.date(2026, 3, 1))] == 1


def test_units_below_are_compared_and_the_unit_itself_has_a_row_when_somebody_serves_in_it(cast):
    cast.auxiliary("己", unit="first")
    chart = charts.units(facts(cast))
    assert [(line.label, line.cells[-1]) for line in chart.lines][:2] == [("north unit", 2), ("south unit", 1)]
    assert len(chart.lines) == 3 and chart.lines[2].cells[-1] == 1 and "first unit" in chart.lines[2].label


def test_the_rate_is_held_against_the_standard_which_is_to_be_confirmed(cast):
    cast["first"].residents = 1900
    cast["first"].save()
    chart = charts.standard(facts(cast))
    assert chart.open_point and chart.lines[0].cells[2:4] == (Decimal("15.8"), 15)


def test_the_quota_counts_what_it_binds(cast):
    assert charts.force(facts(cast)).lines[0].cells == (3, 500, 497)


def test_contracts_end_in_their_month_and_those_run_over_stand_apart(cast):
    one = cast.auxiliary("庚", papers=False)
    cast.contract(one, ends_on=dt.date(2026, 12, 5))
    two = cast.auxiliary("辛", papers=False)
    cast.contract(two, ends_on=dt.date(2026, 11, 1))
    chart = charts.contracts(facts(cast))
    assert [line.cells[0] for line in chart.lines] == [0, 1, *[0] * 10, 1, 3, 0]


def test_money_counts_places_taken_and_free(cast):
    post = cast.post(headcount=4)
    cast.auxiliary("壬", post=post)
    assert charts.funding(facts(cast)).lines[0].cells == (1, 0, 4, 3)


def test_refused_attempts_are_counted_by_duty_for_inspectors_alone(cast):
    for codes in (["traffic-penalty-issue"], ["traffic-penalty-issue", "patrol-street"]):
        RefusedAttempt.objects.create(
            unit=cast["north"], requester=cast.user("requester"), requester_person=cast.user("requester").person,
            text="x", codes=codes, duties_refused=["traffic-penalty-issue"], decision={},
            created_at=dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC),
        )  # fmt: skip
    assert facts(cast, "inspector").refused == {"traffic-penalty-issue": 2}
    assert [chart.key for chart in charts.all_of(facts(cast, "inspector"))] == ["refused"]
    assert "refused" not in {chart.key for chart in charts.all_of(facts(cast))}
    page = sign_in(Client(), cast.user("inspector")).get("/insights/").content.decode()
    assert "chart-refused" in page and "chart-age" not in page
    desk = sign_in(Client(), cast.user("inspector")).get("/").content.decode()
    assert "chart-refused" in desk


@pytest.mark.parametrize(
    ("typed", "day"),
    [("", TODAY), ("2026-02-31", TODAY), ("2030-01-01", TODAY), ("0001-01-01", TODAY), ("2025-12-31", dt.date(2025, 12, 31))],
)  # fmt: skip
def test_the_day_is_read_from_the_address_and_never_lies_ahead(typed, day):
    assert day_asked(typed, TODAY) == day


def test_a_leap_day_has_its_birthday_on_the_28th():
    assert counting.years_before(dt.date(2028, 2, 29), 30) == dt.date(1998, 2, 28)


def test_the_page_shows_every_chart_with_its_table_and_downloads(cast):
    cast.quota("north", number=5)
    cast["north"].residents = 900
    cast["north"].save()
    page = sign_in(Client(), cast.user("hr")).get("/insights/?unit=north&day=2026-11-01").content.decode()
    for key in ("force", "standard", "units", "age", "education", "service", "turnover", "funding", "contracts"):
        assert f'id="chart-{key}"' in page, key
        assert f"/insights/{key}.xlsx?unit=north&amp;day=2026-11-01" in page, key
    assert page.count("<table") == 9


def test_a_file_holds_what_the_table_holds(cast):
    client = sign_in(Client(), cast.user("hr"))
    answer = client.get("/insights/age.csv?unit=north")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[2].startswith("25–29,1,") and "attachment" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(client.get("/insights/units.xlsx").streaming_content)))
    values = book.get_sheet_by_index(0).to_python()
    assert values[0][0].endswith("2026年11月16日") and values[2][0] == "north unit" and values[2][-1] == 2


def test_a_name_that_a_spreadsheet_would_run_is_told_as_text(cast):
    cast["north"].name = cast["north"].short_name = '=HYPERLINK("http://x","y")'
    cast["north"].save()
    text = b"".join(sign_in(Client(), cast.user("hr")).get("/insights/units.csv").streaming_content).decode()
    assert "\"'=HYPERLINK(" in text


def test_what_is_not_there_or_not_ones_own_is_404_and_what_is_no_right_403(cast):
    hr, inspector = (sign_in(Client(), cast.user(name)) for name in ("hr", "inspector"))
    assert hr.get("/insights/nothing.csv").status_code == 404
    assert hr.get("/insights/age.pdf").status_code == 404
    assert hr.get("/insights/age.csv?unit=west").status_code == 404
    assert hr.get("/insights/refused.csv").status_code == 403
    assert inspector.get("/insights/age.csv").status_code == 403
    assert inspector.get("/insights/refused.csv").status_code == 200
    assert sign_in(Client(), cast.user("pay-clerk")).get("/insights/").status_code == 403
    assert "chart-age" not in hr.get("/insights/?unit=west").content.decode()


def test_more_people_and_units_ask_no_more_queries(cast):
    client = sign_in(Client(), cast.user("hr"))
    client.get("/insights/")
    with CaptureQueriesContext(connection) as few:
        client.get("/insights/")
    for place in range(12):
        cast.auxiliary(f"增{place}", unit="south", born=dt.date(1980, 1, 1) + dt.timedelta(days=place))
    with CaptureQueriesContext(connection) as many:
        client.get("/insights/")
    assert len(many) <= len(few)
    assert len(few) <= 22, len(few)


def test_the_desk_of_the_higher_organ_tells_what_stands_out(cast):
    cast["first"].residents = 1000
    cast["first"].save()
    Quota.objects.filter(unit=cast["first"]).update(number=2)
    page = sign_in(Client(), cast.user("higher")).get("/").content.decode()
    assert "card-insights.out" in page and "超过标准" in page
    assert f"/units/{cast['first'].pk}/" in page and "unit=first&amp;year=2026" in page
