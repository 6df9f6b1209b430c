"""What appraisals hang on the common pages: navigation, the desk, the file, the own side, search, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import (
    DeskCard,
    FileSection,
    NavigationItem,
    OwnSection,
    SearchSource,
    action_words,
    desk_cards,
    file_sections,
    navigation,
    own_sections,
    search_sources,
)
from discipline import figures
from discipline.models import Appraisal, AppraisalRound
from discipline.rules.appraisals import TAKES_MARKS, Status
from discipline.selectors import appraisals as selectors

__all__ = ["figures"]  # what it registers is registered by being read
ROWS = 5
WORKING = (*TAKES_MARKS, Status.MARKED, Status.CALIBRATED)


def to_do(user: Any, day: date) -> Mapping[str, Any] | None:
    """Rounds whose span is over and whose results nobody was told."""
    working = Appraisal.objects.filter(round=OuterRef("pk"), status__in=WORKING)
    rows = AppraisalRound.objects.visible_to(user, Perms.APPRAISE).filter(Exists(working), last__lt=day)
    found = list(rows.select_related("unit").order_by("last", "pk")[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": reverse("discipline:appraisals")}


def to_review(user: Any, day: date) -> Mapping[str, Any] | None:
    """Objections to results that wait for an answer."""
    rows = selectors.to_review(user)
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": reverse("discipline:appraisals-contested")}


def on_file(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """The last appraisals."""
    rows = selectors.of_auxiliary(auxiliary, user)
    return {"rows": rows, "empty": "" if rows else _("Not appraised yet.")}


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """The way to my appraisals and to the colleagues I mark: without a question to the database."""
    return {"on": day}


def find(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Appraisals by number or name."""
    rows = selectors.listed(user, {"q": words})[:limit]
    return [
        (
            f"{row.number} {row.auxiliary.name}",
            f"{row.title} · {row.get_status_display()}",
            reverse("discipline:appraisal", args=[row.pk]),
        )
        for row in rows
    ]


navigation.add(
    NavigationItem(
        "appraisals",
        _("Appraisals"),
        "discipline:appraisals",
        (Perms.APPRAISE, Perms.VIEW_CONDUCT),
        165,
        group="conduct",
    )
)
desk_cards.add(
    DeskCard(
        "discipline.appraisals",
        _("Appraisals to finish"),
        "discipline/appraisals/_desk.html",
        to_do,
        Perms.APPRAISE,
        order=270,
    )
)
desk_cards.add(
    DeskCard(
        "discipline.appraisal_reviews",
        _("Objections to appraisals"),
        "discipline/appraisals/_desk_reviews.html",
        to_review,
        Perms.HANDLE_APPEALS,
        order=255,
    )
)
file_sections.add(
    FileSection("appraisals", _("Appraisals"), "discipline/appraisals/_file.html", on_file, Perms.APPRAISE, order=645)
)
own_sections.add(
    OwnSection("appraisals", _("My appraisals"), "discipline/appraisals/_own.html", own, order=310, tab="file")
)
search_sources.add(
    SearchSource(
        "appraisals", _("Appraisals"), find, Perms.APPRAISE, order=62,
        everything=lambda words: f"{reverse('discipline:appraisals')}?{urlencode({'q': words})}",
    )
)  # fmt: skip
action_words.update(
    {
        "appraisal.opened": _("Round of appraisal opened"),
        "appraisal.reported": _("Self-report handed in"),
        "appraisal.marked": _("Marks given"),
        "appraisal.left_out": _("Left out of the appraisal"),
        "appraisal.reckoned": _("Marks closed and reckoned"),
        "appraisal.calibrated": _("Result of an appraisal set"),
        "appraisal.adopted": _("Proposed results set"),
        "appraisal.told": _("Result of an appraisal told"),
        "appraisal.added": _("People added to a round of appraisal"),
        "appraisal.contested": _("Objection to an appraisal entered"),
        "appraisal.settled": _("Objection to an appraisal answered"),
        "appraisal.final": _("Result of an appraisal final"),
        "appraisal.printed": _("Notice of an appraisal printed"),
    }
)
