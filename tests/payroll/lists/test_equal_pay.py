"""Does the equal-pay report say who is paid less for the same work, to whom it may say it, in few queries?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.perms import Perms
from core.registries import export_kinds
from payroll import services
from payroll.lists import asked, comparing, costs, showing
from payroll.models import DispatchFee, FundingSource, InsuranceTerms
from roster.models import Post
from tests.cast import LONG_AGO, TODAY, sign_in
from tests.payroll.running.conftest import OCTOBER
from tests.payroll.running.test_leftovers import changes_to_the_organ

D = Decimal


def about(user: User, **query: str) -> asked.Asked:
    return asked.asked_of(user, {"month": "2026-10", **query}, TODAY)


def told(user: User, **query: str):
    where = about(user, **query)
    found = comparing.find(user, where)
    return showing.report(where, found), found


@pytest.fixture
def three_clerks(office, dispatched, paid):
    """The same post, grade and service: two of the organ at 3,500.00 (one without the fund), one sent by a firm at 2,900.00."""
    InsuranceTerms.objects.create(
        unit=office.unit, kind="housing_fund", place="成都", since=LONG_AGO, floor=2330, cap=22938,
        own_rate=D("0.05"), unit_rate=D("0.05"), document="公积金〔2025〕1号",
    )  # fmt: skip
    post = office.cast.post("内勤", category="clerical")
    people = [office.person("王一", post=post), office.person("王二", post=post), dispatched("王三", post=post)]
    for someone in (people[0], people[2]):
        opening = services.Opening("成都", LONG_AGO.replace(year=2024), LONG_AGO.replace(year=2024))
        services.enrol(auxiliary=someone, kinds=["housing_fund"], opening=opening, by=office.clerk)
    DispatchFee.objects.create(agreement=office.agreement, since=LONG_AGO, a_head=D("60.00"))
    office.input(people[2], "item", item_code="night", quantity=D(2))
    paid()
    return people


def test_the_clerk_whom_a_firm_sends_is_paid_600_less_and_nothing_explains_it(office, three_clerks):
    report, found = told(office.clerk)
    (only,) = report.comparisons
    best, sent = only.groups
    assert (only.of.post, found.planned, found.unknown) == ("内勤", 0, 0)
    assert (best.people, best.mean, best.middle, best.lacking) == (2, D("3550.00"), D("3550.00"), {"housing_fund": 1})
    # Each has 50.00 of seniority. 3,550.00 − (2,950.00 + 2 nights of 30.00) = 540.00: the nights explain −60.00, 600.00 stay.
    assert (sent.dispatched, sent.mean, sent.gap) == (1, D("3010.00"), D("540.00"))
    assert (sent.explained, sent.left, sent.verdict) == ((("times", D("-60.00")),), D("600.00"), "unexplained")
    (row,) = showing.shown(report.comparisons, report.bands)
    assert row.groups[1].employer == "firm of first"
    assert [cite["article"] for cite in row.groups[1].cites] == ["63"]
    assert [cite["article"] for cite in row.groups[0].cites] == ["15"]
    assert report.left == D("600.00")


def test_what_is_left_is_the_same_when_no_run_was_released_yet(office, dispatched):
    post = office.cast.post("内勤")
    for someone in (office.person("王一", post=post), dispatched("王三", post=post)):
        assert someone.post_id == post.pk
    report, found = told(office.clerk)
    assert found.planned == 2 and report.left == D("600.00")


def test_another_source_of_money_for_the_same_post_is_another_group(office, paid):
    FundingSource.objects.create(unit=office.unit, kind="own_budget", name="自有经费")
    own = office.cast.post("内勤", unit="south")
    Post.objects.filter(pk=own.pk).update(funding_source="own_budget")
    office.person("王一", post=office.cast.post("内勤"), wage="3600.00")
    office.person("王二", post=own, unit="south", wage="3300.00")
    paid()
    report, _found = told(office.clerk, by="source")
    (only,) = report.comparisons
    assert [group.left for group in only.groups] == [D("0.00"), D("300.00")]
    assert {row.source for row in showing.shown([only], report.bands)[0].groups} == {"专项经费", "自有经费"}


def test_a_reader_who_may_not_read_single_pay_is_told_no_group_below_three(office, three_clerks, client):
    hr = office.cast.user("hr")
    report, _found = told(hr)
    assert [group.verdict for group in report.comparisons[0].groups] == ["hidden", "hidden"]
    page = sign_in(client, hr).get(reverse("payroll:equal-pay"), {"month": "2026-10", "by": "employer"})
    said = page.content.decode()
    assert page.status_code == 200 and "not told" in said
    assert not any(amount in said for amount in ("3,550.00", "3,010.00", "2,900.00", "600.00"))


def test_people_of_other_units_are_not_in_it(office, three_clerks):
    assert told(office.cast.user("hr2"))[1].people == []
    assert about(office.clerk, unit="second").missing
    assert len(told(office.clerk, unit="south")[1].people) == 0


def test_insurance_for_everybody_is_the_clerk_without_the_fund(office, three_clerks):
    """3,550.00 × 5 % = 177.50 on each side, 2,130.00 a year for the unit."""
    where = about(office.clerk)
    found = costs.everybody(where, comparing.find(office.clerk, where))
    assert [(one.kind, one.people, one.by_unit, one.own) for one in found.kinds] == [
        ("housing_fund", 1, D("177.50"), D("177.50"))
    ]
    assert (found.month, found.year, found.at_least, found.unknown) == (D("177.50"), D("2130.00"), False, 0)


def test_without_the_place_s_rate_the_fund_counts_at_least_and_says_so(office, paid):
    office.person("无公积金")
    paid()
    where = about(office.clerk)
    found = costs.everybody(where, comparing.find(office.clerk, where))
    assert (found.month, found.at_least) == (D("177.50"), True)


def test_the_cost_of_a_unit_is_what_its_run_paid_and_what_it_bore_besides(office, three_clerks):
    run = office.unit.pay_runs.get()
    where = asked.asked_of(office.clerk, {"month": "2026-10"}, TODAY, right=Perms.VIEW_PAY)
    rows = costs.costs_of(office.clerk, where)
    assert [(row["unit__code"], row["paid"], row["besides"], row["months"]) for row in rows] == [
        ("north", run.gross, run.cost, 3)
    ]
    assert costs.total_of(rows)["all"] == run.gross + run.cost


def test_the_pages_show_money_articles_and_what_is_to_be_confirmed(office, three_clerks, client):
    sign_in(client, office.clerk)
    for name, expected in (("equal-pay", "600.00"), ("everybody", "177.50"), ("costs", "10,110.00")):
        page = client.get(reverse(f"payroll:{name}"), {"month": "2026-10"})
        assert page.status_code == 200 and expected in page.content.decode(), name


def test_programs_read_what_the_pages_tell(office, three_clerks, client):
    sign_in(client, office.clerk)

    def read(name: str, **query: str):
        return client.get(f"/api/v1/equal-pay/{name}", {"month": "2026-10", **query})

    told = read("").json()
    (only,) = told["comparisons"]
    assert (told["month"], told["people"], told["unexplained"], told["left"]) == ("2026-10-01", 3, 1, "600.00")
    best, sent = only["groups"]
    assert (best["mean"], best["lacking"]) == ("3550.00", [{"kind": "housing_fund", "people": 1}])
    assert (sent["verdict"], sent["gap"], sent["left"]) == ("unexplained", "540.00", "600.00")
    assert sum(D(one["amount"]) for one in sent["explained"]) == D("-60.00") and sent["cites"]
    assert read("", **{"from": "1"}).json()["comparisons"] == [] and told["in_all"] == 1
    bare = read("insurance/").json()
    assert (bare["by_month"], bare["by_year"]) == ("177.50", "2130.00") and bare["kinds"][0]["kind"] == "housing_fund"
    assert [row["people"] for row in bare["units"]] == [1]
    run, cost = office.unit.pay_runs.get(), read("costs/").json()
    assert D(cost["units"][0]["all"]) == D(cost["total"]["all"]) == run.gross + run.cost and cost["in_all"] == 1
    for wrong in ({"month": "2026-13"}, {"month": "2001-01"}, {"month": "2099-01"}, {"unit": "second"}, {"by": "name"}):
        assert read("", **wrong).status_code == 400, wrong
    sign_in(client, office.cast.user("hr"))
    assert read("costs/").status_code == 403
    told, bare = read("", by="employer").json(), read("insurance/").json()
    assert told["by"] == ["unit", "employer", "source"] and told["left"] is None
    for group in told["comparisons"][0]["groups"]:
        figures = {group[name] for name in ("people", "mean", "median", "same_work", "gap", "left")}
        assert group["verdict"] == "hidden" and figures == {None} and not group["explained"] and not group["lacking"]
    assert (bare["people"], bare["by_month"], bare["by_year"], bare["kinds"], bare["units"]) == (1, None, None, [], [])


@pytest.mark.parametrize("name", ["equal-pay", "everybody", "costs", "lists"])
def test_the_pages_say_kindly_that_there_is_nothing(name, office, client):
    sign_in(client, office.clerk)
    for query in (
        {},
        {"unit": "nowhere"},
        {"month": "2026-13"},
        {"month": "2001-01"},
        {"month": "2099-01"},
        {"month": "2026-12"},
        {"by": "name", "page": "9"},
    ):
        page = client.get(reverse(f"payroll:{name}"), query)
        assert page.status_code == 200 and 'class="empty' in page.content.decode(), query


def test_the_file_says_what_the_page_says_and_no_name(office, three_clerks):
    kind, asked_for = export_kinds.get("equal-pay"), {"month": "2026-10"}
    persons = set(kind.people(office.clerk, asked_for, TODAY))
    assert persons == {someone.person_id for someone in three_clerks}
    assert kind.within(office.clerk, persons, asked_for) == persons
    assert kind.within(office.cast.user("hr2"), persons, asked_for) == set()
    rows = list(kind.make(office.clerk, asked_for, TODAY).rows)
    assert [(row[4], row[10], row[11]) for row in rows] == [
        (2, D("0.00"), "most for the same work"),
        (1, D("600.00"), "not explained"),
    ]
    assert not any("王" in str(cell) for row in rows for cell in row)
    hidden = list(kind.make(office.cast.user("hr"), asked_for, TODAY).rows)
    assert all(row[5:9] == [None] * 4 and row[4] == "< 3" for row in hidden)


def test_more_people_do_not_ask_more_queries(office, three_clerks):
    def queries() -> int:
        where = about(office.clerk)
        with CaptureQueriesContext(connection) as asked_now:
            report = showing.report(where, comparing.find(office.clerk, where))
            showing.shown(report.comparisons, report.bands)
        return len(asked_now)

    post = office.cast.post("内勤")
    office.person("新人", post=post)
    before = queries()
    for number in range(4):
        office.person(f"新人{number}", post=post)
    assert queries() == before <= 32


def test_more_people_than_a_page_takes_are_asked_for_by_unit(office, three_clerks, client, monkeypatch):
    monkeypatch.setattr(comparing, "MOST_PAID", 2)
    page = sign_in(client, office.clerk).get(reverse("payroll:equal-pay")).content.decode()
    assert "3 people are not in it" in page
    where = about(office.clerk)
    assert len(comparing.find(office.clerk, where, whole=True).people) == 3


@pytest.mark.parametrize("released", [True, False])
def test_whoever_changed_the_employer_in_the_month_is_insured_once_and_lacks_the_fund_once(released, office, paid):
    """4,350.00 from the firm until the 18th, 6,525.00 from the organ then: two parts of the same work, 2,175.00 apart."""
    someone = changes_to_the_organ(office, OCTOBER.replace(day=19), post=office.cast.post("内勤"))
    if released:
        paid()
    report, found = told(office.clerk)
    assert [(one.unit, one.lacking) for one in found.bare] == [(someone.unit_id, ("housing_fund",))]
    (only,) = report.comparisons
    assert [group.lacking for group in only.groups] == [{"housing_fund": 1}] * 2
    assert [group.left for group in only.groups] == [D("0.00"), D("2175.00")]
