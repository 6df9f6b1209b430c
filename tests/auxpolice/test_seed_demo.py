"""The demonstration tells the truth of the reports it grew from."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import User
from auxpolice import demo_world as world
from auxpolice.demo_signins import SIGN_INS
from auxpolice.seeding.pay import months_of
from core import clock
from discipline.models import Appeal, Appraisal, Complaint, Incident, WarningNote, Withdrawal
from discipline.selectors import warnings
from duties.models import Assignment, RefusedAttempt
from insights import charts
from insights.facts import Facts
from insights.place import place_asked
from organisation.models import Unit
from payroll.lists import asked, comparing, costs, showing
from payroll.models import Enrolment, PayRun, Payslip
from payroll.running.standing_out import cards_changed
from reminders.models import Notice
from roster.models import Auxiliary, Contract


@pytest.fixture
def demo(fresh_db, settings):
    settings.DEMO = True
    call_command("seed_demo", verbosity=0)
    return clock.today()


def warned(demo):
    """How many people the inspector finds with a reason nobody has looked at yet."""
    inspector, policies = User.objects.get(username="inspector"), warnings.Policies(demo)
    found = warnings.people(inspector, policies, demo, sign="waiting")
    assert all(one.unanswered for one in warnings.warned(list(found), policies, demo))
    return len(found)


def test_the_demonstration_has_something_true_to_say_once(demo, settings):
    county = Auxiliary.objects.filter(unit__path__startswith=Unit.objects.get(code=world.COUNTY).path)
    thirty = demo.replace(year=demo.year - 30) if (demo.month, demo.day) != (2, 29) else dt.date(demo.year - 30, 2, 28)
    assert county.count() == 378
    assert county.filter(person__born_on__gt=thirty).count() == 74
    sub = Auxiliary.objects.filter(unit__path__startswith=Unit.objects.get(code=world.SUB_BUREAU).path)
    assert sub.count() == 40 + 40 + 40 + 40 + 80 + 51
    told = Facts(
        User.objects.get(username="hr"), place_asked(User.objects.get(username="hr"), {"unit": world.COUNTY}, demo)
    )
    assert (told.total, told.young, told.young_share) == (378, 74, Decimal("19.6"))
    assert sum(line.cells[-1] for line in charts.units(told).lines) == 378
    assert "19.6" in charts.age(told).says and charts.force(told).lines[0].cells == (378, 405, 27)
    assert set(User.objects.values_list("username", flat=True)) == {s.username for s in SIGN_INS}
    ends = set(
        Contract.objects.filter(unit__path__startswith=county[0].unit.path[:4]).values_list("ends_on", flat=True)
    )
    for days in (7, 30, 60, 90, -12):
        assert demo + dt.timedelta(days=days) in ends
    clerks = Auxiliary.objects.filter(post__funding_source="own_budget")
    assert clerks.count() > 50 and not Enrolment.objects.filter(auxiliary__in=clerks).exists()
    assert not Enrolment.objects.filter(kind="housing_fund").exists()
    states = dict(Assignment.objects.values_list("status").annotate(n=Count("pk")))
    assert {"draft", "pending", "referred", "approved", "returned", "under_way"} <= set(states)
    assert RefusedAttempt.objects.count() == 2
    assert Appeal.objects.get(verdict="").case.status == "appealed"
    assert set(Complaint.objects.values_list("status", flat=True)) == {"in_hand", "received"}
    appraised = dict(Appraisal.objects.values_list("status").annotate(n=Count("pk")).order_by())
    assert appraised["contested"] == 1 and appraised["reported"] == 1 and min(appraised["open"], appraised["told"]) > 5
    asked = Withdrawal.objects.get(answer="")
    told = Notice.objects.get(subject=f"discipline.withdrawal:{asked.pk}").deliveries
    assert "supervisor" in set(told.values_list("user__username", flat=True))
    assert Incident.objects.filter(status="in_hand").count() == Incident.objects.filter(status="reported").count() == 1
    assert 5 <= warned(demo) <= 20 and WarningNote.objects.count() == 1
    pay_has_something_true_to_say()
    equal_pay_has_something_true_to_say(demo)

    with pytest.raises(CommandError, match="already holds data"):
        call_command("seed_demo", verbosity=0)
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo", verbosity=0)


def pay_has_something_true_to_say():
    """Last month issued by another person than prepared it, this month a draft with what stands out, three groups of pay."""
    released, draft = PayRun.objects.order_by("month")
    assert (released.status, draft.status) == ("issued", "calculated")
    assert released.released_person_id != released.drafted_person_id and not released.anomalies.waiting().exists()
    codes = set(draft.anomalies.waiting().values_list("code", flat=True))
    assert {"up", "down", "over_budget", "no_insurance", "below_minimum", "capped"} <= codes
    assert cards_changed(draft)
    groups = {}
    for slip in released.payslips.select_related("auxiliary__post"):
        groups.setdefault(slip.auxiliary.post.funding_source, []).append(slip)
    assert {key: min(slip.gross for slip in slips) // 500 for key, slips in groups.items()} == {
        "special_fund": 5, "foundation": 2, "own_budget": 2,
    }  # fmt: skip
    assert all(slip.insurance == 0 for slip in groups["own_budget"])
    assert sum(slip.insurance > 0 for slip in groups["special_fund"] + groups["foundation"]) > 300
    own = User.objects.get(username="auxiliary").person
    assert Payslip.objects.filter(auxiliary__person=own).count() == 2


def equal_pay_has_something_true_to_say(day: dt.date):
    """Of last month: gaps that nothing explains; the clerks whom nobody insured, and the fund nobody is in, with their cost."""
    by = User.objects.get(username="pay-clerk")
    about = asked.asked_of(by, {}, day)
    found = comparing.find(by, about)
    report = showing.report(about, found)
    assert report.unexplained and report.left > 0 and not found.left_out
    told = costs.everybody(about, found)
    bare = {one.kind: one.people for one in told.kinds}
    clerks = Payslip.objects.filter(month=about.month, auxiliary__post__funding_source="own_budget").count()
    assert bare["pension"] >= clerks > 30 and bare["housing_fund"] == told.people == len(found.bare)
    assert told.month > 0 and not told.unknown


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ((2026, 11, 22), ((2026, 10), (2026, 11))),
        ((2026, 1, 3), ((2025, 12), (2026, 1))),
        ((2028, 2, 29), ((2026, 11), (2026, 12))),  # the holidays of 2027 and 2028 are not announced
        ((2040, 1, 1), None),
    ],
)
def test_the_months_of_pay_are_the_last_two_whose_holidays_are_known(day, months):
    found = months_of(dt.date(*day))
    assert found == (months and tuple(dt.date(*month, 1) for month in months))
