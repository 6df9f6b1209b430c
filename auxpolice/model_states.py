"""A first start without drawing every model again: nine tenths of migrating an empty database was that.

Django keeps the models as they were at each migration. It draws a model anew, and everything that has to do with it, when
a model, an index or a constraint is added (16,000 models for our 130). None of these changes what is there already: a new
model is drawn alone, an index or a constraint is noted on the model as it is. What changes fields goes Django's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def drawn_once() -> Iterator[None]:
    """Within it, what is only added is not drawn again (tests/backup/test_drawn_once.py: the schema is the same)."""
    djangos = ProjectState.add_model, ProjectState._append_option
    ProjectState.add_model, ProjectState._append_option = _adding_a_model(djangos[0]), _appending(djangos[1])
    try:
        yield
    finally:
        ProjectState.add_model, ProjectState._append_option = djangos


def _adding_a_model(djangos: Callable[..., None]) -> Callable[..., None]:
    def add_model(self: Any, model_state: ModelState) -> None:
        apps = self.__dict__.pop("apps", None)  # without it Django notes the model and draws nothing
        djangos(self, model_state)
        if apps is not None:
            self.apps = apps
            if model_state.name_lower in apps.all_models.get(model_state.app_label, {}):
                self.reload_model(model_state.app_label, model_state.name_lower)
            else:
                apps.render_multiple([model_state])

    return add_model


def _appending(djangos: Callable[..., None]) -> Callable[..., None]:
    def append(self: Any, app_label: str, model_name: str, option_name: str, added: Any) -> None:
        apps = self.__dict__.pop("apps", None)
        djangos(self, app_label, model_name, option_name, added)
        if apps is not None:
            self.apps = apps
            meta = apps.get_model(app_label, model_name)._meta
            setattr(meta, option_name, [*getattr(meta, option_name), added])

    return append
