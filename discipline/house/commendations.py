"""What commendations hang on the common pages: navigation, the desk, the file, the own side, search, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

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
from discipline.models import Commendation
from discipline.rules.commendations import Status
from discipline.selectors import commendations as selectors

ROWS = 5


def to_decide(user: Any, day: date) -> Mapping[str, Any] | None:
    """Nominations whose publicity is over."""
    rows = Commendation.objects.visible_to(user, Perms.COMMEND).filter(status=Status.PUBLIC, published_until__lt=day)
    found = list(rows.select_related("auxiliary__person").order_by("published_until", "pk")[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.count()
    return {"count": count, "rows": found[:ROWS], "url": f"{reverse('discipline:commendations')}?state=public"}


def on_file(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """Awards and open nominations."""
    told = (Status.REJECTED, Status.WITHDRAWN)
    rows = [row for row in selectors.of_auxiliary(auxiliary, user) if row.status not in told]
    return {"rows": rows, "empty": "" if rows else _("No award yet.")}


def acts(auxiliary: Any, user: Any, day: date) -> Sequence[tuple[Any, str]]:
    if not user.may(Perms.COMMEND, auxiliary.unit):
        return ()
    return ((_("Nominate for an award"), f"{reverse('discipline:commendation-new')}?auxiliary={auxiliary.pk}"),)


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """The ways to my awards and what is in publicity: without a question to the database, the page asks little."""
    return {"on": day}


def find(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Nominations by number or name."""
    rows = selectors.listed(user, {"q": words})[:limit]
    return [
        (
            f"{row.number} {row.auxiliary.name}",
            f"{row.get_kind_display()} · {row.get_status_display()}",
            reverse("discipline:commendation", args=[row.pk]),
        )
        for row in rows
    ]


def every_one(words: str) -> str:
    return f"{reverse('discipline:commendations')}?{urlencode({'q': words})}"


navigation.add(
    NavigationItem(
        "commendations",
        _("Commendations"),
        "discipline:commendations",
        (Perms.COMMEND, Perms.VIEW_CONDUCT),
        160,
        group="conduct",
    )
)
desk_cards.add(
    DeskCard(
        "discipline.awards",
        _("Awards to decide"),
        "discipline/commendations/_desk.html",
        to_decide,
        Perms.COMMEND,
        order=260,
    )
)
file_sections.add(
    FileSection(
        "commendations",
        _("Awards"),
        "discipline/commendations/_file.html",
        on_file,
        Perms.COMMEND,
        order=640,
        acts=acts,
    )
)
own_sections.add(
    OwnSection("commendations", _("My awards"), "discipline/commendations/_own.html", own, order=300, tab="file")
)
search_sources.add(
    SearchSource("commendations", _("Commendations"), find, Perms.COMMEND, order=60, everything=every_one)
)
action_words.update(
    {
        "commendation.nominated": _("Nominated for an award"),
        "commendation.published": _("Nomination shown in public"),
        "commendation.objected": _("Objection to a nomination entered"),
        "commendation.objection_settled": _("Objection to a nomination settled"),
        "commendation.awarded": _("Award decided"),
        "commendation.rejected": _("Nomination closed without award"),
        "commendation.withdrawn": _("Nomination withdrawn"),
        "commendation.revoked": _("Award revoked"),
        "commendation.printed": _("Certificate of an award printed"),
    }
)
