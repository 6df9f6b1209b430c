"""What the figures hang on the common pages: navigation, and the small figures of the desks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskCard, NavigationItem, desk_cards, navigation
from insights import charts
from insights.facts import PEOPLE, REFUSED, Facts
from insights.place import place_asked

UNITS = 8  # shown on a desk; the page has them all


def facts_of(user: Any, day: date) -> Facts:
    """What the cards of one desk share: asked for once."""
    kept: Facts | None = user.__dict__.get("_figures")
    if kept is None or kept.place.day != day:
        kept = user.__dict__["_figures"] = Facts(user, place_asked(user, {}, day))
    return kept


def force(user: Any, day: date) -> Mapping[str, Any] | None:
    """The force in figures for whoever allocates quotas, with three small charts."""
    facts = facts_of(user, day)
    if not facts.total:
        return None
    shown = [charts.standard(facts), charts.age(facts), charts.contracts(facts)]
    return {"facts": facts, "place": facts.place, "charts": shown, "url": reverse("insights:index"), "count": None}


def standing_out(user: Any, day: date) -> Mapping[str, Any] | None:
    """What stands out: units above the standard, quotas that are full, contracts run over. Each opens its list."""
    facts = facts_of(user, day)
    above = [
        (unit, facts.rate_of(unit), facts.standards[unit.pk]) for unit in facts.compared if facts.over_standard(unit)
    ]
    full = [(quota, used, _quota(quota)) for quota, used in facts.quotas if used >= quota.number]
    found = {"above": above[:UNITS], "full": full[:UNITS], "overrun": facts.ends.overrun}
    return {**found, "count": None} if any(found.values()) else None


def _quota(quota: Any) -> str:
    return f"{reverse('roster:quotas')}?{urlencode({'unit': quota.unit.code, 'year': quota.year})}"


def refused_by_duty(user: Any, day: date) -> Mapping[str, Any] | None:
    """For which duties the law refused requests in the last twelve months."""
    facts = facts_of(user, day)
    if not facts.refused:
        return None
    return {"charts": [charts.refused(facts)], "url": reverse("insights:index"), "count": None}


navigation.add(
    NavigationItem("insights", _("Statistics"), "insights:index", (PEOPLE, REFUSED), order=400, icon="chart")
)
for card in (
    DeskCard("insights.out", _("What stands out"), "insights/_desk_out.html", standing_out, Perms.MANAGE_QUOTA, 200, "know"),
    DeskCard("insights.force", _("The force in figures"), "insights/_desk.html", force, Perms.MANAGE_QUOTA, 400, "figures"),
    DeskCard(
        "insights.refused", _("Refused attempts by duty"), "insights/_desk_charts.html", refused_by_duty, REFUSED, 410, "figures"
    ),
):  # fmt: skip
    desk_cards.add(card)
