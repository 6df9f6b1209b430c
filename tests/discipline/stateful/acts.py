"""Each act with what is said in it, done by the service, by the page or by the API, in the name of somebody."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import clock
from core.errors import DomainError
from discipline.api.case_acts import decide as decide_with_exit
from discipline.services import cases, commendations, complaints, grades
from tests.discipline.stateful.people import Bureau

BY = ("service", "service", "page", "api")
INSPECTORS, DECIDERS, APPEALS, CLERKS = (
    ("inspector", "second"),
    ("supervisor", "boss"),
    ("legal", "counsel"),
    ("hr", "clerk"),
)


@dataclass(frozen=True)
class Act:
    """Where it is done, what it takes; `right`: people who hold the right to it; `only`: nobody else may ever."""

    do: Callable[..., Any]
    parameter: str
    page: str = ""
    api: str = ""
    right: tuple[str, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()


@dataclass
class Done:
    """What came of it: done, refused, or hidden from whoever asked."""

    ok: bool
    why: str = ""


def _case(name: str, right: tuple[str, ...], **said: Any) -> Act:
    do = decide_with_exit if name == "decide" else getattr(cases, {"open": "open_case"}.get(name, name))
    api = "" if name == "look_again" else f"/api/v1/cases/%s/{name}/"
    return Act(do, "case", f"/discipline/cases/%s/{name.replace('_', '-')}/", api, right, said)


CASES = {
    "examine": _case("examine", INSPECTORS),
    "drop": _case("drop", INSPECTORS, reason="查无实据"),
    "open": _case("open", INSPECTORS),
    "conclude": _case("conclude", INSPECTORS, findings="监控证实"),
    "tell": _case("tell", INSPECTORS, intended="demerit", how="in_person"),
    "hear": _case("hear", INSPECTORS, how="hearing", text="我不知情"),
    "look_again": _case("look_again", DECIDERS, reason="再查"),
    "decide": _case("decide", DECIDERS, outcome="demerit", grounds="事实清楚"),
    "serve": _case("serve", INSPECTORS, how="in_person"),
    "close": _case("close", INSPECTORS),
}
SUSPEND = _case("suspend", (*INSPECTORS, *DECIDERS), reason="涉嫌收受财物")
LIFT = Act(cases.lift_suspension, "suspension", "/discipline/suspensions/%s/lift/", right=(*INSPECTORS, *DECIDERS))
NOTE = Act(
    cases.note_matter, "case", "/discipline/cases/%s/matter/", "", (*INSPECTORS, *DECIDERS),
    {"kind": "detention", "authority": "云河县公安局", "since": None},
)  # fmt: skip
END = Act(
    cases.end_matter, "matter", "/discipline/matters/%s/end/", "", (*INSPECTORS, *DECIDERS),
    {"result": "acquitted", "until": None},
)  # fmt: skip
STATE = Act(cases.make_statement, "case", "/me/conduct/%s/statement/", said={"text": "不属实"})
APPEAL = Act(cases.appeal, "case", "/me/conduct/%s/appeal/", said={"grounds": "处分过重"})
ASK = Act(cases.ask_to_withdraw, "case", "/me/conduct/%s/withdraw/", said={"reason": "与举报人相识"})
WITHDRAW = Act(
    cases.answer_withdrawal, "withdrawal", "/discipline/withdrawals/%s/", "", DECIDERS,
    {"answer": "refused", "reason": "查无关系"},
)  # fmt: skip
ANSWER = Act(
    cases.answer_appeal, "appeal", "/discipline/appeals/%s/answer/", "/api/v1/appeals/%s/answer/", APPEALS,
    {"verdict": "upheld", "reasons": "维持"},
)  # fmt: skip


def _award(name: str, right: tuple[str, ...], page: str = "", **said: Any) -> Act:
    place = page or name
    api = f"/api/v1/commendations/%s/{'objections' if name == 'object_to' else name}/"
    return Act(getattr(commendations, name), "commendation", f"/discipline/commendations/%s/{place}/", api, right, said)


AWARDS = {
    "publish": _award("publish", CLERKS),
    "award": _award("award", DECIDERS, document_number="云公政8号"),
    "reject": _award("reject", DECIDERS, reason="事迹不足"),
    "withdraw": _award("withdraw", CLERKS, reason="换人"),
    "revoke": _award("revoke", DECIDERS, reason="事迹不实"),
    "object_to": _award("object_to", CLERKS, page="object", text="当时不在场"),
}
SETTLE = Act(
    commendations.settle, "objection", "/discipline/objections/%s/settle/", "/api/v1/objections/%s/settle/", DECIDERS,
    {"upheld": False, "answer": "查无实据"},
)  # fmt: skip


def _grade(name: str, right: tuple[str, ...], **said: Any) -> Act:
    return Act(getattr(grades, name), "proposal", f"/discipline/grades/proposals/%s/{name}/", "", right, said)


GRADES = {
    "publish": _grade("publish", CLERKS),
    "contest": _grade("contest", CLERKS, text="年限不足"),
    "decide": _grade("decide", DECIDERS, document_number="云公政12号", effective_on=None),
    "reject": _grade("reject", DECIDERS, reason="名额已满"),
    "withdraw": _grade("withdraw", CLERKS, reason="补材料"),
}


GRADE_SETTLE = Act(
    grades.settle, "objection", "/discipline/grades/objections/%s/settle/", "", DECIDERS,
    {"upheld": False, "answer": "年限已满"},
)  # fmt: skip


def _complaint(name: str, page: str, api: str = "", **said: Any) -> Act:
    return Act(getattr(complaints, name), "complaint", f"/discipline/complaints/%s/{page}/", api, INSPECTORS, said)


COMPLAINTS = {
    "acknowledge": _complaint("acknowledge", "acknowledge", "/api/v1/complaints/%s/acknowledge/"),
    "assign": _complaint("assign", "assign", handler=None),
    "open_reporter": _complaint("open_reporter", "reporter", reason="核实"),
    "look": _complaint("look_at_retaliation", "retaliation", result="none", reason="未见异常"),
    "answer": _complaint("answer", "answer", outcome="upheld", answer="已处理"),
}


def perform(bureau: Bureau, act: Act, row: Any, who: str, by: str = "service", **more: Any) -> Done:
    """Do it in the name of somebody. Whatever is raised but a refusal is a fault, and so is an answer of 500."""
    said = {name: (clock.today() if value is None else value) for name, value in {**act.said, **more}.items()}
    if by == "api" and act.api:
        return by_api(bureau, act.api % row.pk, who, said)
    if by != "service" and act.page:
        return by_page(bureau, act.page % row.pk, who, said)
    return call(lambda: act.do(**{act.parameter: row}, by=bureau.users[who], **{**_day(act.do), **said}))


def _day(do: Callable[..., Any]) -> dict[str, Any]:
    wanted = inspect.signature(do).parameters
    more = {"revision": None} if do is decide_with_exit else {}
    return more | {name: clock.today() for name in ("on", "today") if name in wanted}


def call(do: Callable[[], Any]) -> Done:
    try:
        with transaction.atomic():
            do()
    except DomainError as refused:
        return Done(False, repr(refused))
    except PermissionDenied:
        return Done(False, "no right")
    return Done(True)


def by_page(bureau: Bureau, address: str, who: str, said: Mapping[str, Any]) -> Done:
    typed = {name: _typed(value) for name, value in said.items()}
    answer = bureau.clients[who].post(address, typed)
    assert answer.status_code < 500, f"{who} POST {address}: {answer.status_code}"
    done = answer.status_code == 302 and "/sign-in/" not in answer["Location"]
    return Done(done or "reporter/" in address and answer.status_code == 200, str(answer.status_code))


def by_api(bureau: Bureau, address: str, who: str, said: Mapping[str, Any]) -> Done:
    answer = bureau.clients[who].post(address, json.dumps(said, default=str), content_type="application/json")
    assert answer.status_code < 500, f"{who} POST {address}: {answer.status_code}"
    return Done(answer.status_code < 300, str(answer.status_code))


def _typed(value: Any) -> str:
    """As a form sends it: yes and no, numbers of officers and people, days."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    for name in ("police_number", "pk"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return str(value)
