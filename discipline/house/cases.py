"""What cases hang on the common pages: navigation, the desk, the own pages, the file, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
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
from discipline.models import Appeal, Case
from discipline.rules.cases.life import Status
from discipline.selectors import cases as selectors

MOST_COUNTED = 100
ROWS = 5


def _counted(rows: Any) -> int | str:
    count = rows[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def to_decide(user: Any) -> int | str:
    """Cases that wait for a decision; for the others nothing is counted."""
    if not user.may(Perms.DECIDE_CASE):
        return 0
    return _counted(Case.objects.visible_to(user, Perms.DECIDE_CASE).filter(status=Status.HEARD))


def to_answer(user: Any) -> int | str:
    if not user.may(Perms.HANDLE_APPEALS):
        return 0
    return _counted(Appeal.objects.visible_to(user, Perms.HANDLE_APPEALS).filter(verdict=""))


def terms_running(user: Any, day: date) -> Mapping[str, Any] | None:
    """Open cases, the next term first."""
    return _card(selectors.plain(Case.objects.visible_to(user, Perms.INVESTIGATE).open()).order_by("due_on", "pk"), day)


def decisions(user: Any, day: date) -> Mapping[str, Any] | None:
    """Cases that wait for my decision."""
    waiting = Case.objects.visible_to(user, Perms.DECIDE_CASE).filter(status=Status.HEARD)
    return _card(selectors.plain(waiting).order_by("due_on", "pk"), day, "?status=heard")


def appeals_waiting(user: Any, day: date) -> Mapping[str, Any] | None:
    """Appeals that wait for an answer."""
    waiting = Case.objects.visible_to(user, Perms.HANDLE_APPEALS).filter(status=Status.APPEALED)
    return _card(selectors.plain(waiting).order_by("due_on", "pk"), day, "?status=appealed")


def _card(rows: Any, day: date, query: str = "") -> Mapping[str, Any] | None:
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": reverse("discipline:cases") + query, "today": day}


def own(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """My cases, from the day the facts were put to me."""
    found = list(selectors.own(auxiliary.person_id)[:ROWS])
    asked = list(selectors.asked_by(auxiliary.person_id)[:ROWS])
    return {"cases": found, "asked": asked, "today": day} if found or asked else None


def on_file(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """Cases of the person with their measures: what is weighed when a contract is renewed or a grade proposed."""
    rows = Case.objects.visible_to(user, Perms.VIEW_CONDUCT).filter(auxiliary=auxiliary)
    found = list(selectors.plain(rows).prefetch_related("sanctions").order_by("-reported_on", "-pk")[:20])
    return {"cases": found, "empty": "" if found else _("No case.")}


def find(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Cases by number or by the name of whom they are about."""
    rows = selectors.listed(user, {"q": words, "status": "all"}, clock.today())
    return [
        (f"{row.number} {row.auxiliary.person.name}", f"{row.unit} · {row.get_status_display()}",
         reverse("discipline:case", args=[row.pk]))
        for row in rows[:limit]
    ]  # fmt: skip


navigation.add(
    NavigationItem(
        "discipline.cases", _("Cases"), "discipline:cases", selectors.READERS, 150, to_decide, group="conduct"
    )
)
navigation.add(
    NavigationItem(
        "discipline.appeals",
        _("Appeals"),
        "discipline:appeals",
        (Perms.HANDLE_APPEALS,),
        155,
        to_answer,
        group="conduct",
    )
)
for card in (
    DeskCard("cases", _("Open cases"), "discipline/cases/_desk.html", terms_running, Perms.INVESTIGATE, 150),
    DeskCard("decisions", _("Cases to decide"), "discipline/cases/_desk.html", decisions, Perms.DECIDE_CASE, 151),
    DeskCard(
        "appeals", _("Appeals to answer"), "discipline/cases/_desk.html", appeals_waiting, Perms.HANDLE_APPEALS, 152
    ),
):
    desk_cards.add(card)
file_sections.add(
    FileSection("cases", _("Cases and measures"), "discipline/cases/_file.html", on_file, Perms.VIEW_CONDUCT, 645)
)
own_sections.add(OwnSection("cases", _("My cases"), "discipline/cases/_own.html", own, 400, "mine"))
search_sources.add(SearchSource("cases", _("Cases"), find, Perms.VIEW_CONDUCT, 60))
action_words.update(
    {
        "case.reported": _("Report entered"),
        "case.examined": _("Preliminary look begun"),
        "case.dropped": _("Case not opened"),
        "case.opened": _("Case opened"),
        "case.investigator_named": _("Investigator named"),
        "case.investigator_relieved": _("Investigator relieved"),
        "case.withdrawal_asked": _("Asked that somebody withdraw"),
        "case.withdrawal_answered": _("Request to withdraw answered"),
        "case.investigated": _("Investigation ended"),
        "case.told": _("Person told"),
        "case.heard": _("Person heard"),
        "case.sent_back": _("Sent back to the investigators"),
        "case.decided": _("Case decided"),
        "case.served": _("Decision served"),
        "case.appealed": _("Appeal filed"),
        "case.appeal_answered": _("Appeal answered"),
        "case.paper_printed": _("Paper of a case printed"),
        "case.closed": _("Case closed"),
        "case.suspended": _("Suspended from duty in a case"),
        "case.suspension_lifted": _("Suspension lifted"),
        "case.effect_ended": _("Effect of a sanction ended"),
        "case.matter_noted": _("Proceedings entered"),
        "case.matter_ended": _("End of proceedings entered"),
    }
)
