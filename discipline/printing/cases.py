"""What stands on the papers of a case and of its appeal, as plain data. Papers that are served speak Chinese."""

from __future__ import annotations

from typing import Any, Final

from django.utils import translation

from discipline.models import Appeal, Case, Sanction
from discipline.rules.cases.life import Heard, Outcome, Verdict
from roster.printing.words import day

HOUSE: Final = "处分的种类、期限和影响系本单位规定，并非法律规定；式样须经本单位法制部门确认后使用"
HEARD: Final = {
    Heard.STATEMENT: "你提交了书面陈述申辩，已予审阅。",
    Heard.HEARING: "已当面听取你的陈述申辩并制作笔录。",
    Heard.WAIVED: "你已书面放弃陈述申辩。",
    Heard.TERM_OVER: "你在规定期限内未提出陈述申辩。",
}

ANSWERED: Final = {
    Verdict.UPHELD: "维持原处理决定。",
    Verdict.CHANGED: "变更原处理决定。",
    Verdict.REVOKED: "撤销原处理决定。",
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


def receipt(case: Case, appeal: Appeal) -> dict[str, Any]:
    """申诉受理通知书: against which decision, received on which day, answered until when and by whom."""
    decided = day(case.decided_on)
    return {
        **_head(case, "申诉受理通知书"),
        "number": appeal.number,
        "paragraphs": [
            [f"你对{decided}作出的处理决定（{case.number}）不服提出的申诉，本单位已于{day(appeal.filed_on)}收到，编号{appeal.number}，予以受理。"],
            [f"本单位将由未参与本案的人员处理，并于{day(appeal.due_on)}前（含当日）答复你。申诉不加重处理。"],
            ["申诉期间不影响你依法申请劳动争议仲裁。"],
        ],
        "day": day(appeal.filed_on),
    }  # fmt: skip


def answer(case: Case, appeal: Appeal, measure: Sanction | None) -> dict[str, Any]:
    """申诉处理决定书: what was decided on the appeal, why, and which way stays open."""
    return {
        **_head(case, "申诉处理决定书"),
        "number": appeal.number,
        "paragraphs": [
            [f"你对{day(case.decided_on)}作出的处理决定（{case.number}）不服，于{day(appeal.filed_on)}提出申诉。"],
            [f"经审查：{_whole(appeal.reasons)}"],
            [f"现决定：{ANSWERED[Verdict(appeal.verdict)]}{_instead(appeal, measure)}"],
            ["如不服本决定，你可以依法申请劳动争议仲裁。"],
        ],
        "day": day(appeal.answered_on),
    }  # fmt: skip


def _instead(appeal: Appeal, measure: Sanction | None) -> str:
    """The milder measure, where one stands in the place of what was decided."""
    if appeal.verdict != Verdict.CHANGED:
        return ""
    if measure is None:
        return f"改为{_measure(Outcome.ADVICE)}。"
    return f"改为{_measure(measure.kind)}。{_period(measure)}"


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
    grades = f"层级由{measure.from_grade}降为{measure.to_grade}。" if measure.to_grade else ""
    if measure.ends_on is None:
        return f"{grades}影响期自送达之日起计算。"
    return f"{grades}影响期自{day(measure.starts_on)}至{day(measure.ends_on)}。"


def _until(case: Case, days: int) -> str:
    if case.appeal_until is not None:
        return f"在{day(case.appeal_until)}前（含当日）"
    return f"自本决定送达之日起{days}日内"


def _whole(text: str) -> str:
    """One paragraph that ends with a full stop."""
    text = "".join(text.split("\n")).strip()
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
