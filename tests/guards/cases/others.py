"""The outbox, local rules, reminders, insurances."""

from __future__ import annotations

import datetime as dt
import itertools
from datetime import date
from decimal import Decimal

from core import clock, outbox
from core.actors import SYSTEM
from core.models import OutboxEvent
from payroll import consumers
from payroll import services as pay
from payroll.importing import people as sheets
from payroll.models import AccidentPolicy, Enrolment, PayRun, PayScheme, Payslip, PayslipLine, PolicyMember
from payroll.running import arrears
from payroll.services import claims, enrolments, policies, runs
from regulations.services import bans, two_persons
from reminders.models import Digest, Notice
from reminders.services import answering, mailing
from tests.cast import TODAY, Cast
from tests.guards.waiting import Lock

END = date(2027, 6, 30)
_years = itertools.count()  # the stage is one for all cases: a month is run once


def do_event(stage):
    now = clock.now()
    event = OutboxEvent.objects.create(kind="nothing", consumer="nobody", created_at=now, due_at=now)
    outbox._consumers.setdefault("nothing", {})["nobody"] = lambda _payload: None
    return event, lambda: outbox._do(event)


def _ban(stage, code):
    cast: Cast = stage.cast
    return bans.propose_ban(unit=cast["north"], code=code, since=TODAY, reason="人手不足", by=cast.user("hr"))


def decide_ban(stage):
    ban = _ban(stage, "patrol-street")
    return ban, lambda: two_persons.approve(row=ban, by=stage.supervisor)


def lift_ban(stage):
    ban = two_persons.approve(row=_ban(stage, "traffic-direct"), by=stage.supervisor)
    return ban, lambda: bans.lift_ban(ban=ban, last_day=END, reason="人手已足", by=stage.cast.user("hr"))


def answer(stage):
    now, unit = clock.now(), stage.cast["north"]
    notice = Notice.objects.create(
        source="test", subject="a", due_on=END, stage=7, unit=unit, label="合同到期", made_on=TODAY, made_at=now,
        escalates_on=END,
    )  # fmt: skip
    return notice, lambda: answering.answer(notice=notice, answer="正在续签", by=stage.supervisor)


def send_digest(stage):
    user = stage.supervisor
    user.person.email = "boss@example.org"
    user.person.save(update_fields=["email"])
    digest = Digest.objects.create(user=user, day=TODAY, message_id="<guard@test>", made_at=clock.now())
    return digest, lambda: mailing.send_digest(digest=digest.pk, by=SYSTEM)


def enrol(stage):
    file, by = stage.cast.auxiliary("参保"), stage.cast.user("hr")
    opening = enrolments.Opening(place="本市", starts_on=TODAY, registered_on=TODAY)
    return file, lambda: enrolments.enrol(auxiliary=file, kinds=["pension"], opening=opening, by=by)


def end_enrolment(stage):
    file, by = stage.cast.auxiliary("停保"), stage.cast.user("hr")
    row = Enrolment.objects.create(
        auxiliary=file, kind="pension", place="本市", starts_on=file.hired_on, registered_on=file.hired_on
    )
    return row, lambda: enrolments.end_enrolment(enrolment=row, ends_on=TODAY, why="left", by=by)


def change_base(stage):
    file, by = stage.cast.auxiliary("基数"), stage.cast.user("hr")
    return file, lambda: _rebase(file, by)


def change_base_of_a_row(stage):
    file, by = stage.cast.auxiliary("基数"), stage.cast.user("hr")
    row = Enrolment.objects.create(
        auxiliary=file, kind="pension", place="本市", starts_on=file.hired_on, registered_on=file.hired_on
    )
    return row, lambda: _rebase(file, by)


def _rebase(file, by):
    enrolments.change_base(auxiliary=file, kinds=["pension"], base=Decimal(5000), starts_on=TODAY, by=by)


def _policy(stage, number):
    return AccidentPolicy.objects.create(
        unit=stage.cast["north"], insurer="人保", number=number, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        cover=Decimal("500000.00"), premium=Decimal("120.00"),
    )  # fmt: skip


def renew_policy(stage):
    policy, by = _policy(stage, "P1"), stage.cast.user("hr")
    terms = policies.Terms("人保", "P2", date(2027, 1, 1), date(2027, 12, 31), Decimal(500000), Decimal(120))
    return policy, lambda: policies.renew_policy(policy=policy, terms=terms, by=by)


def add_members(stage):
    policy, by = _policy(stage, "P3"), stage.cast.user("hr")
    act = lambda: policies.add_members(policy=policy, auxiliaries=[stage.lin], starts_on=TODAY, by=by)  # noqa: E731
    return policy, act


def end_cover(stage):
    policy, by = _policy(stage, "P4"), stage.cast.user("hr")
    member = PolicyMember.objects.create(
        policy=policy, auxiliary=stage.wu, starts_on=policy.starts_on, ends_on=policy.ends_on
    )
    return member, lambda: policies.end_cover(member=member, ends_on=TODAY + dt.timedelta(days=1), by=by)


def _claimed(stage, number):
    policy, by = _policy(stage, number), stage.cast.user("hr")
    member = PolicyMember.objects.create(
        policy=policy, auxiliary=stage.wu, starts_on=policy.starts_on, ends_on=policy.ends_on
    )
    told = {"member": member, "kind": "medical", "happened_on": policy.starts_on, "reported_on": policy.ends_on}
    return member, lambda: claims.report_claim(**told, what="摔伤", asked=Decimal(100), by=by)


def report_claim(stage):
    return _claimed(stage, "P5")


def decide_claim(stage):
    claim, by = _claimed(stage, "P6")[1](), stage.cast.user("hr")
    told = {"claim": claim, "paid": Decimal(1), "decided_on": claim.reported_on, "by": by}
    return claim, lambda: claims.decide_claim(**told)


def earlier_months(stage):
    (run, _clerk), file = _run(stage, "calculating"), stage.cast.auxiliary("补缴")
    sums = dict.fromkeys(("gross", "insurance", "tax", "deducted", "net", "cost"), 0)
    slip = Payslip.objects.create(
        run=run, auxiliary=file, employer=stage.cast.employer(), unit=file.unit, month=run.month, name="补缴", **sums
    )
    PayslipLine.objects.create(
        slip=slip, number=1, part="insurance", code="back_pension", amount=0, of_month=date(2000, 1, 1)
    )
    run.calculated_at = clock.now()
    return file, lambda: arrears.stale(run)


def _run(stage, status="draft"):
    clerk = stage.cast.user("pay-clerk")
    run = PayRun.objects.create(
        unit=stage.cast["first"], month=date(2000 + next(_years), 10, 1), pay_day=date(2026, 11, 10), drafted_by=clerk,
        drafted_person=clerk.person, drafted_at=clock.now(),
    )  # fmt: skip
    if status != "draft":
        PayRun.objects.filter(pk=run.pk).update(status=status, calculated_by=clerk, calculated_person=clerk.person)
    return run, clerk


def calculate_run(stage):
    run, clerk = _run(stage)
    return run, lambda: runs.calculate_run(run=run, by=clerk)


def calculate_in_the_background(stage):
    run, _clerk = _run(stage, "calculating")
    return run, lambda: consumers.calculate_run({"run": run.pk})


def _scheme(stage):
    scheme = PayScheme.objects.filter(unit=stage.cast["first"]).first()
    return scheme or pay.open_scheme(unit=stage.cast["first"], name="方案", starts_on=TODAY, by=stage.supervisor)


def end_scheme(stage):
    scheme = _scheme(stage)
    return scheme, lambda: pay.end_scheme(scheme=scheme, ends_on=END, by=stage.supervisor)


def set_amount(stage):
    more = {"code": f"c{next(_years)}", "name": "岗位工资", "kind": "post"}
    item = pay.add_item(scheme=_scheme(stage), by=stage.supervisor, **more)
    return item, lambda: pay.set_amount(item=item, amount=Decimal(1), starts_on=TODAY, by=stage.supervisor)


def end_own_amount(stage):
    item, _act = set_amount(stage)
    file = stage.cast.auxiliary("标准", unit="first")
    own = pay.set_amount(item=item, amount=Decimal(1), starts_on=TODAY, by=stage.supervisor, auxiliary=file)
    return item, lambda: pay.end_own_amount(amount=own, ends_on=END, by=stage.supervisor)


def end_own_amount_of_a_run(stage):
    run, _clerk = _run(stage, "calculating")
    file = stage.cast.auxiliary("标准", unit="first")
    sums = dict.fromkeys(("gross", "insurance", "tax", "deducted", "net", "cost"), 0)
    Payslip.objects.create(
        run=run, auxiliary=file, employer=stage.cast.employer(), unit=file.unit, month=run.month, name="标准", **sums
    )
    item, _act = set_amount(stage)
    by, long_ago = stage.supervisor, date(1999, 1, 1)
    own = pay.set_amount(item=item, amount=Decimal(1), starts_on=long_ago, by=by, auxiliary=file)
    return run, lambda: pay.end_own_amount(amount=own, ends_on=long_ago, by=by)


def set_budget(stage):
    source = pay.add_source(unit=stage.cast["first"], kind="foundation", name="基金会", by=stage.supervisor)
    return source, lambda: pay.set_budget(source=source, year=2026, amount=Decimal(1), by=stage.supervisor)


def set_pay(stage):
    file, by = stage.cast.auxiliary("领薪"), stage.cast.user("pay-clerk")
    return file, lambda: pay.set_pay(auxiliary=file, starts_on=TODAY, bank_card="6222020000000000005", by=by)


def withdraw_input(stage):
    file, by = stage.cast.auxiliary("计薪"), stage.cast.user("pay-clerk")
    entry = pay.record_input(auxiliary=file, month=TODAY, kind="bonus", amount=Decimal(1), by=by)
    return entry, lambda: pay.withdraw_input(entry=entry, by=by)


def sheet_of_unit(stage):
    unit = stage.cast["west"]
    return unit, lambda: sheets.lock(unit, TODAY)


def sheet_of_people(stage):
    file = stage.cast.auxiliary("考勤", unit="west")
    return file, lambda: sheets.lock(stage.cast["west"], TODAY)


def correct(stage):
    (run, clerk), file = _run(stage, "calculating"), stage.cast.auxiliary("更正")
    sums = dict.fromkeys(("gross", "insurance", "tax", "deducted", "net", "cost"), 0)
    slip = Payslip.objects.create(
        run=run, auxiliary=file, employer=stage.cast.employer(), unit=file.unit, month=run.month, name="更正", **sums
    )
    told = {"unit": run.unit, "slips": [slip], "reason": "有误", "pay_day": TODAY, "by": clerk}
    return run, lambda: pay.correct(**told)


LOCKS = (
    Lock("core/outbox.py:_do", do_event),
    Lock("regulations/services/two_persons.py:_open", decide_ban),
    Lock("regulations/services/bans.py:lift_ban", lift_ban),
    Lock("reminders/services/answering.py:answer", answer),
    Lock("reminders/services/mailing.py:send_digest", send_digest),
    Lock("payroll/services/enrolments.py:enrol", enrol),
    Lock("payroll/services/enrolments.py:end_enrolment", end_enrolment),
    Lock("payroll/services/enrolments.py:change_base", change_base),
    Lock("payroll/services/enrolments.py:change_base", change_base_of_a_row, 2),
    Lock("payroll/services/claims.py:report_claim", report_claim),
    Lock("payroll/services/claims.py:decide_claim", decide_claim),
    Lock("payroll/running/arrears.py:stale", earlier_months),
    Lock("payroll/services/policies.py:renew_policy", renew_policy),
    Lock("payroll/services/policies.py:add_members", add_members),
    Lock("payroll/services/policies.py:end_cover", end_cover),
    Lock("payroll/services/runs.py:_locked", calculate_run),
    Lock("payroll/consumers.py:calculate_run", calculate_in_the_background),
    Lock("payroll/services/schemes.py:end_scheme", end_scheme),
    Lock("payroll/services/schemes.py:set_amount", set_amount),
    Lock("payroll/services/amounts.py:end_own_amount", end_own_amount),
    Lock("payroll/services/amounts.py:_paid_last", end_own_amount_of_a_run),
    Lock("payroll/services/schemes.py:set_budget", set_budget),
    Lock("payroll/services/settings.py:_locked", set_pay),
    Lock("payroll/services/settings.py:withdraw_inputs", withdraw_input),
    Lock("payroll/importing/people.py:lock", sheet_of_unit),
    Lock("payroll/importing/people.py:lock", sheet_of_people, 2),
    Lock("payroll/services/corrections.py:correct", correct),
)
