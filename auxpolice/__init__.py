"""The project: settings, addresses, tasks, and what only the whole house can do (desk, search, seed, start)."""

from auxpolice.celery import app as celery_app

__all__ = ["celery_app"]
