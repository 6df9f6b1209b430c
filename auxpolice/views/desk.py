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
from core.registries import desk_cards


@dataclass(frozen=True)
class Card:
    """A card of the desk with what it has to say today."""

    key: str
    title: Any
    template: str
    content: Mapping[str, Any]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """An auxiliary's desk is the own page; everybody else sees the cards of the rights held."""
    if request.user.may(Perms.VIEW_SELF):
        return redirect("me")
    today = clock.today()
    context = {"cards": cards(request.user, today), "today": today}
    return render(request, "auxpolice/desk.html", context)


def cards(user: Any, today: date) -> list[Card]:
    """What the rooms hang on this user's desk; a card that has nothing to say stays away."""
    found = []
    for card in desk_cards.all():
        if user.may(card.permission) and (content := card.context(user, today)) is not None:
            found.append(Card(card.key, card.title, card.template, content))
    return found
