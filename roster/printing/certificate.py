"""Certificates: that somebody works here, and that a labour contract has ended (LCL 50, with what LCR 24 wants in it)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from core.errors import NotNow
from roster.models import Auxiliary, Contract, Leaving
from roster.printing.words import day, service

UNCONFIRMED: Final = "本证明没有法定格式，式样须经本单位确认"
ENDED_BY: Final = "依据《中华人民共和国劳动合同法》第五十条、《中华人民共和国劳动合同法实施条例》第二十四条出具"
SEX: Final = {"M": "男", "F": "女"}


def at_work(auxiliary: Auxiliary, purpose: str, on: date) -> dict[str, Any]:
    """在职证明: who, since when, where; for one stated purpose and no other."""
    contract = _open(auxiliary)
    post = auxiliary.post.title if auxiliary.post is not None else ""
    kind = "勤务辅警" if auxiliary.category == "service" else "文职辅警"
    return {
        "title": "在职证明",
        "note": UNCONFIRMED,
        "basis": "",
        "paragraphs": [
            [*_who(auxiliary), f"，自{day(auxiliary.hired_on)}起在我单位从事警务辅助工作，现在{auxiliary.unit.name}"
             f"{f'任{post}' if post else '工作'}（{kind}，非人民警察），系在职人员。"],
            [f"本证明仅用于{purpose}，不作其他用途。"],
            ["特此证明。"],
        ],
        "rows": [],
        "organ": contract.employer.name if contract is not None else auxiliary.unit.name,
        "day": day(on),
    }  # fmt: skip


def ended(auxiliary: Auxiliary, on: date) -> dict[str, Any]:
    """解除（终止）劳动合同证明: term, day of the end, post, years of service. Why it ended is not wanted, and not told."""
    leaving = auxiliary.leavings.order_by("-last_day", "-pk").first()
    if auxiliary.status != Auxiliary.Status.LEFT or leaving is None:
        raise NotNow(_("The person has not left: there is no end to certify."))
    contract = auxiliary.contracts.select_related("employer").order_by("-starts_on").first()
    return {
        "title": "解除（终止）劳动合同证明",
        "note": "",
        "basis": ENDED_BY,
        "paragraphs": [
            [*_who(auxiliary), f"，原系我单位职工，双方的劳动合同已于{day(leaving.last_day)}依法解除（终止）。现证明如下："]
        ],
        "rows": _facts(auxiliary, leaving, contract),
        "organ": contract.employer.name if contract is not None else auxiliary.unit.name,
        "day": day(on),
    }  # fmt: skip


def _facts(auxiliary: Auxiliary, leaving: Leaving, contract: Contract | None) -> list[list[str]]:
    last = auxiliary.postings.select_related("unit", "post").order_by("-starts_on").first()
    unit, post = (last.unit, last.post) if last is not None else (auxiliary.unit, auxiliary.post)
    years = service(auxiliary.hired_on, leaving.last_day)
    return [
        ["劳动合同期限", _term(contract) if contract is not None else ""],
        ["解除或者终止劳动合同的日期", day(leaving.last_day)],
        ["工作岗位", f"{unit.name}{post.title if post is not None else ''}"],
        ["在本单位的工作年限", f"{years}（{day(auxiliary.hired_on)}至{day(leaving.last_day)}）"],
    ]


def _term(contract: Contract) -> str:
    starts = day(contract.starts_on)
    if contract.kind == Contract.Kind.FIXED:
        return f"固定期限，{starts}至{day(contract.ends_on)}"
    if contract.kind == Contract.Kind.OPEN_ENDED:
        return f"无固定期限，自{starts}起"
    return f"以完成一定工作任务为期限，自{starts}起"


def _who(auxiliary: Auxiliary) -> list[Any]:
    person = auxiliary.person
    sex = f"，{SEX[person.sex]}" if person.sex in SEX else ""
    return [{"whole": person.name}, f"{sex}，居民身份证号码", {"whole": person.identity_number}]


def _open(auxiliary: Auxiliary) -> Contract | None:
    if auxiliary.status == Auxiliary.Status.LEFT:
        raise NotNow(_("The person has left: certify the end of the labour contract instead."))
    found: Contract | None = auxiliary.contracts.select_related("employer").filter(ended_on=None).first()
    return found
