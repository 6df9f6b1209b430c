"""What supervision hangs on the common pages: navigation, the desk, the auxiliary's own page, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.perms import Perms
from core.registries import (
    DeskAct,
    DeskCard,
    NavigationItem,
    OwnSection,
    action_words,
    desk_acts,
    desk_cards,
    navigation,
    own_sections,
)
from discipline.models.supervision import Finding, Inspection, Responsibility

ROWS, MOST_COUNTED = 8, 100
AHEAD = timedelta(days=7)
Card = Mapping[str, Any] | None


def _card(rows: Any, url: str) -> Card:
    """The first rows and how many there are; no card where there is nothing."""
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": url, "today": clock.today()}


def to_make(user: Any, day: date) -> Card:
    """Inspections of mine for the coming week, and those that should have been made."""
    rows = Inspection.objects.visible_to(user, Perms.SUPERVISE).open().filter(planned_for__lte=day + AHEAD)
    mine = rows.filter(inspector_person=user.person_id).select_related("unit").defer("reason")
    return _card(mine, f"{reverse('discipline:inspections')}?status=planned")


def overdue(user: Any, day: date) -> Card:
    """What should have been put right, in the units I inspect."""
    rows = Finding.objects.visible_to(user, Perms.SUPERVISE).overdue(day).select_related("unit").defer("what")
    return _card(rows, f"{reverse('discipline:findings')}?state=overdue")


def to_recheck(user: Any, day: date) -> Card:
    """What was reported as put right and waits for a look."""
    rows = Finding.objects.visible_to(user, Perms.SUPERVISE).to_recheck().select_related("unit").defer("what")
    return _card(rows, f"{reverse('discipline:findings')}?state=reported")


def to_put_right(user: Any, day: date) -> Card:
    """What my units have to put right, the overdue first."""
    rows = Finding.objects.visible_to(user, Perms.RECTIFY).to_put_right().select_related("unit").defer("what")
    return _card(rows, f"{reverse('discipline:findings')}?state=open")


def waiting(user: Any) -> int | str:
    """For an inspector what waits for a look or is overdue; for the unit what it has to put right."""
    if user.may(Perms.SUPERVISE):
        seen, day = Finding.objects.visible_to(user, Perms.SUPERVISE), clock.today()
        rows = seen.to_recheck() | seen.overdue(day)
    else:
        rows = Finding.objects.visible_to(user, Perms.RECTIFY).to_put_right()
    count = rows[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def own_responsibility(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """Findings for which I am named, and what came of it."""
    rows = Responsibility.objects.about(auxiliary.pk).select_related("finding__unit", "finding__inspection")
    found = list(rows.order_by("-pk")[:20])
    return {"responsibilities": found} if found else None


READERS = (Perms.SUPERVISE, Perms.RECTIFY, Perms.VIEW_CONDUCT)
navigation.add(
    NavigationItem(
        "discipline.findings",
        pgettext_lazy("supervision", "Findings"),
        "discipline:findings",
        READERS,
        150,
        waiting,
        icon="shield",
        short=pgettext_lazy("on the bar", "Findings"),
        group="conduct",
    )
)
navigation.add(
    NavigationItem("discipline.inspections", _("Inspections"), "discipline:inspections", READERS, 155, group="conduct")
)
LINES = "discipline/supervision/_desk_findings.html"
for card in (
    DeskCard(
        "supervision.to_make",
        _("Inspections to make"),
        "discipline/supervision/_desk_inspections.html",
        to_make,
        Perms.SUPERVISE,
        132,
    ),
    DeskCard("supervision.overdue", _("Overdue: not put right"), LINES, overdue, Perms.SUPERVISE, 133),
    DeskCard("supervision.recheck", _("To be checked again"), LINES, to_recheck, Perms.SUPERVISE, 134),
    DeskCard("supervision.rectify", _("To be put right"), LINES, to_put_right, Perms.RECTIFY, 135),
):
    desk_cards.add(card)
desk_acts.add(DeskAct("supervision.plan", _("Plan an inspection"), "discipline:inspection-new", Perms.SUPERVISE, 130))
desk_acts.add(DeskAct("supervision.draw", _("Draw inspections"), "discipline:draw-new", Perms.SUPERVISE, 131))
own_sections.add(
    OwnSection(
        "supervision", _("Findings that name me"), "discipline/supervision/_own.html", own_responsibility, 320, "mine"
    )
)
action_words.update(
    {
        "inspections.drawn": _("Inspections drawn"),
        "inspection.planned": _("Inspection planned"),
        "inspection.begun": _("Inspection begun"),
        "inspection.closed": _("Inspection closed"),
        "inspection.cancelled": _("Inspection cancelled"),
        "finding.made": _("Finding made"),
        "finding.reported": _("Finding reported as put right"),
        "finding.passed": _("Finding passed the re-check"),
        "finding.failed": _("Finding failed the re-check"),
        "finding.extended": _("Finding given more time"),
        "finding.withdrawn": _("Finding withdrawn"),
        "finding.photo_added": _("Photo added to a finding"),
        "finding.photo_read": _("Photo of a finding looked at"),
        "responsibility.named": _("Responsibility named"),
        "responsibility.settled": _("Responsibility settled"),
    }
)
