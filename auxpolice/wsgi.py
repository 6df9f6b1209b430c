"""WSGI entrance for gunicorn."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from core import patience
from regulations import packs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")
django = get_wsgi_application()
patience.install()
# Made once, before gunicorn forks its workers: otherwise the first visitors of each new worker wait half a second for it.
reverse("desk")
packs.load()
# What is loaded by now stays: the collector looks through what requests leave behind, and not at every turn.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Somebody waits: no answer takes longer than `core.patience` allows, whatever the database does."""
    with patience.page():
        return django(environ, start_response)
