"""The decision, its service, and the end of a case without an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, Finding, NotNow
from core.outbox import emit
from discipline.models import Case, Matter, Sanction
from discipline.rules.cases import terms
from discipline.rules.cases.exits import ExitFacts
from discipline.rules.cases.fairness import HearingFacts, MeasureFacts
from discipline.rules.cases.life import SANCTIONS, SEVERITY, Outcome, Served, Status
from discipline.services.cases import common, lowering
from discipline.services.cases.suspending import lift_running
from discipline.services.officials import an_official
from regulations import rules
from regulations.selectors import value_for
from roster.models import Contract
from roster.services.contracts import end_facts

SAME_IN_THE_ROSTER = frozenset({"RO-21", "RO-22"})  # said here as CS-10 and CS-15, with what is missing


@dataclass(frozen=True)
class Exit:
    """On what the labour contract is to end, and what is on record for it."""

    ground: str = ""
    local_ground: str = ""
    union_told_on: date | None = None
    rules_known_on: date | None = None
    notice_given_on: date | None = None
    pay_instead_of_notice: bool = False


@transaction.atomic
def decide(
    *, case: Case, outcome: str, grounds: str, by: User, on: date, exit: Exit | None = None, revision: int | None = None
) -> Case:
    """Decide the case 作出决定. Raises Refused with every finding: an involved decider, no hearing, a term that ended, a measure
    harsher than was told, or an exit without its ground in the statute (LCL 39, 40, 42; LCR 13)."""
    case = common.lock(case, revision=revision)
    common.ready_for("decide", case, by)
    if outcome not in Outcome.values:
        raise BadInput({"outcome": _("Choose a decision.")})
    wanted = exit or Exit()
    common.refuse_all([*_in_the_way(case, outcome, by, on), *_exit_in_the_way(case, outcome, wanted, on)])
    person = an_official(by).person_id
    case.outcome, case.grounds = outcome, common.words(grounds, "grounds")
    case.decided_on, case.decider, case.decider_person_id = on, by, person
    common.moved(case, Status.DECIDED, "outcome", "grounds", "decided_on", "decider", "decider_person", day=on)
    if outcome in (*SANCTIONS, Outcome.EXIT):
        _write_measure(case, wanted, on)
    record("case.decided", case, by=by, after={"outcome": outcome})  # the grounds lie sealed with the case
    emit("discipline.case_decided", {"case": case.pk})
    return case


def _in_the_way(case: Case, outcome: str, by: User, on: date) -> list[Finding]:
    heard = HearingFacts(case.told_on, case.heard_how, case.statement_until, on)
    latest = terms.last_day(case.reported_on, common.days("sanction_within_days", case, on))
    measure = MeasureFacts(on, latest, outcome, case.intended, common.open_matters(case), common.unanswered(case))
    facts = common.who(by.person_id or 0, case, on)
    return [
        *common.broken("discipline.case.decider", facts, case, on, name=by.display_name),
        *common.broken("discipline.case.hearing", heard, case, on, until=case.statement_until),
        *common.broken("discipline.case.decision", measure, case, on, until=latest),
        *lowering.in_the_way(case, outcome, on),
    ]


def _exit_in_the_way(case: Case, outcome: str, wanted: Exit, on: date) -> list[Finding]:
    """What the labour law lacks for this end. The roster's own rules are asked too, so that the end can be carried out."""
    if outcome != Outcome.EXIT:
        return []
    facts = exit_facts(case, wanted, on)
    found = common.broken("discipline.case.exit", facts, case, on)
    contract = running_contract(case)
    if contract is not None:
        of_contract, pack = end_facts(contract, on, wanted.ground)
        also = rules.broken("roster.contract.end", of_contract, day=on, pack=pack)
        found += [finding for finding in also if finding.code not in SAME_IN_THE_ROSTER]
    return found


def exit_facts(case: Case, wanted: Exit, on: date) -> ExitFacts:
    """The end that is wanted, with what the records say of contract, protection and judgment."""
    contract = running_contract(case)
    protected = contract is not None and end_facts(contract, on, wanted.ground)[0].protected
    convicted = Matter.objects.filter(case=case, result=Matter.Result.CONVICTED).order_by("until").last()
    return ExitFacts(
        ground=wanted.ground,
        on=on,
        local_ground=wanted.local_ground,
        contract_runs=contract is not None,
        protected=protected,
        union_told_on=wanted.union_told_on,
        rules_known_on=wanted.rules_known_on,
        convicted_on=convicted.until if convicted is not None else None,
        notice_given_on=wanted.notice_given_on,
        pay_instead_of_notice=wanted.pay_instead_of_notice,
    )


def running_contract(case: Case) -> Contract | None:
    found: Contract | None = case.auxiliary.contracts.select_related("unit").filter(ended_on=None).first()
    return found


def _write_measure(case: Case, wanted: Exit, on: date) -> Sanction:
    row = Sanction(case=case, kind=case.outcome, decided_on=on)
    if case.outcome == Outcome.EXIT:
        row.end_ground, row.local_ground = wanted.ground, wanted.local_ground
        row.union_told_on, row.rules_known_on = wanted.union_told_on, wanted.rules_known_on
        row.notice_given_on, row.pay_instead_of_notice = wanted.notice_given_on, wanted.pay_instead_of_notice
    lowering.name_the_grades(row, case, on)
    row.save()
    return row


@transaction.atomic
def look_again(*, case: Case, reason: str, by: User, on: date, revision: int | None = None) -> Case:
    """Send it back to the investigators, when what the person said must be looked into 补充调查. What was told counts no more."""
    case = common.lock(case, revision=revision)
    common.ready_for("look_again", case, by)
    case.closing = common.words(reason, "reason")
    return _back(case, "closing", by=by, on=on)


def begun_again(case: Case, *, by: User, on: date) -> Case:
    """Somebody withdrew after the investigation ended: it is done again. The case is locked already."""
    common.due("begin_again", case)
    return _back(case, by=by, on=on)


def _back(case: Case, *written: str, by: User, on: date) -> Case:
    blank = ("told_on", "statement_until", "heard_on", "concluded_on")
    for name in blank:
        setattr(case, name, None)
    case.told_how = case.heard_how = case.intended = ""
    common.moved(case, Status.OPENED, "told_how", "heard_how", "intended", *blank, *written, day=on)
    record("case.sent_back", case, by=by)
    emit("discipline.case_opened", {"case": case.pk})
    return case


@transaction.atomic
def serve(*, case: Case, how: str, by: User, on: date, revision: int | None = None) -> Case:
    """Hand the decision to the person 送达. Its effects begin, and the term of the appeal."""
    case = common.lock(case, revision=revision)
    common.ready_for("serve", case, by)
    if how not in Served.values:
        raise BadInput({"how": _("Choose how the decision was served.")})
    case.served_on, case.served_how = on, how
    case.appeal_until = terms.last_day(on, common.days("appeal_days", case, on))
    common.moved(case, Status.SERVED, "served_on", "served_how", "appeal_until", day=on)
    for measure in Sanction.objects.filter(case=case, revoked_on=None):
        begin_effect(measure, case, on, by=by, on=on)
    if case.outcome in (Outcome.UNFOUNDED, Outcome.ADVICE):
        lift_running(case, by=by, on=on)
    record("case.served", case, by=by, after={"how": how, "appeal_until": case.appeal_until})
    emit("discipline.case_served", {"case": case.pk})
    return case


def begin_effect(measure: Sanction, case: Case, start: date, *, by: Actor, on: date) -> None:
    """Write the period and the effects as the unit's values of that day say them; they stay so, whatever is set later."""
    measure.starts_on = start
    if measure.kind in terms.PERIODS:
        months, share = terms.PERIODS[measure.kind]
        known = {name: _value(name, case, start) for name in (months, share, *FLAGS)}
        measure.ends_on = terms.effect_ends(measure.kind, start, int(known[months].value))
        measure.pay_share = Decimal(known[share].value)
        for name in FLAGS:
            setattr(measure, name, bool(known[name].value))
        measure.basis = {name: _told(value) for name, value in known.items()}
    lowering.lower(measure, case, by=by, on=on)
    measure.save()
    emit("discipline.sanction_began", {"sanction": measure.pk, "auxiliary": case.auxiliary_id})


FLAGS = ("bars_promotion", "bars_award", "weighs_on_renewal")


def _value(name: str, case: Case, day: date) -> Any:
    return value_for(terms.key(name), unit=case.unit, day=day)


def _told(value: Any) -> dict[str, Any]:
    """A value as it counted: what it was, from when, whose it is, and how sure anybody is of it."""
    return {
        "value": str(value.value),
        "since": value.since.isoformat(),
        "pack": value.pack,
        "confidence": value.confidence,
        "cites": list(value.cites),
    }


@transaction.atomic
def close(*, case: Case, by: User, on: date, revision: int | None = None) -> Case:
    """End the case when the term of the appeal is over 结案; at once where nothing was decided against the person."""
    case = common.lock(case, revision=revision)
    common.ready_for("close", case, by)
    against = SEVERITY[case.outcome] > SEVERITY[Outcome.ADVICE]
    if against and case.appeal_until is not None and on <= case.appeal_until:
        raise NotNow(
            _("The person may appeal until %(until)s: the case stays open.") % {"until": date_format(case.appeal_until)}
        )
    case.closed_on = on
    lift_running(case, by=by, on=on)
    common.moved(case, Status.CLOSED, "closed_on", day=on)
    record("case.closed", case, by=by)
    emit("discipline.case_ended", {"case": case.pk})
    return case
