"""What falls due in the insurances."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import deadlines
from payroll import services
from tests.cast import TODAY

pytestmark = pytest.mark.django_db
SOCIAL = ("pension", "medical", "unemployment", "injury", "maternity")


def due(source, day=TODAY):
    found = deadlines.source(source)
    return {row.label: row.due_on for row in found.find(day, day + timedelta(days=max(found.stages)))}


def test_insurance_is_opened_within_thirty_days_and_all_five_put_it_right(cast):
    auxiliary, hr = cast.auxiliary(hired_on=TODAY, papers=False), cast.user("hr")
    assert due("insurance", TODAY + timedelta(days=14)) == {}
    assert due("insurance", TODAY + timedelta(days=15)) == {"林晓": TODAY + timedelta(days=30)}
    opening = services.Opening("Chengdu", TODAY, TODAY)
    services.enrol(auxiliary=auxiliary, kinds=SOCIAL[:4], opening=opening, by=hr)
    assert due("insurance", TODAY + timedelta(days=15)) == {"林晓": TODAY + timedelta(days=30)}
    (last,) = services.enrol(auxiliary=auxiliary, kinds=SOCIAL[4:], opening=opening, by=hr)
    assert due("insurance", TODAY + timedelta(days=400)) == {}
    services.end_enrolment(enrolment=last, ends_on=TODAY + timedelta(days=40), why="other", by=hr)
    assert due("insurance", TODAY + timedelta(days=41)) == {"林晓": TODAY + timedelta(days=30)}


def test_a_policy_is_given_until_renewed_or_until_nobody_is_left_bare(cast):
    hr, last = cast.user("hr"), date(2026, 12, 31)
    terms = services.Terms("PICC", "P-1", date(2026, 1, 1), last, Decimal(300000), Decimal(9000))
    policy = services.add_policy(unit=cast["first"], terms=terms, by=hr)
    label = "PICC · P-1"
    assert due("accident_policy", last - timedelta(days=61)) == {}
    assert due("accident_policy", last - timedelta(days=60)) == {label: last}
    assert due("accident_policy", last + timedelta(days=61)) == {}
    services.add_members(policy=policy, auxiliaries=[cast.auxiliary()], starts_on=TODAY, by=hr)
    assert due("accident_policy", last + timedelta(days=61)) == {label: last}
    following = services.Terms("PICC", "P-2", date(2027, 1, 1), date(2027, 12, 31), Decimal(300000), Decimal(9000))
    services.renew_policy(policy=policy, terms=following, by=hr)
    assert due("accident_policy", last) == {}
