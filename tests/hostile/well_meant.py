"""For each act of the API: one request as a person would send it, at an object that stands where the act is due.

An operation that is not named here is sent as its row of the permission table says. One that never succeeds is red.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core import clock
from core.actors import SYSTEM
from discipline.checklists import checklists
from discipline.models import AppraisalMark, AppraisalRound, GradeProposal
from discipline.rules.appraisals import Head
from discipline.services import complaints, grades, protection, supervision
from duties import services
from duties.models import Assignment
from duties.proposal import Proposal
from organisation.models import DispatchAgreement
from organisation.services import open_unit
from payroll import services as payroll
from payroll.models import PayRun, Payslip
from roster.models import Auxiliary, GradeRecord
from tests.cast import LONG_AGO, TODAY, Cast, identity
from tests.permissions.worlds import appraisals, commendations
from tests.permissions.worlds import complaints as world_of_complaints

PASSWORD = "lantern-river-mountain"


@dataclass(frozen=True)
class Wanted:
    """Who sends what; `at` is the pk of another object than the table names."""

    who: str
    body: Mapping[str, Any] | None = None
    at: int | None = None
    query: Mapping[str, Any] = field(default_factory=dict)


def requests(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """By method and address of the document."""
    day, auxiliary = TODAY.isoformat(), objects["auxiliary"].pk
    unsigned = cast.contract(cast.auxiliary("未签人", papers=False), signed_on=None)
    free = cast.auxiliary("无合同人", papers=False)
    running = cast.auxiliary("续延人").contracts.get()
    terms = {"employer": cast.employer().pk, "kind": "fixed", "starts_on": "2026-12-01", "ends_on": "2029-11-30",
             "signed_on": "2026-12-01", "monthly_wage": "3500.00"}  # fmt: skip
    user = cast.user("auxiliary")  # sees only the own file, so the password is enough
    user.set_password(PASSWORD)
    user.save()
    return {
        "POST /api/v1/token/": Wanted("auxiliary", {"username": "auxiliary", "password": PASSWORD}),
        "POST /api/v1/units/": Wanted(
            "hr", {"code": "east", "name": "东街派出所", "level": "station", "parent": "first", "starts_on": day}
        ),
        "POST /api/v1/officers/": Wanted(
            "hr", {"name": "钱警官", "police_number": "099001", "unit": "north", "starts_on": day}
        ),
        "POST /api/v1/quotas/": Wanted(
            "higher",
            {"unit": "south", "year": 2026, "number": 20, "category": "any", "approved_on": day,
             "approval_document": "县政〔2026〕2号"},
        ),
        "POST /api/v1/posts/": Wanted(
            "hr",
            {"unit": "north", "title": "户籍协管", "category": "service", "headcount": 3, "funding_source": "special_fund",
             "starts_on": day},
        ),
        "POST /api/v1/auxiliaries/": Wanted(
            "hr",
            {"name": "孙新", "identity_number": identity(born=dt.date(1997, 2, 3)), "unit": "north", "category": "service",
             "starts_on": day, "post": objects["post"].pk, "contract": {**terms, "starts_on": day, "signed_on": day}},
        ),
        "PATCH /api/v1/auxiliaries/{id}/": Wanted("hr", {"address": "新街1号"}),
        "POST /api/v1/postings/": Wanted("hr", {"auxiliary": auxiliary, "unit": "south", "starts_on": day}),
        "POST /api/v1/contracts/": Wanted("hr", {"auxiliary": free.pk, **terms}),
        "PATCH /api/v1/contracts/{id}/": Wanted("hr", {"signed_on": day}, at=unsigned.pk),
        "POST /api/v1/contracts/{id}/end/": Wanted("hr", {"ended_on": day, "ground": "agreed"}),
        "POST /api/v1/contracts/{id}/extend/": Wanted(
            "hr", {"ground": "pregnancy_to_nursing", "until": "2030-06-30"}, at=running.pk
        ),
        "POST /api/v1/documents/": Wanted("hr", {"auxiliary": auxiliary, "kind": "medical", "title": "体检", "file": paper()}),
        "POST /api/v1/enrolments/": Wanted(
            "hr",
            {"auxiliary": auxiliary, "kinds": ["medical"], "place": "成都", "starts_on": day, "registered_on": day},
        ),
        "POST /api/v1/enrolments/{id}/base/": Wanted("hr", {"base": "6000.00", "starts_on": day}),
        "POST /api/v1/enrolments/{id}/end/": Wanted("hr", {"ends_on": "2026-12-31", "why": "other", "reason": "调出"}),
        "POST /api/v1/exports/{id}/approve/": Wanted("supervisor"),
        "POST /api/v1/exports/{id}/decline/": Wanted("supervisor", {"reason": "人太多"}),
        "POST /api/v1/reminders/{id}/answer/": Wanted("hr", {"answer": "正在办理"}),
        "POST /api/v1/calculators/{topic}/": Wanted("pay-clerk", {"inputs": {"given_on": "2026-11-22"}}),
        **of_pay(cast, objects),
        **of_pay_settings(cast, objects),
        **of_assignments(cast, objects),
        **of_cases(cast, objects),
        **of_supervision(cast, objects),
        **of_protection(cast, objects),
        **of_commendations(cast),
        **of_grades(cast),
        **of_appraisals(cast, objects),
    }  # fmt: skip


def of_pay(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """A draft to calculate, runs that are calculated, handed over and released, each of a unit of its own."""
    address = "/api/v1/pay-runs/"
    wrong = Payslip.objects.get(run=prepared(cast, "paid", "released"))
    return {
        f"POST {address}": Wanted("pay-clerk", {"unit": "south", "month": "2026-10", "pay_day": "2026-11-14"}),
        f"POST {address}{{id}}/calculate/": Wanted("pay-clerk"),
        f"POST {address}{{id}}/accept/": Wanted(
            "pay-clerk", {"anomalies": [objects["anomaly"].pk], "reason": "新进人员"}
        ),
        f"POST {address}{{id}}/review/": Wanted("pay-clerk", at=prepared(cast, "to-review", "accepted").pk),
        f"POST {address}{{id}}/release/": Wanted("pay-approver", at=prepared(cast, "to-release", "reviewed").pk),
        f"POST {address}{{id}}/cancel/": Wanted("pay-clerk", {"reason": "基数未更新"}),
        f"POST {address}{{id}}/correct/": Wanted(
            "pay-clerk", {"slips": [wrong.pk], "reason": "漏计加班", "pay_day": "2026-12-10"}, at=wrong.run_id
        ),
    }


def of_pay_settings(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """What a clerk sets: a scheme of another unit and what hangs on it, money, and the pay of one person."""
    auxiliary, day = objects["auxiliary"].pk, "2027-01-01"
    agreement = DispatchAgreement.objects.filter(unit=cast["first"]).latest("pk")
    asked = {
        "pay-schemes": {"unit": "south", "name": "南街方案", "starts_on": day, "payday": 15, "minimum_wage": "2330.00"},
        "pay-schemes/{id}/end": {"ends_on": "2026-12-31"},
        "pay-items": {"scheme": objects["scheme"].pk, "code": "night", "name": "夜班补贴", "kind": "night", "basis": "each",
                      "source": objects["funding_source"].pk},
        "pay-amounts": {"item": objects["pay_item"].pk, "amount": "3600.00", "starts_on": day},
        "funding-sources": {"unit": "south", "kind": "foundation", "name": "联防基金"},
        "budgets": {"source": objects["funding_source"].pk, "year": 2027, "amount": "950000.00"},
        "insurance-terms": {"unit": "first", "kind": "medical", "place": "成都", "since": day, "floor": "4588.00",
                            "cap": "22938.00", "own_rate": "0.02", "unit_rate": "0.069", "document": "川医保〔2026〕9号"},
        "dispatch-fees": {"agreement": agreement.pk, "since": day, "a_head": "65.00"},
        "pay-settings": {"auxiliary": auxiliary, "starts_on": day, "bank_card": "6222020000000000005"},
        "special-deductions": {"auxiliary": auxiliary, "kind": "child", "monthly": "2000.00", "starts_on": day,
                               "declared_on": "2026-11-16"},
        "pay-entries": {"auxiliary": auxiliary, "month": "2026-11", "kind": "overtime_150", "quantity": "3.5"},
        "pay-entries/{id}/withdraw": {"reason": "重复登记"},
        "personal-amounts": {"auxiliary": auxiliary, "item_code": objects["pay_item"].code, "amount": "3700.00",
                             "starts_on": day},
        "accident-claims": {"member": objects["cover"].pk, "kind": "medical", "happened_on": "2026-04-01",
                            "reported_on": "2026-04-02", "what": "摔伤", "asked": "500.00"},
    }  # fmt: skip
    posts = {f"POST /api/v1/{name}/": Wanted("pay-clerk", body) for name, body in asked.items()}
    return {**posts, "PATCH /api/v1/budgets/{id}/": Wanted("pay-clerk", {"amount": "910000.00"})}


def of_cases(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """A report and each act of a case; by the day of the world every term of the others is over."""
    ready: dict[str, tuple[str, dict[str, Any] | None]] = {
        "drop": ("inspector", {"reason": "查无实据"}),
        "tell": ("inspector", {"intended": "warning", "how": "in_person"}),
        "hear": ("inspector", {"how": "waived", "text": "放弃陈述"}),
        "decide": ("supervisor", {"outcome": "warning", "grounds": "事实清楚"}),
        "serve": ("inspector", {"how": "in_person"}),
        "suspend": ("inspector", {"reason": "调查期间停职"}),
    }
    acts = {f"POST /api/v1/cases/{{id}}/{name}/": Wanted(who, body) for name, (who, body) in ready.items()}
    about = {"auxiliary": objects["auxiliary"].pk, "subject": "迟到", "source": "unit"}
    return acts | {
        "POST /api/v1/cases/": Wanted("inspector", about),
        "POST /api/v1/cases/{id}/conclude/": Wanted("inspector", {"findings": "属实"}),
        "POST /api/v1/cases/{id}/close/": Wanted("inspector", at=objects["case_advised"].pk),
        "POST /api/v1/cases/{id}/look-again/": Wanted("supervisor", {"reason": "补充询问证人"}),
        "POST /api/v1/cases/{id}/investigators/": Wanted("inspector", {"officer": vars(cast)["court"].he.pk}),
        "POST /api/v1/investigators/{id}/relieve/": Wanted("inspector", {"reason": "申请回避"}),
        "POST /api/v1/withdrawals/{id}/answer/": Wanted("supervisor", {"answer": "refused", "reason": "无利害关系"}),
        "POST /api/v1/appeals/": Wanted(
            "legal",
            {
                "case": objects["case_served"].pk,
                "received_on": TODAY.isoformat(),
                "brought_by": "其妻",
                "grounds": "重",
            },
        ),
        "POST /api/v1/appeals/{id}/answer/": Wanted("legal", {"verdict": "upheld", "reasons": "事实清楚"}),
    }


def of_supervision(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """An inspection to make, a finding to put right, one that was reported; complaints that wait for a hand or an answer."""
    inspector, told = cast.user("inspector"), world_of_complaints.made
    waits, in_hand = (
        complaints.acknowledge(complaint=told(cast, cast["north"], cast.auxiliary(name)), by=inspector)
        for name in ("甄待办", "甄待答")
    )
    complaints.assign(complaint=in_hand, handler=inspector, on=TODAY, by=inspector)
    right = [{"item": code, "result": "right"} for code in checklists()["on_the_spot"].codes]
    plan = {
        "unit": "north",
        "checklist": "on_the_spot",
        "planned_for": (clock.today() + dt.timedelta(days=1)).isoformat(),
    }
    later = (clock.today() + dt.timedelta(days=60)).isoformat()
    words: dict[str, Any] = {"on": TODAY, "by": cast.user("inspector")}
    found = supervision.find(inspection=objects["inspection"], item="card", what="无证", **words)
    supervision.report(finding=found, what="已补发", by=cast.user("supervisor"))
    return {
        "POST /api/v1/complaints/{id}/acknowledge/": Wanted("inspector"),
        "POST /api/v1/complaints/{id}/assign/": Wanted("inspector", {"handler": "inspector"}, at=waits.pk),
        "POST /api/v1/complaints/{id}/answer/": Wanted(
            "inspector", {"outcome": "upheld", "answer": "已责令改正"}, at=in_hand.pk
        ),
        "POST /api/v1/complaints/{id}/forward/": Wanted(
            "inspector", {"authority": "云州市纪委监委", "answer": "已移送"}, at=in_hand.pk
        ),
        "POST /api/v1/inspections/": Wanted("inspector", plan),
        "POST /api/v1/inspections/{id}/cancel/": Wanted("inspector", {"what": "改期另行安排"}),
        "POST /api/v1/inspections/{id}/conclude/": Wanted("inspector", {"answers": right}),
        "POST /api/v1/inspections/{id}/findings/": Wanted("inspector", {"what": "台账缺页"}),
        "POST /api/v1/findings/{id}/extend/": Wanted("inspector", {"due_on": later, "what": "等待采购"}),
        "POST /api/v1/findings/{id}/withdraw/": Wanted("inspector", {"what": "核实无误"}),
        "POST /api/v1/findings/{id}/report/": Wanted("supervisor", {"what": "已补发标识"}),
        "POST /api/v1/findings/{id}/recheck/": Wanted("inspector", {"passed": True, "what": "现场核实"}, at=found.pk),
    }


def of_protection(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """A warning answered; an incident from its report to its end; somebody looked after, visited, no longer so."""
    day, inspector = TODAY.isoformat(), cast.user("inspector")
    told = protection.Told(objects["auxiliary"], "other", TODAY, "摔倒")
    fresh = protection.report(told=told, on=TODAY, by=inspector).pk
    row = protection.take(incident=protection.report(told=told, on=TODAY, by=inspector), on=TODAY, by=inspector).pk
    about = {"auxiliary": objects["auxiliary"].pk}
    happened = {**about, "kind": "threatened", "happened_on": day, "what": "被人威胁"}
    step = {"kind": "pursued", "on": day, "words": "已报案"}
    incidents, care = "/api/v1/incidents/", "/api/v1/care/"
    return {
        "POST /api/v1/warnings/{id}/answer/": Wanted("inspector", {"done": "talked", "words": "已谈话"}),
        f"POST {incidents}": Wanted("inspector", happened),
        f"POST {incidents}{{id}}/take/": Wanted("inspector", at=fresh),
        f"POST {incidents}{{id}}/note/": Wanted("inspector", step),
        f"POST {incidents}{{id}}/settle/": Wanted("inspector", {"result": "已办结"}, at=row),
        f"POST {care}": Wanted("hr", {**about, "ground": "hardship", "words": "家庭困难"}),
        f"POST {care}{{id}}/visit/": Wanted("hr", {"on": clock.today().isoformat(), "words": "已走访"}),
        f"POST {care}{{id}}/end/": Wanted("hr", {"why": "困难已解除"}),
    }


def of_commendations(cast: Cast) -> dict[str, Wanted]:
    """A nomination as it is entered, one to show in public, one whose publicity is over, an award, an objection."""
    day, why = (TODAY - dt.timedelta(days=30)).isoformat(), {"reason": "事迹不实"}
    someone = cast.auxiliary("待提名").pk

    def fresh(name: str, **more: Any) -> int:
        return commendations.nominated(cast, cast.auxiliary(name), name, None, **more).pk

    over = commendations.nominated(
        cast, cast.auxiliary("公示满"), "over", cast["first"], clock.today() - dt.timedelta(days=30)
    )
    award = commendations.awarded(cast, cast.auxiliary("已奖励"), "given")
    address = "/api/v1/commendations/"
    return {
        f"POST {address}": Wanted("hr", {"auxiliary": someone, "kind": "praise", "deed": "巡逻中救人", "deed_on": day}),
        f"POST {address}{{id}}/publish/": Wanted("hr", at=fresh("待公示")),
        f"POST {address}{{id}}/award/": Wanted("supervisor", {"document_number": "云公政〔2026〕9号"}, at=over.pk),
        f"POST {address}{{id}}/reject/": Wanted("supervisor", why, at=fresh("不予奖励")),
        f"POST {address}{{id}}/withdraw/": Wanted("hr", why, at=fresh("撤回提名")),
        f"POST {address}{{id}}/revoke/": Wanted("supervisor", why, at=award.pk),
        f"POST {address}{{id}}/objections/": Wanted("inspector", {"text": "当时不在场"}),
        "POST /api/v1/objections/{id}/settle/": Wanted("supervisor", {"upheld": False, "answer": "查无实据"}),
    }


def of_grades(cast: Cast) -> dict[str, Wanted]:
    """People three years in a grade: one nobody proposed, proposals as they are entered, one whose publicity is over."""
    clerk, then, since = cast.user("hr"), clock.today() - dt.timedelta(days=30), dt.date(2023, 9, 1)

    def climber(name: str) -> Auxiliary:
        someone = cast.auxiliary(name, grade="七级", hired_on=dt.date(2020, 1, 1))
        GradeRecord.objects.create(auxiliary=someone, grade="七级", since=since)
        return someone

    def proposed(name: str, on: dt.date = then) -> GradeProposal:
        return grades.propose(auxiliary=climber(name), to="六级", appraisal="2025年度称职", by=clerk, on=on)

    over = grades.publish(proposal=proposed("公示期满"), by=clerk, on=then)
    shown = grades.publish(proposal=proposed("公示之中"), by=clerk, on=clock.today())
    address, why = "/api/v1/grade-proposals/", {"reason": "材料不全"}
    next_one = {"auxiliary": climber("到期人").pk, "to": "六级", "appraisal": "2025年度称职"}
    decision = {"document_number": "云公政〔2026〕12号", "effective_on": "2026-09-01"}
    return {
        f"POST {address}": Wanted("hr", next_one),
        f"POST {address}{{id}}/publish/": Wanted("hr", at=proposed("待晋升公示").pk),
        f"POST {address}{{id}}/decide/": Wanted("supervisor", decision, at=over.pk),
        f"POST {address}{{id}}/reject/": Wanted("supervisor", why, at=proposed("不予晋升").pk),
        f"POST {address}{{id}}/withdraw/": Wanted("hr", why, at=proposed("撤回晋升").pk),
        f"POST {address}{{id}}/objections/": Wanted("hr", {"text": "任职年限不足"}, at=shown.pk),
        "POST /api/v1/grade-objections/{id}/settle/": Wanted("supervisor", {"upheld": False, "answer": "年限已满"}),
    }


def of_appraisals(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """Rounds of their own, as far as each act wants them; nobody else serves in the units they are opened in."""
    address, marks = "/api/v1/appraisals/{id}/", dict.fromkeys(Head.values, 80)
    hr, head = cast.user("hr"), cast.user("supervisor")

    def whole(name: str, step: str) -> AppraisalRound:
        row = appraisals.round_of(cast["south"], hr, kind="daily")
        one = appraisals.appraisal(row, cast.auxiliary(name, unit="south"), name)
        AppraisalMark.objects.create(
            appraisal=one, source="leader", **marks, given_on=row.first, marker=head.person, entered_by=head,
            entered_at=clock.now(),
        )  # fmt: skip
        if step != "open":
            appraisals.told(one, hr, until=step)
        return row

    open_, marked, set_ = whole("待计分", "open"), whole("已计分", "marked"), whole("待告知", "calibrated")
    leaving, lone = whole("不列入", "open"), whole("待评定", "marked")
    rounds, joined = "/api/v1/appraisal-rounds/", whole("先加入", "open")
    return {
        f"POST {rounds}{{id}}/missing/": Wanted(
            "hr", {"auxiliaries": [cast.auxiliary("后加入", unit="south").pk]}, at=joined.pk
        ),
        f"POST {rounds}": Wanted("hr", {"unit": "north", "kind": "daily", "day": TODAY.isoformat()}),
        f"POST {rounds}{{id}}/reckon/": Wanted("hr", at=reported(open_).pk),
        f"POST {rounds}{{id}}/adopt/": Wanted("hr", at=marked.pk),
        f"POST {rounds}{{id}}/tell/": Wanted("hr", at=set_.pk),
        f"POST {address}marks/": Wanted("hr", {"source": "public", **marks}),
        f"POST {address}result/": Wanted("hr", {"result": "competent"}, at=lone.appraisals.get().pk),
        f"POST {address}leave-out/": Wanted("hr", {"reason": "长期病假"}, at=leaving.appraisals.get().pk),
        f"POST {address}contest/": Wanted(
            "hr", {"text": "出勤计算有误"}, at=whole("待异议", "told").appraisals.get().pk
        ),
        f"POST {address}settle/": Wanted(
            "legal", {"result": "excellent", "answer": "异议成立"}, at=objects["contested_appraisal"].pk
        ),
    }


def reported(whole: AppraisalRound) -> AppraisalRound:
    """Its people handed in their self-reports."""
    for row in whole.appraisals.all():
        row.status, row.reported_on, row.revision = "reported", clock.today(), 2
        row.save()
    return whole


def prepared(cast: Cast, code: str, state: str) -> PayRun:
    """The run of September of a new unit with one person in it, as far as said."""
    clerk = cast.user("pay-clerk")
    unit = open_unit(code=code, name=code, level="station", parent=cast["first"], starts_on=LONG_AGO, by=SYSTEM)
    cast.units[code] = unit
    cast.auxiliary(f"领薪{code}", unit=code)
    run = payroll.prepare_run(unit=unit, month=dt.date(2026, 9, 1), by=clerk)
    keys = list(run.anomalies.values_list("pk", flat=True))
    if keys:
        payroll.accept_anomalies(run=run, anomalies=keys, reason="已核对", by=clerk)
    if state in ("reviewed", "released"):
        run = payroll.review_run(run=run, by=clerk)
    return payroll.release_run(run=run, by=cast.user("pay-approver")) if state == "released" else run


def paper() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def of_assignments(cast: Cast, objects: Mapping[str, Any]) -> dict[str, Wanted]:
    """A patrol of tomorrow, and two that are on now: one to begin, one to complete."""
    approved: Assignment = objects["approved"]
    lead = approved.leads.get().officer_id
    start = (clock.now() + dt.timedelta(days=20)).replace(microsecond=0)
    asked = {
        "unit": "north", "text": "人民广场治安巡逻", "place": "人民广场", "starts_at": start.isoformat(),
        "ends_at": (start + dt.timedelta(hours=4)).isoformat(), "auxiliaries": [cast.auxiliary("巡新", unit="north").pk],
        "commander": lead, "leads": [lead],
    }  # fmt: skip
    due, on_now = soon(cast, objects, 15), soon(cast, objects, 20)
    services.begin(assignment=on_now, present=[lead], by=cast.user("requester"))
    reason = {"reason": "时间不对"}
    address = "/api/v1/assignments/{id}/"
    return {
        "POST /api/v1/assignments/": Wanted("requester", asked),
        f"PATCH {address}": Wanted("requester", {"place": "火车站"}),
        f"POST {address}submit/": Wanted("requester"),
        f"POST {address}approve/": Wanted("supervisor"),
        f"POST {address}return/": Wanted("supervisor", reason),
        f"POST {address}reject/": Wanted("supervisor", reason),
        f"POST {address}withdraw/": Wanted("requester", reason),
        f"POST {address}stop/": Wanted("supervisor", reason),
        f"POST {address}rule/": Wanted("legal", {"allows": True, "text": "属于治安巡逻", "cites": "CN-GA-2004",
                                                 "named_codes": ["patrol-street"]}),
        f"POST {address}begin/": Wanted("requester", {"present": [lead]}, at=due.pk),
        f"POST {address}complete/": Wanted("requester", {"remarks": "正常"}, at=on_now.pk),
        "POST /api/v1/duty-decisions/": Wanted(
            "requester", {"id": "x", "text": "人民广场治安巡逻", "duty_codes": ["patrol-street"],
                          "context": {"jurisdiction": "CN", "auxiliary_category": "service", "police_on_site": 1,
                                      "auxiliaries_on_site": 2, "training_valid": True}}
        ),
    }  # fmt: skip


def soon(cast: Cast, objects: Mapping[str, Any], minutes: int) -> Assignment:
    """Another approved patrol, some minutes from now."""
    one: Assignment = objects["approved"]
    lead = one.leads.get().officer_id
    start = (clock.now() + dt.timedelta(minutes=minutes)).replace(microsecond=0)
    commander = cast.officer(f"陈{minutes}").pk  # nobody commands two at once
    content = Proposal(
        unit_id=one.unit_id, text=one.text, place=one.place, starts_at=start, ends_at=start + dt.timedelta(hours=4),
        auxiliaries=(cast.auxiliary(f"巡{minutes}", unit="north").pk,), leads=(lead,), commander=commander,
    )  # fmt: skip
    saved = services.save_draft(content=content, by=cast.user("requester"))
    pending = services.submit(assignment=saved, by=cast.user("requester"))
    return services.approve(assignment=pending, by=cast.user("supervisor"))
