"""WSGI entrance for gunicorn."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from core import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")
django = get_wsgi_application()
patience.install()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Somebody waits: no answer takes longer than `core.patience` allows, whatever the database does."""
    with patience.page():
        return django(environ, start_response)
