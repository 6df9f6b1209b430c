"""What stands on the notice before a decision and on the decision, as plain data. Papers that are served speak Chinese."""

from __future__ import annotations

from typing import Any, Final

from django.utils import translation

from discipline.models import Case, Sanction
from discipline.rules.cases.life import Heard, Outcome
from roster.printing.words import day

HOUSE: Final = "处分的种类、期限和影响系本单位规定，并非法律规定；式样须经本单位法制部门确认后使用"
HEARD: Final = {
    Heard.STATEMENT: "你提交了书面陈述申辩，已予审阅。",
    Heard.HEARING: "已当面听取你的陈述申辩并制作笔录。",
    Heard.WAIVED: "你已书面放弃陈述申辩。",
    Heard.TERM_OVER: "你在规定期限内未提出陈述申辩。",
}


def notice(case: Case) -> dict[str, Any]:
    """事先告知书: what is held against the person, what is intended, and until when a statement is awaited."""
    return {
        **_head(case, "事先告知书"),
        "paragraphs": [
            [f"经调查，反映你存在以下问题：{_whole(case.subject)}"],
            [f"调查查明：{_whole(case.findings)}"],
            [f"拟对你作出以下处理：{_measure(case.intended)}。"],
            [f"在作出决定之前，你有权进行陈述和申辩，请于{day(case.statement_until)}前（含当日）以书面或者口头方式向本单位提出；"
             "逾期不提出的，视为未陈述申辩。陈述申辩不会加重对你的处理。"],
            ["你认为调查人员与本案有利害关系的，可以申请其回避。"],
        ],
        "day": day(case.told_on),
    }  # fmt: skip


def letter(case: Case, measure: Sanction | None, appeal_days: int) -> dict[str, Any]:
    """处理决定书: facts, how the person was heard, grounds, the measure with its period, and how to appeal."""
    return {
        **_head(case, "处理决定书"),
        "paragraphs": [
            [f"经调查查明：{_whole(case.findings)}"],
            [f"本单位于{day(case.told_on)}将拟认定的事实、理由和拟作的处理告知了你。{HEARD[Heard(case.heard_how)]}"],
            [f"本单位认为：{_whole(case.grounds)}"],
            [f"现决定：{_measure(case.outcome)}。{_period(measure)}"],
            [f"如不服本决定，可以{_until(case, appeal_days)}提出申诉，由未参与本案的人员处理；申诉不加重处理。"
             "你也可以依法申请劳动争议仲裁。"],
        ],
        "day": day(case.decided_on),
    }  # fmt: skip


def _head(case: Case, title: str) -> dict[str, Any]:
    auxiliary = case.auxiliary
    return {
        "title": title,
        "note": HOUSE,
        "number": case.number,
        "name": auxiliary.person.name,
        "who": f"{case.unit.name}，辅警编号{auxiliary.badge_number}" if auxiliary.badge_number else case.unit.name,
        "organ": case.unit.name,
        "receipt": ["签收人：", "签收日期：", "送达人："],
    }


def _measure(outcome: str) -> str:
    """The measure in Chinese, whatever the reader's language is."""
    with translation.override("zh-hans"):
        return str(Outcome(outcome).label)


def _period(measure: Sanction | None) -> str:
    if measure is None:
        return ""
    if measure.end_ground:
        with translation.override("zh-hans"):
            return f"依据：{measure.get_end_ground_display()}。"
    if measure.ends_on is None:
        return "影响期自送达之日起计算。"
    return f"影响期自{day(measure.starts_on)}至{day(measure.ends_on)}。"


def _until(case: Case, days: int) -> str:
    if case.appeal_until is not None:
        return f"在{day(case.appeal_until)}前（含当日）"
    return f"自本决定送达之日起{days}日内"


def _whole(text: str) -> str:
    """One paragraph that ends with a full stop."""
    text = "".join(text.split("\n")).strip()
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
