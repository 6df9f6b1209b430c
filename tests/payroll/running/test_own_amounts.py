"""An amount of one person: entered on the file, paid before that of the grade, ended only for months nobody was paid for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from core.errors import BadInput, NotNow
from core.models import AuditEntry
from payroll import services
from payroll.models import PayAmount
from tests.cast import LONG_AGO, sign_in
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office

D = Decimal


def test_a_clerk_enters_an_amount_of_one_person_and_ends_it_after_the_last_month_paid(office: Office, lines):
    """500.00 of grade pay in October instead of the grade's 300.00; from November the grade's again."""
    someone = office.person(grade="三级辅警")
    clerk = sign_in(Client(), office.clerk)
    person = f"/payroll/people/{someone.pk}/"
    typed = {"item_code": "grade", "amount": "500", "starts_on": "2026-09-01"}
    assert clerk.post(f"{person}amount/", {**typed, "item_code": "performance"}).status_code == 422
    assert clerk.post(f"{person}amount/", typed).status_code == 302
    own = PayAmount.objects.get(auxiliary=someone)
    end = f"/payroll/amounts/{own.pk}/end/"
    page = clerk.get(person).content.decode()
    assert end in page and "500.00" in page and "only for this person" in page
    assert "500.00" not in clerk.get(f"/payroll/schemes/{office.scheme.pk}/").content.decode()
    assert lines(office.released().payslips.get())["grade"] == D("500.00")
    for day in ("2026-09-30", "2026-10-30"):
        told = clerk.post(end, {"ends_on": day, "reason": "岗位变动"})
        assert told.status_code == 422 and "October 2026 was paid with this amount" in told.content.decode()
    before = clerk.post(end, {"ends_on": "2026-08-31", "reason": "岗位变动"})
    assert before.status_code == 422 and "before the first" in before.content.decode()
    assert clerk.post(end, {"ends_on": "2026-10-31", "reason": "岗位变动"}).status_code == 302
    late = clerk.post(end, {"ends_on": "2026-10-31", "reason": "岗位变动"})
    assert late.status_code == 422 and "ends on that day or before already" in late.content.decode()
    kept = AuditEntry.objects.filter(action="pay_amount.ended").get()
    assert (kept.after["to"], kept.reason, kept.unit_path) == ("2026-10-31", "岗位变动", someone.unit.path)
    assert end not in clerk.get(person).content.decode()  # it counts no longer
    assert lines(office.prepared(NOVEMBER).payslips.get())["grade"] == D("300.00")


def test_an_amount_that_was_wrong_in_a_month_paid_is_replaced_and_the_payslip_corrected(office: Office, lines):
    someone = office.person(grade="三级辅警")
    told = {"auxiliary": someone, "item_code": "grade", "by": office.clerk}
    own = services.set_own_amount(**told, amount=D("500.00"), starts_on=LONG_AGO)
    slip = office.released().payslips.get()
    services.end_own_amount(amount=own, ends_on=date(2026, 12, 31), by=office.clerk)
    with pytest.raises(NotNow, match="October 2026"):
        services.end_own_amount(amount=own, ends_on=date(2026, 9, 30), by=office.clerk)
    none = services.set_own_amount(**told, amount=D("0.00"), starts_on=OCTOBER)
    own.refresh_from_db()
    assert own.ends_on == date(2026, 9, 30)  # though its end had been entered for December
    run = services.correct(
        unit=office.unit, slips=[slip], reason="标准有误", pay_day=date(2026, 12, 10), by=office.clerk
    )
    new = run.payslips.get(replaces=slip)
    assert "grade" not in lines(new) or lines(new)["grade"] == 0
    assert slip.gross - new.gross == D("500.00")
    with pytest.raises(NotNow, match="October 2026"):  # nothing was paid, and that was what the amount said
        services.end_own_amount(amount=none, ends_on=date(2026, 10, 30), by=office.clerk)
    assert services.end_own_amount(amount=none, ends_on=date(2026, 10, 31), by=office.clerk).ends_on


def test_a_month_in_which_the_item_paid_nothing_does_not_hold_its_amount(office: Office):
    someone = office.person(grade="三级辅警")
    own = services.set_own_amount(
        auxiliary=someone, item_code="night", amount=D("35.00"), starts_on=LONG_AGO, by=office.clerk
    )
    office.released()  # no night was worked: nothing of the item was paid
    assert services.end_own_amount(amount=own, ends_on=date(2026, 9, 30), by=office.clerk).ends_on is not None


@pytest.mark.parametrize("code", ["nothing", "performance"])
def test_an_item_without_an_amount_is_refused_by_its_field(office: Office, code: str):
    with pytest.raises(BadInput) as told:
        services.set_own_amount(
            auxiliary=office.person(), item_code=code, amount=D(1), starts_on=OCTOBER, by=office.clerk
        )
    assert "item_code" in told.value.errors
