"""What stands on the certificate of an award, as plain data for the template; papers of this kind speak Chinese."""

from __future__ import annotations

from typing import Any, Final

from discipline.models import Commendation
from roster.printing.words import day

AWARDS: Final = {"praise": "嘉奖", "merit_3": "三等功", "merit_2": "二等功", "merit_1": "一等功"}


def award_data(row: Commendation) -> dict[str, Any]:
    """What stands on the certificate; papers of this kind speak Chinese."""
    auxiliary, organ = row.auxiliary, row.published_in or row.unit
    badge = f"，辅警编号{auxiliary.badge_number}" if auxiliary.badge_number else ""
    return {
        "title": "奖励证书",
        "name": auxiliary.person.name,
        "organ": organ.name,
        "day": day(row.awarded_on),
        "award": AWARDS[row.kind],
        "document": row.document_number,
        "paragraphs": [
            [{"whole": auxiliary.person.name}, f"（{row.unit.name}{badge}）："],
            [row.deed],
            [f"经{_span(row)}公示无异议或者异议不成立，决定给予{AWARDS[row.kind]}奖励，特发此证。"],
        ],
        "basis": f"决定文号：{row.document_number}。奖励种类、公示期限依据本单位规定（内部规定，待确认），不是法律规定。",
    }


def _span(row: Commendation) -> str:
    return f"{day(row.published_from)}至{day(row.published_until)}"
