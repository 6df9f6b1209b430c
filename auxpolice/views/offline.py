"""What a phone may keep: the manifest, the worker, a page that says there is no network, and one nameless card."""

from __future__ import annotations

import functools
import hashlib
import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auxpolice.views.own import own_file
from core import clock
from core.access import requires
from core.perms import Perms
from duties.selectors.own import nameless

KEPT = ("css/tokens.css", "css/ground.css", "css/parts.css", "css/pages.css", "css/own.css", "icons.svg", "icon.svg")
ICONS = (
    ("icon.svg", "any", "image/svg+xml"),
    ("app-192.png", "192x192", "image/png"),
    ("app-512.png", "512x512", "image/png"),
)
GROUND, ACCENT = "#f5f6f8", "#17408b"
STATIC = settings.BASE_DIR / "static"


@login_not_required
@require_safe
def manifest(request: HttpRequest, language: str) -> JsonResponse:
    """What a phone shows of the program when it is put on the first screen."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        name, short = _("Auxiliary Management"), _("Auxiliaries on duty")
    icons = [{"src": static(file), "sizes": sizes, "type": kind} for file, sizes, kind in ICONS]
    icons.append({"src": static("app-masked-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"})
    said = {
        "id": reverse("me"),
        "name": name,
        "short_name": short,
        "lang": language,
        "start_url": reverse("me"),
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": ACCENT,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it may answer for every page of the house."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@functools.lru_cache(maxsize=1)
def _worker() -> str:
    """The script with what it keeps; another style sheet is another script, so that phones fetch it anew."""
    script = (STATIC / "js" / "worker.js").read_text(encoding="utf-8")
    house = {
        "version": _digest([*(STATIC / name for name in KEPT), STATIC / "js" / "worker.js"]),
        "kept": [static(name) for name in KEPT],
        "offline": reverse("offline"),
        "card": reverse("me-card"),
        "ends": ["/sign-in", "/sign-out", "/first-sign-in"],
    }
    return f"const HOUSE = {json.dumps(house)};\n{script}"


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """There is no network, and nothing of today is kept: says so, and what to do."""
    return render(request, "auxpolice/offline.html")


@require_safe
@requires(Perms.VIEW_SELF)
def card(request: HttpRequest) -> HttpResponse:
    """Today's duties by hour and kind, and what may not be done: no name, no number, no place, nothing anybody typed.

    The one answer about a person that may be kept: by the worker, until midnight or the end of the session
    (docs/security.md). The browser's own cache asks again each time.
    """
    now, today = clock.now(), clock.today()
    auxiliary = own_file(request.user)
    context = {"day": today, "made": now, "duties": nameless(auxiliary, today) if auxiliary is not None else []}
    response = render(request, "auxpolice/card.html", context)
    response["Cache-Control"] = "private, no-cache"
    response["Card-Made"] = str(int(now.timestamp() * 1000))
    response["Card-Until"] = str(int(clock.start_of(today + timedelta(days=1)).timestamp() * 1000))
    return response
