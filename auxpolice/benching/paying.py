"""A bureau of its own whose pay is reckoned: five thousand people with contracts, cards and insurances, and its floor."""

from __future__ import annotations

import datetime as dt
import io
import random
import time
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, models, transaction

from accounts.models import User
from accounts.services import grant_role, open_account
from auxpolice.benching.measuring import Figure
from auxpolice.seeding import copying
from auxpolice.seeding.house import new_person
from auxpolice.seeding.pay import months_of
from auxpolice.seeding.scale import KINDS, LONG_AGO, Scale
from core import clock, patience
from core.actors import SYSTEM
from organisation.models import Employer, Person, Unit
from organisation.services import open_unit
from payroll import services
from payroll.models import Enrolment, PayItem, PayRun, PaySetting
from payroll.running.work import be_patient
from payroll.running.write import clear
from roster.models import Auxiliary, Contract, Quota

PEOPLE = 5_000
LIMIT = 10.0
RATES = {"pension": ("0.08", "0.16"), "medical": ("0.02", "0.07"), "unemployment": ("0.005", "0.005")}
GRADES = ("", "六级", "五级", "四级")


def prepare(count: int) -> tuple[Unit, User]:
    """A county with a scheme, terms of the insurances, and so many people; and the clerk who pays them."""
    top = Unit.objects.filter(level="city").order_by("path")[0]
    unit = open_unit(code="88JX", name="计薪分局", level="county", parent=top, starts_on=LONG_AGO, by=SYSTEM)
    Quota.objects.create(
        unit=unit, year=clock.today().year, number=count, approval_document="规模数据〔2〕号", approved_on=LONG_AGO
    )
    scheme = services.open_scheme(
        unit=unit, name="薪酬办法", starts_on=LONG_AGO, minimum_wage=Decimal("2330.00"), by=SYSTEM
    )
    services.add_item(
        scheme=scheme, code="basic", name="基本工资", kind=PayItem.Kind.BASIC, in_overtime=True, by=SYSTEM
    )
    grade = services.add_item(scheme=scheme, code="grade", name="层级工资", kind=PayItem.Kind.GRADE, by=SYSTEM)
    for number, name in enumerate(GRADES[1:], start=1):
        services.set_amount(item=grade, amount=Decimal(100 * number), starts_on=LONG_AGO, grade=name, by=SYSTEM)
    for kind in KINDS:
        own, by_unit = RATES.get(kind, ("0", "0.005"))
        services.set_insurance_terms(
            unit=unit, kind=kind, since=LONG_AGO, place="云岭省", floor=Decimal(4588), cap=Decimal(22938),
            own_rate=Decimal(own), unit_rate=Decimal(by_unit), document="规模数据", by=SYSTEM,
        )  # fmt: skip
    clerk = open_account(username="scale-pay", person=new_person("计薪员"), by=SYSTEM)
    grant_role(user=clerk, group="pay-clerk", unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=clock.today())
    _people(unit, count, clerk)
    copying.analyse()
    return unit, clerk


def _people(unit: Unit, count: int, by: User) -> None:
    day, employer = clock.today(), Employer.objects.order_by("pk")[0]
    now = clock.now()
    scale = Scale(0, day, random.Random(9))  # noqa: S311 - made-up people
    keys = {model: copying.next_key(model) for model in (Person, Auxiliary, Contract, PaySetting, Enrolment)}
    hired = day - dt.timedelta(days=900)

    def rows(model: type[models.Model]) -> Iterator[models.Model]:
        first = keys[model]
        for n in range(count):
            who = {"auxiliary_id": keys[Auxiliary] + n}
            if model is Person:
                yield scale.person(first + n, n, with_identity=False)
            elif model is Auxiliary:
                yield Auxiliary(
                    pk=first + n, person_id=keys[Person] + n, badge_number=f"JX{n:06d}", category="service", unit=unit,
                    grade=GRADES[n % 4], quota_year=day.year, hired_on=hired,
                )  # fmt: skip
            elif model is Contract:
                yield Contract(
                    pk=first + n, number=f"JX-{n:06d}", employer=employer, unit=unit, kind="fixed", starts_on=hired,
                    ends_on=day + dt.timedelta(days=700), signed_on=hired, monthly_wage=Decimal(3000 + n % 9000), **who,
                )  # fmt: skip
            elif model is PaySetting:
                yield PaySetting(
                    pk=first + n, starts_on=hired, bank_card="6299990000000000000", changed_at=now, changed_by=by, **who
                )
            else:
                for k, kind in enumerate(KINDS):
                    yield Enrolment(
                        pk=first + n * len(KINDS) + k,
                        kind=kind,
                        place="云岭省",
                        starts_on=hired,
                        registered_on=hired,
                        **who,
                    )

    for model in keys:
        copying.copy(model, rows(model))
    copying.set_sequences(list(keys))


def paying() -> Figure:
    """The month of a bureau of five thousand, from the records to frozen lines, beside a plain COPY of the same rows."""
    months = months_of(clock.today())
    if months is None:
        raise RuntimeError("the law data holds no holidays of these years: nothing can be reckoned")
    unit, by = prepare(PEOPLE)
    run = services.open_run(unit=unit, month=months[0], by=by, pay_day=pay_day_after(months[0]))
    begun = time.perf_counter()
    done = services.calculate_run(run=run, by=by, at_once=True)
    took = time.perf_counter() - begun
    if done.people != PEOPLE:
        raise RuntimeError(f"{done.people} payslips")
    return Figure("pay", f"a pay run of {PEOPLE} people", took, took, LIMIT, plain_copy(done), 1)


def pay_day_after(month: dt.date) -> dt.date:
    """The tenth of the month after."""
    return (month + dt.timedelta(days=45)).replace(day=10)


def plain_copy(run: PayRun) -> float:
    """Seconds of COPY for the payslips and lines of a run, into the same tables with all they watch; then taken back."""
    slips = f"SELECT * FROM payroll_payslip WHERE run_id = {int(run.pk)}"  # noqa: S608 - a number
    lines = f"SELECT l.* FROM payroll_payslipline l JOIN ({slips}) s ON s.id = l.slip_id"  # noqa: S608
    tables = {"payroll_payslip": slips, "payroll_payslipline": lines}
    with patience.without(), transaction.atomic(), connection.cursor() as cursor:
        be_patient()
        kept = {}
        for table, query in tables.items():
            kept[table] = io.StringIO()
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", kept[table])
            kept[table].seek(0)
        PayRun.objects.filter(pk=run.pk).update(status=PayRun.Status.CALCULATING)
        clear(run)
        begun = time.perf_counter()
        for table, buffer in kept.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", buffer)
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took
