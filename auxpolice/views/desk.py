"""The first page after sign-in: what needs me today?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import clock
from core.perms import Perms
from core.registries import desk_acts, desk_cards


@dataclass(frozen=True)
class Card:
    """A card of the desk with what it has to say today."""

    key: str
    title: Any
    template: str
    content: Mapping[str, Any]
    part: str = "act"

    @property
    def count(self) -> int | None:
        found: int | None = self.content.get("count")
        return found

    @property
    def calm(self) -> bool:
        """It asks for nothing today."""
        return bool(self.content.get("calm"))

    @property
    def silent(self) -> bool:
        """Calm, and with nothing to tell either: named in one line with the others."""
        return self.calm and self.count == 0


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """An auxiliary's desk is the own page; everybody else sees the cards of the rights held, what is urgent first."""
    if request.user.may(Perms.VIEW_SELF):
        return redirect("me")
    today = clock.today()
    found = cards(request.user, today)
    told = [card for card in found if not card.silent]
    act = [card for card in told if card.part == "act" and not card.calm]
    know = [card for card in told if card.part == "know" or (card.part == "act" and card.calm)]
    context = {
        "acts": [act for act in desk_acts.all() if request.user.may(act.permission)],
        "cards": found,
        "act": act,
        "counted": [card for card in act if card.count],
        "know": know,
        "beside": min(len(act) + len(know), 3),  # cards that can stand beside each other
        "figures": [card for card in told if card.part == "figures"],
        "silent": [card for card in found if card.silent],
        "today": today,
    }
    return render(request, "auxpolice/desk.html", context)


@require_safe
def badges(request: HttpRequest) -> HttpResponse:
    """What the badges of the navigation count now: asked for when something was done without loading the page anew."""
    return render(request, "auxpolice/_badges.html")


def cards(user: Any, today: date) -> list[Card]:
    """What the rooms hang on this user's desk; a card that has nothing to say stays away."""
    found = []
    for card in desk_cards.all():
        if user.may(card.permission) and (content := card.context(user, today)) is not None:
            found.append(Card(card.key, card.title, card.template, content, card.part))
    return found
