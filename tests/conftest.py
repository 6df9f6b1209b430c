"""Databases for tests: each run migrates one template, each worker and each `fresh_db` test works on a copy of it.

Tests connect as the application's role, which may not change tables: what the database refuses, it refuses here too.
"""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from django.test import client
from django.test.utils import ContextList
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import servers

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
WAITING = ("tests/browser/", "tests/house/", "tests/faults/", "tests/backup/", "tests/hostile/", "tests/reminders/")
BESIDE = 2  # files that reckon after each that waits
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """Instead of pytest-django's: a copy of the migrated template, not a database made by the application's role."""
    with django_db_blocker.unblock():
        servers.make_template(migrate)
        name = f"test_{WORKER}"
        servers.clone(name)
        with connected_to(name):
            # Django would find out by creating a table, which this role may not.
            connections["default"].features.supports_transactions = True
            yield
        servers.drop(name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait for other programs, each followed by some that reckon: the processors wait for nobody, and the long
    ones are not left to one process at the end."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    waiting = [name for place in WAITING for name in files if name.startswith(place)]
    reckoning = [name for name in files if name not in waiting]
    order: list[str] = []
    for number, name in enumerate(waiting):
        order += [name, *reckoning[BESIDE * number : BESIDE * (number + 1)]]
    order += reckoning[BESIDE * len(waiting) :]
    items[:] = [item for name in order for item in files[name]]


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: looking through it again and again costs a twentieth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def files_looked_for_once() -> Iterator[None]:
    """The house looks for its static files when it starts. Each client of a test is such a start: 10 ms for nothing."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def remembered(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def few_contexts_an_answer() -> Iterator[None]:
    """Of an answer's many templates only the first contexts are kept for the test: they hold what the view said. Django's
    client copies that of each part of the page, a tenth of the time of a page."""

    def stored(store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **more: Any) -> None:
        store.setdefault("templates", []).append(template)
        kept = store.setdefault("context", ContextList())
        if len(kept) < 2:  # of a single one Django's client makes no list
            kept.append(copy(context))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "store_rendered_templates", stored)
        yield


@pytest.fixture(autouse=True)
def own_counters() -> None:
    """What is counted in the cache (refusals a minute, rates, sign-ins) begins anew: the workers of a run share one server.
    And nobody speaks the language of the test before."""
    translation.deactivate()
    prefix = f"{WORKER}-{next(_numbers)}"
    caches.settings["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix


@pytest.fixture
def fresh_db(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database of this test's own with real commits, for races, deferred triggers and other processes.

    Answers its name; `servers.urls(name)` is the environment for another process. Not together with `django_db`.
    """
    if request.node.get_closest_marker("django_db"):
        pytest.fail("fresh_db opens a database itself: remove the django_db mark.")
    name = f"fresh_{WORKER}_{next(_numbers)}"
    servers.clone(name)
    with django_db_blocker.unblock(), connected_to(name):
        yield name
    servers.drop(name)


def migrate(name: str) -> None:
    with connected_to(name):
        call_command("migrate", database="owner", verbosity=0, interactive=False)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Every alias, in every thread, uses the database `name`."""
    before = {alias: connections.settings[alias]["NAME"] for alias in connections.settings}
    switch(dict.fromkeys(before, name))
    try:
        yield
    finally:
        switch(before)


def switch(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
