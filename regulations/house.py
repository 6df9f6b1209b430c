"""What this room hangs on the common pages: navigation, search, the desk, words of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import (
    DeskCard,
    NavigationItem,
    SearchSource,
    action_words,
    desk_cards,
    navigation,
    place_sources,
    search_sources,
)
from regulations import open_points
from regulations.finding import all_duties, find_duties, find_texts
from regulations.packs import load
from regulations.selectors import confirmed_for, waiting_for
from regulations.words import in_language


def waiting(user: Any, day: date) -> Mapping[str, Any] | None:
    """Bans, values and confirmations that wait for this user as the second person."""
    count = waiting_for(user)
    return {"count": count, "url": reverse("law:local")} if count else None


def places() -> Sequence[tuple[str, str]]:
    """The places whose rules a unit may follow."""
    return [(code, in_language(pack, "name")) for code, pack in load().packs.items()]


def to_confirm(user: Any, day: date) -> Mapping[str, Any] | None:
    """How many points of law still rest on no text that was read, less those the reader's units have confirmed."""
    count = len(open_points.all_points().keys() - confirmed_for(user).keys())
    return {"count": count, "url": reverse("law:confirm")} if count else None


place_sources.append(places)
navigation.add(
    NavigationItem(
        key="law", title=_("Law library"), url_name="law:index", permissions=(Perms.VIEW_LAW,), order=700, icon="law"
    )
)
search_sources.add(
    SearchSource("law.duties", _("Duties"), find_duties, Perms.VIEW_LAW, order=690, everything=all_duties)
)
search_sources.add(SearchSource("law", _("Law"), find_texts, Perms.VIEW_LAW, order=700))
desk_cards.add(
    DeskCard(
        key="law.waiting",
        title=_("Rules of our own that wait for you"),
        template="regulations/_desk_waiting.html",
        context=waiting,
        permission=Perms.APPROVE_LOCAL_RULE,
        order=600,
    )
)
desk_cards.add(
    DeskCard(
        key="law.confirm",
        title=_("Points of law to be confirmed"),
        template="regulations/_desk_confirm.html",
        context=to_confirm,
        permission=Perms.RULE_ON_LAW,
        order=610,
        part="know",
    )
)
action_words.update(
    {
        "ban.proposed": _("Ban proposed"),
        "ban.approved": _("Ban approved"),
        "ban.declined": _("Ban declined"),
        "ban_lift.proposed": _("Lifting of a ban proposed"),
        "ban_lift.approved": _("Ban lifted"),
        "ban_lift.declined": _("Lifting of a ban declined"),
        "local_value.proposed": _("Local value proposed"),
        "local_value.approved": _("Local value approved"),
        "local_value.declined": _("Local value declined"),
        "confirmation.proposed": _("Confirmation proposed"),
        "confirmation.approved": _("Confirmation approved"),
        "confirmation.declined": _("Confirmation declined"),
    }
)
