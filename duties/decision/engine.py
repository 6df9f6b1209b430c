"""The decision itself, in the order of the plan: what → law → who → how. All findings, not the first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.errors import Finding
from duties.decision.basis import basis_of
from duties.decision.law import Law, Row, law_of, strictest
from duties.decision.obligations import obligations_of
from duties.decision.outcome import ALLOW, REASONS, REFER, REFUSE, Decision
from duties.decision.request import Request
from duties.decision.text import understood
from duties.rules.cases import DutyCase, MemberCase, MemberDutyCase, RequestCase, TextCase
from duties.rules.facts import Facts
from duties.rules.registry import CONDITIONS, REFERS, REFUSES, Condition, conditions_about
from duties.rules.words import both
from regulations.packs import Packs


@dataclass
class Sheet:
    """The findings while they are collected; the same thing on two days is one finding with two days."""

    law: Law
    found: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    def add(self, condition: Condition, case: Any, codes: tuple[str, ...], pack: str, extra: str = "") -> None:
        """Note that a condition does not hold in a case, for these duties."""
        who = getattr(getattr(case, "member", None), "name", "")
        key = (condition.code, who, *codes, extra)
        if key in self.found:
            self.found[key]["days"].append(case.day)
            return
        row = getattr(case, "row", None)
        self.found[key] = {
            "condition": condition,
            "words": case.words(),
            "codes": codes,
            "who": who,
            "days": [case.day],
            "cites": self.law.cites_of(condition.code, row, case.day, pack),
        }

    def findings(self) -> tuple[Finding, ...]:
        """Everything found, as sentences."""
        return tuple(_finding(item) for item in self.found.values())

    def touched(self, effect: str) -> set[str]:
        """The duties which have a finding of this effect."""
        return {code for item in self.found.values() if item["condition"].effect == effect for code in item["codes"]}

    def reasons(self, effect: str) -> set[str]:
        """The short reasons of this effect."""
        return {i["condition"].reason for i in self.found.values() if i["condition"].effect == effect}


def decide(request: Request, facts: Facts, packs: Packs) -> Decision:
    """May these people be given this work, here, on these days, with these officers present?"""
    law = law_of(packs)
    request = understood(request, facts.officers_on(request.days[0]))
    codes = all_codes(request)
    sheet = Sheet(law)
    verdicts: list[str] = []
    for day in request.days:
        pack = facts.pack_on(day)
        rows = [law.row(code, day, pack) for code in codes]
        verdicts += ["prohibited" if facts.ban_on(row.code, day) else row.verdict for row in rows]
        _look_at_duties(sheet, facts, rows, day, pack)
        _look_at_people(sheet, facts, rows, day, pack)
        _compare_with_the_text(sheet, facts, rows, request, day)
    if request.unclear or not codes:
        _refer_as_unclear(sheet, facts, request)
    return _decision(request, codes, facts, sheet, strictest(verdicts))


def all_codes(request: Request) -> tuple[str, ...]:
    """The chosen duties and those which the text names, each once, in that order."""
    return tuple(dict.fromkeys((*request.codes, *(item.code for item in request.named or ()))))


def _look_at_duties(sheet: Sheet, facts: Facts, rows: list[Row], day: date, pack: str) -> None:
    officers, auxiliaries = facts.officers_on(day), head_count(facts)
    for row in rows:
        case = DutyCase(row, day, facts, officers, auxiliaries)
        failed = list(_failed("duty", case))
        for condition in failed:
            sheet.add(condition, case, (row.code,), pack)
        if not failed and sheet.law.is_contested(row.code, day, pack):
            _weigh_the_strict_reading(sheet, facts, case, pack)


def _weigh_the_strict_reading(sheet: Sheet, facts: Facts, local: DutyCase, pack: str) -> None:
    """Where the local text is looser: the strict one is met too, or a ruling decides, or a person must."""
    strict = DutyCase(sheet.law.strict(local.row.code, local.day), local.day, facts, local.officers, local.auxiliaries)
    if not any(True for _failing in _failed("duty", strict)):
        return
    ruling = facts.ruling_on(local.row.code, local.day)
    if ruling is None:
        sheet.add(CONDITIONS["DU-15"], strict, (local.row.code,), pack)
    elif not ruling.allows:
        sheet.add(CONDITIONS["DU-25"], strict, (local.row.code,), pack)


def _look_at_people(sheet: Sheet, facts: Facts, rows: list[Row], day: date, pack: str) -> None:
    codes = tuple(row.code for row in rows)
    request = RequestCase(facts, day)
    for condition in _failed("request", request):
        sheet.add(condition, request, codes, pack)
    for member in facts.members:
        person = MemberCase(member, day)
        for condition in _failed("member", person):
            sheet.add(condition, person, codes, pack)
        for row in rows:
            case = MemberDutyCase(member, row, day)
            for condition in _failed("member_duty", case):
                sheet.add(condition, case, (row.code,), pack)


def _compare_with_the_text(sheet: Sheet, facts: Facts, rows: list[Row], request: Request, day: date) -> None:
    for fact, phrase in request.denied:
        case = TextCase(fact, phrase, tuple(rows), facts, day)
        for condition in _failed("text", case):
            sheet.add(condition, case, tuple(row.code for row in rows), facts.pack_on(day), fact)


def _refer_as_unclear(sheet: Sheet, facts: Facts, request: Request) -> None:
    day = request.days[0]
    sheet.add(CONDITIONS["DU-16"], RequestCase(facts, day), all_codes(request), facts.pack_on(day))


def _failed(subject: str, case: Any) -> Iterator[Condition]:
    return (condition for condition in conditions_about(subject) if not condition.holds(case))


def _decision(request: Request, codes: tuple[str, ...], facts: Facts, sheet: Sheet, verdict: str | None) -> Decision:
    refusals, referrals = sheet.reasons(REFUSES), sheet.reasons(REFERS)
    outcome = REFUSE if refusals else REFER if referrals else ALLOW
    refused = sheet.touched(REFUSES)
    return Decision(
        id=request.id,
        outcome=outcome,
        verdict=verdict,
        reasons=short_form(refusals or referrals),
        duties_refused=tuple(code for code in codes if code in refused),
        duty_codes=codes,
        findings=sheet.findings(),
        obligations=obligations_of(codes, request.days, facts, sheet.law) if outcome != REFUSE else (),
        basis=basis_of(codes, request, facts, sheet.law),
    )


def short_form(reasons: Iterable[str]) -> tuple[str, ...]:
    """Only the prohibition where there is one; otherwise every reason, in the fixed order."""
    held = set(reasons)
    if "prohibited_duty" in held:
        return ("prohibited_duty",)
    return tuple(reason for reason in REASONS if reason in held)


def head_count(facts: Facts) -> int | None:
    """How many auxiliaries do the work; None when it was not stated."""
    if facts.auxiliaries is not None:
        return facts.auxiliaries
    return len(facts.members) if facts.commander_stated else None


def _finding(item: dict[str, Any]) -> Finding:
    condition: Condition = item["condition"]
    return Finding(
        code=condition.code,
        says=both(condition.says, item["words"]),
        cites=item["cites"],
        cure=both(condition.cure, item["words"]),
        about={
            "reason": condition.reason,
            "effect": condition.effect,
            "duties": list(item["codes"]),
            "who": item["who"],
            "days": [day.isoformat() for day in item["days"]],
        },
    )
