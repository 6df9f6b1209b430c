"""What duties hangs on the common pages: navigation, the desk, my page, the file, search, sentences of the time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.perms import Perms
from core.registries import (
    FileSection,
    NavigationItem,
    OwnSection,
    SearchSource,
    action_words,
    file_sections,
    navigation,
    own_sections,
    search_sources,
)
from duties import exporting as exporting
from duties import notices as notices
from duties.desk import new_attempts as new_attempts
from duties.desk import out_now as out_now
from duties.forms.common import duty_title
from duties.life import Status
from duties.models import Assignment
from duties.screening import screen
from duties.selectors import listing, own
from duties.selectors.assignments import with_people
from regulations import packs
from regulations import selectors as law
from regulations.words import VERDICTS

MOST_COUNTED = 100


def approvals_waiting(user: Any) -> int | str:
    return _counted(Assignment.objects.visible_to(user, Perms.APPROVE_ASSIGNMENT).filter(status=Status.PENDING))


def rulings_waiting(user: Any) -> int | str:
    return _counted(Assignment.objects.visible_to(user, Perms.RULE_ON_LAW).filter(status=Status.REFERRED))


def _counted(rows: Any) -> int | str:
    """How many wait, on every page of whoever decides; beyond the hundredth nobody counts."""
    count = rows[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def own_next(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """My duties of the day, or else the next one, with what may and may not be done; how many come after; what was stopped."""
    coming = own.own_assignments(auxiliary, day)
    near = [item for item in coming if item.assignment.first_day <= day] or coming[:1]
    return {"near": near, "later": coming[len(near) :], "stopped": own.own_stopped(auxiliary, clock.now())}


def own_coming(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """Everything that is planned for me."""
    return {
        "coming": own.own_assignments(auxiliary, day),
        "stopped": own.own_stopped(auxiliary, clock.now()),
    }


def own_past(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """What I did."""
    past = own.own_past(auxiliary)
    return {"past": past} if past else None


def own_limits(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """What my category may do alone, only led, and never."""
    return {"duties": own.own_duties(auxiliary, day)}


def on_file(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """The newest assignments of an auxiliary that the reader may see."""
    rows = Assignment.objects.visible_to(user).of_auxiliary(auxiliary.pk).exclude(status=Status.DRAFT)
    found = list(with_people(rows).order_by("-starts_at")[:20])
    return {"assignments": found, "empty": "" if found else _("No assignments yet.")}


def find(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Assignments by number, text, place or member."""
    rows = listing.assignments(user, {"q": words}).prefetch_related(None).select_related(None).select_related("unit")
    return [
        (f"{row.number} {row.text[:40]}", f"{row.unit} · {row.get_status_display()}", _address(row))
        for row in rows.defer("decision", "screening")[:limit]
    ]


def every_one(words: str) -> str:
    return f"{reverse('duties:assignments')}?{urlencode({'q': words})}"


def may_they(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Work that the words name, with what the law of the reader's place says of it; the checker answers in full."""
    today = clock.today()
    pack, to = law.home_pack(user, today), f"{reverse('duties:check')}?{urlencode({'text': words})}"
    return [
        (duty_title(code), str(VERDICTS[packs.load().verdict(code, day=today, pack=pack).verdict]), to)
        for code in screen(words).codes[:limit]
    ]


def _address(row: Assignment) -> str:
    return reverse("duties:assignment", args=[row.pk])


for item in (
    NavigationItem("duties.check", _("Duty checker"), "duties:check", (Perms.CHECK_DUTIES,), 100),
    NavigationItem(
        "duties",
        _("Assignments"),
        "duties:assignments",
        (Perms.VIEW_ASSIGNMENTS,),
        110,
        icon="duty",
        short=pgettext_lazy("on the bar", "Duties"),
    ),
    NavigationItem(
        "duties.approvals",
        _("Approvals"),
        "duties:approvals",
        (Perms.APPROVE_ASSIGNMENT,),
        120,
        approvals_waiting,
        icon="approve",
    ),
    NavigationItem(
        "duties.rulings", _("Rulings"), "duties:rulings", (Perms.RULE_ON_LAW,), 130, rulings_waiting, icon="scales"
    ),
    NavigationItem(
        "duties.refused",
        _("Refused attempts"),
        "duties:refused",
        (Perms.VIEW_REFUSED,),
        140,
        icon="stop",
        short=pgettext_lazy("on the bar", "Refused"),
    ),
):
    navigation.add(item)
for section in (
    OwnSection("duties", _("My next duty"), "duties/_own_next.html", own_next, 10, "today"),
    OwnSection("coming", _("My next duties"), "duties/_own_coming.html", own_coming, 100, "duties"),
    OwnSection("limits", _("What I may do and what not"), "duties/_own_limits.html", own_limits, 110, "duties"),
    OwnSection("past", _("What I did"), "duties/_own_past.html", own_past, 120, "duties"),
):
    own_sections.add(section)
file_sections.add(
    FileSection("assignments", _("Assignments"), "duties/_file.html", on_file, Perms.VIEW_ASSIGNMENTS, 600)
)
search_sources.add(SearchSource("duties", _("May they do this?"), may_they, Perms.CHECK_DUTIES, 15))
search_sources.add(
    SearchSource("assignments", _("Assignments"), find, Perms.VIEW_ASSIGNMENTS, 20, everything=every_one)
)
action_words.update(
    {
        "assignment.saved": _("Assignment drafted"),
        "assignment.changed": _("Assignment draft changed"),
        "assignment.submitted": _("Assignment submitted"),
        "assignment.refused": _("Assignment refused by law"),
        "assignment.ruled": _("Assignment ruled on"),
        "assignment.approved": _("Assignment approved"),
        "assignment.returned": _("Assignment returned"),
        "assignment.rejected": _("Assignment rejected"),
        "assignment.withdrawn": _("Assignment withdrawn"),
        "assignment.expired": _("Assignment expired"),
        "assignment.unled": _("Nobody confirmed to lead the assignment"),
        "assignment.begun": _("Assignment begun"),
        "assignment.completed": _("Assignment completed"),
        "assignment.stopped": _("Assignment stopped"),
        "assignment.told": _("Assignment stop told"),
        "assignment.redecided": _("Assignment decided again"),
        "ruling.given": _("Ruling given"),
        "sheet.printed": _("Assignment sheet printed"),
    }
)
