"""The project: settings, addresses, tasks, and what only the whole house can do (desk, search, seed, start)."""

import gc

from auxpolice.celery import app as celery_app

__all__ = ["celery_app"]

# Decisions, imports and migrations make many objects that stay: looked through after every 700 of them, as Python does
# unasked, the search for garbage takes a third of the whole time.
gc.set_threshold(20_000, 10, 10)
gc.disable()  # until everything is loaded (apps.py): what a start makes stays, and an eighth of it went into looking
