"""Does the quick way to migrate (auxpolice/model_states.py) make the very schema that Django's own way makes?"""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db.migrations.state import ProjectState

from auxpolice import model_states
from auxpolice.embedded.postgres import Postgres
from auxpolice.management.commands import migrate as command
from tests import servers, template_cache
from tests.conftest import WORKER, migrate


def schema(folder, which):
    name, file = f"drawn_{WORKER}", folder / which
    Postgres().set_up(name)
    migrate(name)
    template_cache.run("pg_dump", name, "--schema-only", "-f", str(file))
    servers.drop(name)
    return [line for line in file.read_text().splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


@pytest.mark.long
def test_the_quick_way_makes_the_schema_that_djangos_way_makes(
    django_db_setup, django_db_blocker, tmp_path, monkeypatch
):
    with django_db_blocker.unblock():
        quick = schema(tmp_path, "quick")
        drawn = model_states.ModelState.render
        count = []
        monkeypatch.setattr(model_states.ModelState, "render", lambda *args: count.append(1) or drawn(*args))
        monkeypatch.setattr(command, "drawn_once", nullcontext)
        assert quick == schema(tmp_path, "django")
    assert len(count) > 10_000, "the second went Django's way"


def test_afterwards_django_draws_as_ever():
    before = ProjectState.add_model, ProjectState._append_option
    with pytest.raises(ZeroDivisionError), model_states.drawn_once():
        assert (ProjectState.add_model, ProjectState._append_option) != before
        raise ZeroDivisionError
    assert (ProjectState.add_model, ProjectState._append_option) == before
