"""`/discipline/`: what waits for me in every subject, with the next terms, and the way to each list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from discipline.house.overview import RIGHTS
from discipline.selectors import overview


@require_safe
@requires(*RIGHTS)
def index(request: HttpRequest) -> HttpResponse:
    """What needs me in conduct."""
    cards = overview.cards(request.user, clock.today())
    waiting = [card for card in cards if not card.calm]
    context = {
        "waiting": waiting,
        "counted": [card for card in waiting if card.count],
        "know": [card for card in cards if card.calm],
        "beside": min(len(cards), 3),
        "lists": overview.lists(request.user),
    }
    return render(request, "discipline/index.html", context)
