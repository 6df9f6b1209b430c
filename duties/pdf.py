"""PDFs of duties: the assignment sheet of a unit for a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.errors import in_language
from core.templatetags.show import day as day_words
from core.templatetags.show import moment
from core.typesetting import typeset
from duties.models import Assignment
from duties.selectors.sheet import Line
from organisation.models import Unit

TEMPLATES = Path(__file__).resolve().parent / "typst"
FEW = 2  # articles told of each forbidden duty; the law library has all of them


def sheet_pdf(unit: Unit, day: date, rows: Sequence[Line], *, by: str, at: datetime) -> bytes:
    """The assignment sheet of a unit for a day, in the reader's language."""
    return typeset(TEMPLATES / "sheet.typ", sheet_data(unit, day, rows, by=by, at=at))


def sheet_data(unit: Unit, day: date, rows: Sequence[Line], *, by: str, at: datetime) -> dict[str, Any]:
    """What stands on it. What is said of every assignment alike is told once, at the end."""
    told = [_row(line, day) for line in rows]
    return {
        "language": (get_language() or "zh")[:2],
        "title": _("Assignment sheet"),
        "organ": unit.name,
        "day": f"{day_words(day)}  {date_format(day, 'l')}",
        "foot": _("Printed by %(name)s, %(time)s") % {"name": by, "time": moment(at)},
        "page": _("Page {here} of {all}"),
        "sep": pgettext("between names", ", "),
        "list": pgettext("between duties", "; "),
        "none": _("Nobody is assigned on this day."),
        "signed": [_("Sheet made by:"), _("Led by:"), _("Approved by:")],
        "heads": _heads(),
        "keep": _common(told, "keep"),
        "never": _common(told, "never"),
        "rows": told,
    }


def _common(rows: Sequence[dict[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """What every row says alike, taken out of the rows; with one row nothing is."""
    if len(rows) < 2:
        return []
    alike = [said for said in rows[0][name] if all(said in row[name] for row in rows)]
    for row in rows:
        row[name] = [said for said in row[name] if said not in alike]
    return alike


def _heads() -> dict[str, str]:
    return {
        "place": _("Place of the work"),
        "work": _("Work"),
        "duties": _("Duties"),
        "members": _("Auxiliaries"),
        "leads": _("Leading officers on the spot"),
        "commander": _("Commanding officer"),
        "keep": _("To be kept to"),
        "never": _("May not be done"),
        "everybody": _("For every assignment above"),
    }


def _row(line: Line, day: date) -> dict[str, Any]:
    assignment = line.assignment
    commander = getattr(assignment, "commander", None)
    return {
        "number": assignment.number,
        "unit": str(assignment.unit),
        "time": hours(assignment, day),
        "place": assignment.place,
        "text": assignment.text,
        "duties": [_name(duty) for duty in line.duties],
        "members": [_member(member) for member in assignment.members.all()],
        "leads": [str(lead.officer) for lead in assignment.leads.all()],
        "commander": str(commander.officer) if commander else "–",
        "keep": [{"says": in_language(o["says"]), "cites": _cites(o["cites"])} for o in line.obligations],
        "never": [{"says": _name(duty), "cites": _cites(duty["cites"][:FEW])} for duty in line.forbidden],
    }


def hours(assignment: Assignment, day: date) -> str:
    """From when to when; the date only where it is another than the sheet's."""
    ends = localtime(assignment.starts_at), localtime(assignment.ends_at)
    return " – ".join(f"{end:%H:%M}" if end.date() == day else moment(end) for end in ends)


def _member(member: Any) -> str:
    name, badge = member.auxiliary.person.name, member.auxiliary.badge_number
    return _("%(name)s (%(badge)s)") % {"name": name, "badge": badge} if badge else str(name)


def _name(named: Any) -> str:
    return str(named["name_zh"] if _chinese() else named["name_en"])


def _cites(cites: Sequence[Any]) -> list[dict[str, str]]:
    return [_cite(cite) for cite in cites]


def _cite(cite: Any) -> dict[str, str]:
    title = cite.get("title_zh" if _chinese() else "title_en") or cite.get("title_zh") or cite.get("key", "")
    article = cite.get("article", "")
    return {"title": str(title), "article": _("article %(article)s") % {"article": article} if article else ""}


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
