"""After an act on a page that is not loaded anew, the badges of the navigation are counted again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from core.context import current

EVENT = "badges"  # heard by the navigation, which then asks for its counts


class BadgesMiddleware:
    """Tells htmx that something was done; looking at things, and trying out a decision, does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        partly = request.method == "POST" and getattr(request, "htmx", False)
        if partly and response.status_code < 400 and current().acts:
            trigger_client_event(response, EVENT, after="settle")
        return response
