"""The acts of a pay run: prepared and calculated by one person, reviewed, released by another, issued; or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, faults, patience
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.models import OutboxEvent
from core.outbox import emit
from organisation.models import Unit
from payroll.calculating.answers import MustBeSupplied
from payroll.calculating.days import is_calendar_known, payday
from payroll.life import MOVES
from payroll.models import PayAnomaly, PayInput, PayRun, PayScheme, Payslip, month_of
from payroll.running import work
from payroll.running.again import must_be_as_reckoned
from payroll.running.arrears import stale
from payroll.running.corrections import calculate_corrections
from payroll.running.gather import people_of
from payroll.running.standing_out import MUST_BE_MENDED, cards_changed
from payroll.running.write import clear, write_anomalies, write_ledger
from regulations.packs import PackError
from regulations.querysets import numbers

Status = PayRun.Status
LARGE = 300  # people: about what is calculated in a second
RELEASE_SECONDS = 45  # a hundred thousand take some; below what the web server gives one answer
STUCK_AFTER = dt.timedelta(minutes=10)
SUMS = ("people", "gross", "insurance", "tax", "deducted", "net", "cost")


def open_run(*, unit: Unit, month: date, by: User, pay_day: date | None = None) -> PayRun:
    """The draft of a month: a new one, or the one that is open already. Raises NotNow when the month is paid."""
    month = month_of(month)
    try:
        with transaction.atomic():
            run = PayRun.objects.create(
                unit=unit,
                month=month,
                pay_day=day_of_payment(month, pay_day) if pay_day else usual_pay_day(unit, month),
                drafted_by=by,
                drafted_person_id=by.person_id,
                drafted_at=clock.now(),
            )
            record("pay_run.opened", run, by=by, after={"month": month, "pay_day": run.pay_day})
    except IntegrityError:
        run = PayRun.objects.exclude(status=Status.CANCELLED).get(unit=unit, month=month, kind=PayRun.Kind.MONTHLY)
        if not run.is_open:
            raise NotNow(_("This month is already paid: correct single payslips instead.")) from None
    return run


def usual_pay_day(unit: Unit, month: date) -> date:
    """The scheme's payday in the next month, earlier when that is a day off (Wage Provisions 7)."""
    year, following = month.year + (month.month == 12), month.month % 12 + 1
    schemes = {
        row.unit_id: row
        for row in PayScheme.objects.filter(unit_id__in=numbers(unit.path), starts_on__lte=month).exclude(
            ends_on__lt=month
        )
    }
    scheme = next((schemes[number] for number in reversed(numbers(unit.path)) if number in schemes), None)
    day = scheme.payday if scheme else 10
    if not is_calendar_known(year):
        raise BadInput({"pay_day": _("The holidays of %(year)s are not known: give the payday.") % {"year": year}})
    return payday(year, following, day)


def day_of_payment(month: date, day: date) -> date:
    """A payday that was given: on a day off it comes earlier (Wage Provisions 7); where the holidays of its year are not
    known it stays. Raises BadInput for one before the month or more than two years after."""
    if not month <= day < date(month.year + 2, month.month, 1):
        raise BadInput({"pay_day": _("The payday lies in the month itself or in the two years after it.")})
    try:
        return payday(day.year, day.month, day.day)
    except MustBeSupplied:
        return day


def prepare_run(*, unit: Unit, month: date, by: User, pay_day: date | None = None) -> PayRun:
    """Open the month's run and calculate it, at once or by the worker when it is large."""
    return calculate_run(run=open_run(unit=unit, month=month, by=by, pay_day=pay_day), by=by)


def calculate_run(*, run: PayRun, by: User, at_once: bool = False) -> PayRun:
    """Calculate an open run anew: what an earlier calculation wrote is replaced. Raises NotNow when it is not open."""
    with transaction.atomic():
        run = _locked(run)
        if not run.is_open or run.status == Status.CALCULATING:
            raise NotNow(_("This run is not open, or is being calculated at this moment."))
        run.calculated_by, run.calculated_person_id, run.calculated_at = by, by.person_id, clock.now()
        run.reviewed_by = run.reviewed_at = None
        run.message = {}
        _move(run, Status.CALCULATING, "calculated_by", "calculated_person", "calculated_at", "reviewed_by",
              "reviewed_at", "message")  # fmt: skip
        if not at_once and run.kind == PayRun.Kind.MONTHLY and people_of(run).count() > LARGE:
            emit("payroll.run_waits", {"run": run.pk})
            return run
        return finish_calculation(run, by=by)


def finish_calculation(run: PayRun, *, by: Actor, tick: work.Tick = work.silent) -> PayRun:
    """Write the payslips; the caller holds the lock on a run that is being calculated."""
    try:
        found = work.calculate(run, tick) if run.kind == PayRun.Kind.MONTHLY else calculate_corrections(run)
    except PackError as error:
        said = _("The law data says nothing of this month, and nothing is guessed: %(what)s")
        raise NotNow(said % {"what": error.key or error}) from error
    for name, value in found.items():
        setattr(run, name, value)
    run.calculated_at = clock.now()
    _move(run, Status.CALCULATED, *found, "calculated_at")
    record("pay_run.calculated", run, by=by, after={name: found[name] for name in SUMS})
    return run


def accept_anomalies(*, run: PayRun, anomalies: Iterable[int], reason: str, by: User) -> int:
    """Say of what stood out why it is right. Raises NotNow for what has to be mended, BadInput without a reason."""
    if not reason.strip():
        raise BadInput({"reason": _("Say why this is right.")})
    with transaction.atomic():
        run = _locked(run)
        rows = PayAnomaly.objects.filter(run=run, pk__in=[*anomalies]).waiting()
        if rows.filter(code__in=MUST_BE_MENDED).exists():
            raise NotNow(_("This cannot be accepted: supply what is missing and calculate the run again."))
        keys = list(rows.values_list("pk", flat=True))
        count = rows.update(accepted_by=by, accepted_at=clock.now(), reason=reason.strip()[:200])
        if count:
            record("pay_run.anomalies_accepted", run, by=by, after={"anomalies": keys}, reason=reason)
    return int(count)


def review_run(*, run: PayRun, by: User) -> PayRun:
    """Hand a calculated run to whoever releases it. Raises NotNow while something that stood out is not
    accepted, and when what it was reckoned from has changed."""
    with transaction.atomic(), patience.longer(RELEASE_SECONDS, RELEASE_SECONDS):
        work.be_patient()
        run = _locked(run)
        if run.status != Status.CALCULATED:
            raise NotNow(_("Only a calculated run can be handed over."))
        _nothing_waits(run)
        must_be_as_reckoned(run)
        run.reviewed_by, run.reviewed_at = by, clock.now()
        _move(run, Status.REVIEWED, "reviewed_by", "reviewed_at")
        record("pay_run.reviewed", run, by=by)
    return run


def release_run(*, run: PayRun, by: User) -> PayRun:
    """Release a reviewed run: its payslips are frozen and booked in the tax ledger. Raises NotNow (state, same person, card
    changed, another payment meanwhile, reckoned from what is not so any more)."""
    note_changed_cards(run)
    with transaction.atomic(), patience.longer(RELEASE_SECONDS, RELEASE_SECONDS):
        work.be_patient()
        run = _locked(run)
        if run.status != Status.REVIEWED:
            raise NotNow(_released_by(run) or _("Only a reviewed run can be released."))
        _must_be_another(run, by)
        _nothing_waits(run)
        if stale(run):
            raise NotNow(
                _("Somebody of this run was paid meanwhile: calculate it again, the earlier months may be settled.")
            )
        must_be_as_reckoned(run)
        if cards_changed(run):
            raise NotNow(_("A bank card was changed at this moment: look at the run again."))
        write_ledger(run)
        run.released_by, run.released_person_id, run.released_at = by, by.person_id, clock.now()
        faults.point("pay-release")
        _move(run, Status.RELEASED, "released_by", "released_person", "released_at")
        _carry_over(run)
        record("pay_run.released", run, by=by, after={name: getattr(run, name) for name in SUMS})
        emit("payroll.run_released", {"run": run.pk})
    return run


def note_changed_cards(run: PayRun) -> None:
    """What a card changed after the calculation is, whoever releases has to look at. Stays, though the release is refused."""
    found = cards_changed(run) if run.calculated_at and run.is_open else []
    if not found:
        return
    with transaction.atomic():
        write_anomalies(run, found)
        PayAnomaly.objects.filter(run=run, code="bank_changed", auxiliary_id__in=[row[0] for row in found]).update(
            accepted_by=None, accepted_at=None, reason=""
        )


def issue_run(run: PayRun, *, by: Actor) -> PayRun:
    """The payslips of a released run are open to those they are for."""
    with transaction.atomic():
        run = _locked(run)
        if run.status == Status.RELEASED:
            _move(run, Status.ISSUED)
            record("pay_run.issued", run, by=by)
            emit("payroll.run_issued", {"run": run.pk})
    return run


def cancel_run(*, run: PayRun, reason: str, by: User) -> PayRun:
    """Give up a run that is not released: its payslips go, the run stays on record with the reason."""
    if not reason.strip():
        raise BadInput({"reason": _("Give the reason.")})
    with transaction.atomic():
        run = _locked(run)
        if not run.is_open or run.status == Status.CALCULATING:
            raise NotNow(_released_by(run) or _("This run is not open, or is being calculated at this moment."))
        clear(run)
        run.reason = reason.strip()[:300]
        _move(run, Status.CANCELLED, "reason")
        record("pay_run.cancelled", run, by=by, reason=run.reason)
    return run


def end_stuck(*, by: Actor) -> int:
    """Nothing is under way for ever: a calculation begun ten minutes ago on which nobody works now is a draft again."""
    ended, began = 0, clock.now() - STUCK_AFTER
    for key in PayRun.objects.filter(status=Status.CALCULATING, calculated_at__lt=began).values_list("pk", flat=True):
        with transaction.atomic():
            rows = PayRun.objects.select_for_update(of=("self",), skip_locked=True).filter(status=Status.CALCULATING)
            run = rows.filter(pk=key).first()
            waits = OutboxEvent.objects.filter(kind="payroll.run_waits", payload__run=key, created_at__gt=began)
            if run is None or waits.exists():
                continue
            fail(run, by=by)
            ended += 1
    return ended


def fail(run: PayRun, *, by: Actor, said: dict[str, str] | None = None) -> None:
    """Nothing was written; the run is a draft again, with the reason."""
    run.message = said or {}
    _move(run, Status.DRAFT, "message")
    record("pay_run.failed", run, by=by, success=False)


def _locked(run: PayRun) -> PayRun:
    rows = PayRun.objects.select_for_update(of=("self",)).select_related("unit", "released_by__person")
    return rows.get(pk=run.pk)


def _move(run: PayRun, status: str, *fields: str) -> None:
    if (run.status, status) not in MOVES:
        raise NotNow(_("This run cannot be changed like this any more."))
    run.status = status
    run.save(update_fields=["status", *fields])


def _must_be_another(run: PayRun, by: User) -> None:
    if by.person_id in (run.drafted_person_id, run.calculated_person_id):
        raise NotNow(_("Whoever drafted or calculated a run cannot release it: another person has to."))


def _nothing_waits(run: PayRun) -> None:
    if count := PayAnomaly.objects.filter(run=run).waiting().count():
        raise NotNow(_("Not yet: %(count)s things stand out that nobody accepted.") % {"count": count})


def _released_by(run: PayRun) -> str:
    if run.released_by is None:
        return ""
    return _("This run was already released by %(who)s.") % {"who": run.released_by.display_name}


def _carry_over(run: PayRun) -> None:
    """What exceeded somebody's pay is owed next month."""
    following = date(run.month.year + (run.month.month == 12), run.month.month % 12 + 1, 1)
    owing = Payslip.objects.filter(run=run, basis__has_key="owed").values_list("auxiliary_id", "basis__owed")
    PayInput.objects.bulk_create(
        [
            PayInput(
                auxiliary_id=auxiliary,
                month=following,
                kind=PayInput.Kind.OWED,
                amount=amount,
                source=PayInput.Source.CARRIED,
                entered_at=clock.now(),
            )
            for auxiliary, amount in owing
        ],
        batch_size=1000,
    )
