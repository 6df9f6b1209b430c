"""PDFs of duties, set by Typst from plain data; nothing is fetched and no font of the machine is used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import in_language
from core.templatetags.show import day as day_words
from core.templatetags.show import moment
from duties.selectors.sheet import Line
from organisation.models import Unit

TEMPLATES = Path(__file__).resolve().parent / "typst"
FEW = 2  # articles told of each forbidden duty; the law library has all of them


def sheet_pdf(unit: Unit, day: date, rows: Sequence[Line], *, by: str, at: datetime) -> bytes:
    """The assignment sheet of a unit for a day, in the reader's language."""
    data = {
        "language": (get_language() or "zh")[:2],
        "title": _("Assignment sheet"),
        "unit": unit.name,
        "day": day_words(day),
        "printed": _("Printed by %(name)s, %(time)s") % {"name": by, "time": moment(at)},
        "page": _("Page"),
        "none": _("Nobody is assigned on this day."),
        "heads": _heads(),
        "rows": [_row(line) for line in rows],
    }
    return compiled("sheet.typ", data)


def compiled(template: str, data: dict[str, Any]) -> bytes:
    """Set one template with its data, handed over as text."""
    compiler = typst.Compiler(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(Path(fonts.sans_path()).parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("Typst answers one document as bytes")
    return made


def _heads() -> dict[str, str]:
    return {
        "time": _("Time"),
        "place": _("Place of the work"),
        "work": _("Work"),
        "members": _("Auxiliaries"),
        "leads": _("Leading officers on the spot"),
        "commander": _("Commanding officer"),
        "keep": _("To be kept to"),
        "never": _("May not be done"),
    }


def _row(line: Line) -> dict[str, Any]:
    assignment = line.assignment
    commander = getattr(assignment, "commander", None)
    return {
        "number": assignment.number,
        "unit": str(assignment.unit),
        "time": f"{moment(assignment.starts_at)} – {moment(assignment.ends_at)}",
        "place": assignment.place,
        "text": assignment.text,
        "duties": [_name(duty) for duty in line.duties],
        "members": [_member(member) for member in assignment.members.all()],
        "leads": [str(lead.officer) for lead in assignment.leads.all()],
        "commander": str(commander.officer) if commander else "",
        "keep": [{"says": in_language(o["says"]), "cites": _cites(o["cites"])} for o in line.obligations],
        "never": [{"says": _name(duty), "cites": _cites(duty["cites"][:FEW])} for duty in line.forbidden],
    }


def _member(member: Any) -> str:
    badge = member.auxiliary.badge_number
    return f"{member.auxiliary.person.name} ({badge})" if badge else member.auxiliary.person.name


def _name(named: Any) -> str:
    return str(named["name_zh"] if _chinese() else named["name_en"])


def _cites(cites: Sequence[Any]) -> str:
    return "; ".join(_cite(cite) for cite in cites)


def _cite(cite: Any) -> str:
    title = cite.get("title_zh" if _chinese() else "title_en") or cite.get("title_zh") or cite.get("key", "")
    article = cite.get("article", "")
    return _("%(title)s article %(article)s") % {"title": title, "article": article} if article else str(title)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
