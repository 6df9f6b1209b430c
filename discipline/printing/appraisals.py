"""What stands on the notice of an appraisal, as plain data; papers that are served speak Chinese."""

from __future__ import annotations

from typing import Any, Final

from discipline.models import Appraisal
from roster.printing.words import day

HOUSE: Final = "考核等次、权重、比例和期限系本单位规定，并非法律规定；式样须经本单位法制部门确认后使用"
KINDS: Final = {"daily": "日常考核", "monthly": "月度考核", "annual": "年度考核"}
RESULTS: Final = {"excellent": "优秀", "competent": "称职", "basic": "基本称职", "failed": "不称职"}
HEADS: Final = {"virtue": "德", "ability": "能", "diligence": "勤", "results": "绩", "integrity": "廉"}


def notice(row: Appraisal) -> dict[str, Any]:
    """考核结果告知书: the span, the five heads, the result, and until when an objection is heard."""
    auxiliary, badge = row.auxiliary, row.auxiliary.badge_number
    heads = "，".join(f"{word}{row.heads[name]}分" for name, word in HEADS.items())
    said = [
        [f"根据本单位考核规定，对你{day(row.first)}至{day(row.last)}的工作进行了{KINDS[row.kind]}。"],
        [f"各项得分：{heads}；综合得分{row.score}分。"],
        [f"考核结果为：{RESULTS[row.result or row.calibrated]}。"],
        [f"如有异议，请于{day(row.objection_until)}前（含当日）在本人页面或者以书面方式提出，由未参与本次考核评定的人员复核；复核不降低考核结果。"],
    ]  # fmt: skip
    return {
        "title": "考核结果告知书",
        "note": HOUSE,
        "number": row.number,
        "name": auxiliary.person.name,
        "who": f"{row.unit.name}，辅警编号{badge}" if badge else row.unit.name,
        "organ": row.unit.name,
        "receipt": ["签收人：", "签收日期：", "送达人："],
        "paragraphs": said,
        "day": day(row.told_on),
    }
