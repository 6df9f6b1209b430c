"""Labour contracts: signing, renewing, running on by statute, ending. All on grounds of the statute only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from organisation.models import DispatchAgreement, Employer, Unit
from regulations import packs, rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary, Contract, Restriction
from roster.rules.contracts import ContractFacts
from roster.rules.endings import EndFacts, ExtensionFacts
from roster.rules.terms import age_on, band_months
from roster.services.common import bump, lock, lock_row, on_strength, refuse, save


@dataclass(frozen=True)
class Terms:
    """What a contract says. `asked_for_fixed`: the person asked for a fixed term though entitled to an open-ended one."""

    employer: Employer
    kind: str
    starts_on: date
    monthly_wage: Decimal
    ends_on: date | None = None
    probation_until: date | None = None
    signed_on: date | None = None
    agreement: DispatchAgreement | None = None
    number: str = ""
    asked_for_fixed: bool = False


@transaction.atomic
def sign_contract(*, auxiliary: Auxiliary, terms: Terms, by: Actor) -> Contract:
    """Enter a contract for somebody who has none open. Raises Refused (law), NotNow (another covers these days)."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    return write_contract(auxiliary, terms, by=by)


def write_contract(auxiliary: Auxiliary, terms: Terms, *, by: Actor, previous: Contract | None = None) -> Contract:
    """Facts, rules, change, record, event; the caller holds the lock on the file."""
    facts = contract_facts(auxiliary, terms, previous)
    pack = unit_pack(auxiliary.unit, terms.starts_on)
    words: dict[str, Any] = {"max_months": facts.probation_max_months, "min_years": facts.dispatch_min_years}
    refuse(rules.broken("roster.contract", facts, day=terms.starts_on, pack=pack, **words))
    contract = Contract(auxiliary=auxiliary, unit=auxiliary.unit, previous=previous, **_columns(terms))
    contract.sequence = facts.fixed_terms_before + 1 if terms.kind == Contract.Kind.FIXED else 1
    save(contract, day=terms.starts_on, **words)
    action = "contract.renewed" if previous is not None else "contract.signed"
    record(action, auxiliary, by=by, after={"contract": contract, **_columns(terms)})
    emit("roster.contract_signed", {"auxiliary": auxiliary.pk})
    return contract


def _columns(terms: Terms) -> dict[str, Any]:
    names = "employer kind starts_on ends_on probation_until signed_on monthly_wage agreement number"
    return {name: getattr(terms, name) for name in names.split()}


def contract_facts(auxiliary: Auxiliary, terms: Terms, previous: Contract | None) -> ContractFacts:
    """What the rules ask of these terms on their first day, and of what went before with the same employer."""
    earlier = auxiliary.contracts.filter(employer=terms.employer, probation_until__isnull=False)
    fixed_before = previous is not None and previous.kind == Contract.Kind.FIXED
    return facts_of_terms(
        terms,
        auxiliary.unit,
        unit_pack(auxiliary.unit, terms.starts_on),
        earlier_probations=earlier.count(),
        fixed_terms_before=previous.sequence if fixed_before and previous else 0,
        years_of_service=age_on(auxiliary.hired_on, terms.starts_on) if previous is not None else 0,
    )


def facts_of_terms(terms: Terms, unit: Unit, pack: str, **history: int) -> ContractFacts:
    """The terms alone, with the numbers of the law on their first day; `history` is what went before. Asks no database."""
    day = terms.starts_on

    def law(key: str) -> Any:
        return packs.at_or_first(f"roster.{key}", day=day, pack=pack).value

    firm = terms.employer.kind == Employer.Kind.FIRM
    return ContractFacts(
        kind=terms.kind,
        starts_on=day,
        ends_on=terms.ends_on,
        probation_until=terms.probation_until,
        probation_max_months=_probation_months(terms, law),
        probations_allowed=law("contract.probation_times_per_employer"),
        dispatched=firm,
        dispatch_min_years=law("dispatch.min_years"),
        agreement_in_force=not firm or _agreement_holds(terms, unit),
        licence_valid=terms.employer.licence_until is None or terms.employer.licence_until >= day,
        fixed_terms_allowed=law("contract.open_ended_after_fixed_terms"),
        open_ended_after_years=law("contract.open_ended_after_years"),
        asked_for_fixed=terms.asked_for_fixed,
        **history,
    )


def _probation_months(terms: Terms, law: Any) -> int:
    """The longest probation these terms allow; `law` answers a key below `roster.` on their first day."""
    if terms.kind == Contract.Kind.TASK:
        return int(law("contract.probation_task_max_months"))
    if terms.ends_on is None:
        return int(law("contract.probation_open_ended_max_months"))
    return band_months(law("contract.probation_max_months"), terms.starts_on, terms.ends_on)


def _agreement_holds(terms: Terms, unit: Unit) -> bool:
    agreement = terms.agreement
    if agreement is None or agreement.employer_id != terms.employer.pk:
        return False
    in_force = agreement.starts_on <= terms.starts_on <= agreement.ends_on
    return in_force and unit.path.startswith(agreement.unit.path)


@transaction.atomic
def renew_contract(*, contract: Contract, terms: Terms, by: Actor, version: int | None = None) -> Contract:
    """Let the next contract follow this one. The old one is closed with its last day on the ground "renewed"."""
    auxiliary = lock(contract.auxiliary)
    on_strength(auxiliary)
    contract = lock_row(contract, version=version)
    if contract.ended_on is not None:
        raise NotNow(_("This contract has already ended or was renewed."))
    if contract.last_day is None or terms.starts_on <= contract.last_day:
        raise BadInput({"starts_on": _("The next contract begins after the last day of this one.")})
    contract.ended_on, contract.end_ground = contract.last_day, Contract.EndGround.RENEWED
    save(contract, day=terms.starts_on, fields=["ended_on", "end_ground", *bump(contract)])
    return write_contract(auxiliary, terms, by=by, previous=contract)


@transaction.atomic
def note_signature(*, contract: Contract, signed_on: date, by: Actor, version: int | None = None) -> Contract:
    """The contract was signed in writing on that day."""
    auxiliary = lock(contract.auxiliary)
    contract = lock_row(contract, version=version)
    if contract.signed_on is not None:
        raise NotNow(_("This contract is already signed."))
    contract.signed_on = signed_on
    save(contract, day=signed_on, fields=["signed_on", *bump(contract)])
    record("contract.signature_noted", auxiliary, by=by, after={"contract": contract, "signed_on": signed_on})
    emit("roster.contract_signed", {"auxiliary": auxiliary.pk})
    return contract


@transaction.atomic
def extend_by_statute(
    *, contract: Contract, until: date, ground: str, by: Actor, on: date, version: int | None = None
) -> Contract:
    """The term is over but the law lets it run on (LCL 42, 45; LCR 17). Raises Refused for any other ground."""
    auxiliary = lock(contract.auxiliary)
    on_strength(auxiliary)
    contract = lock_row(contract, version=version)
    if contract.ended_on is not None:
        raise NotNow(_("This contract has already ended or was renewed."))
    pack = unit_pack(auxiliary.unit, on)
    grounds = packs.at_or_first("roster.contract.statutory_extension_grounds", day=on, pack=pack)
    facts = ExtensionFacts(ground, until, tuple(grounds.value), contract.ends_on)
    refuse(rules.broken("roster.contract.extension", facts, day=on, pack=pack))
    before = {"until": contract.statutory_extension_until}
    contract.statutory_extension_until, contract.extension_ground = until, ground
    save(contract, day=on, fields=["statutory_extension_until", "extension_ground", *bump(contract)])
    record("contract.extended", auxiliary, by=by, before=before, after={"until": until, "ground": ground})
    emit("roster.contract_signed", {"auxiliary": auxiliary.pk})
    return contract


@transaction.atomic
def end_contract(
    *, contract: Contract, ended_on: date, ground: str, by: Actor, reason: str = "", version: int | None = None
) -> Contract:
    """End a contract on a ground of the statute. Raises Refused when the ground is none, or the person is protected."""
    auxiliary = lock(contract.auxiliary)
    contract = lock_row(contract, version=version)
    if contract.ended_on is not None:
        raise NotNow(_("This contract has already ended or was renewed."))
    facts, pack = end_facts(contract, ended_on, ground)
    refuse(rules.broken("roster.contract.end", facts, day=ended_on, pack=pack))
    contract.ended_on, contract.end_ground, contract.end_reason = ended_on, ground, reason.strip()
    save(contract, day=ended_on, fields=["ended_on", "end_ground", "end_reason", *bump(contract)])
    after = {"contract": contract, "ended_on": ended_on, "ground": ground}
    record("contract.ended", auxiliary, by=by, after=after)  # the reason lies sealed with the contract
    emit("roster.contract_ended", {"auxiliary": auxiliary.pk})
    return contract


def end_facts(contract: Contract, ended_on: date, ground: str) -> tuple[EndFacts, str]:
    """What the rules ask of the end; protected is who is pregnant or nursing, or whose contract runs on by statute."""
    pack = unit_pack(contract.unit, ended_on)
    nursing = Restriction.objects.in_force(ended_on).filter(
        auxiliary_id=contract.auxiliary_id, kind=Restriction.Kind.PREGNANCY
    )
    runs_on = contract.statutory_extension_until
    facts = EndFacts(
        ground=ground,
        ended_on=ended_on,
        statutory=tuple(packs.at_or_first("roster.contract.end_grounds", day=ended_on, pack=pack).value),
        last_day=contract.last_day,
        probation_until=contract.probation_until,
        protected=(runs_on is not None and ended_on < runs_on) or nursing.exists(),
    )
    return facts, pack


def same_terms(contract: Contract, **changes: Any) -> Terms:
    """The terms of a contract as a start for the next: employer, kind, wage, agreement; nothing dated but the first day."""
    terms = Terms(
        employer=contract.employer,
        kind=contract.kind,
        starts_on=contract.starts_on,
        monthly_wage=contract.monthly_wage,
        agreement=contract.agreement,
    )
    return replace(terms, **changes)
