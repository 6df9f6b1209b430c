"""Every form of the pages, found by the permission table, filled from its own Django fields: refused kindly, never a 500."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from hypothesis.extra.django import from_field

from tests.assurance import long_form
from tests.hostile.fuzzing import Enough, in_time
from tests.hostile.words import BODIES, EVALUATED, KINDS, VALUES, injected
from tests.permissions.table import Row, Visitors, rows

POSTS = 20_000 if long_form() else 200
MINUTES = 9.5 if long_form() else 5.0  # of all forms together; what was really sent stands in the figure
TABLE = {
    name: line
    for name, line in sorted(rows().items())
    if not line.exempt and "POST" in line.methods and not name.startswith("api-") and line.methods["POST"].allow
}
HOSTILE = [value.encode("utf-8", "replace").decode() for value in VALUES]
LEFT_OUT = object()  # a field that is not sent at all


def good(field: forms.Field) -> st.SearchStrategy[Any]:
    """What the field itself would take, as a browser sends it."""
    if isinstance(field, forms.FileField):
        return st.builds(lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.4\n"))
    if isinstance(field, forms.BooleanField):
        return st.sampled_from(["on", LEFT_OUT])
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        keys = [str(key) for key in _keys(field) if str(key)][:40] or [""]
        several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return st.lists(st.sampled_from(keys), max_size=3) if several else st.sampled_from(keys)
    try:
        return from_field(field).map(as_typed)
    except Exception:  # a field class hypothesis does not know: a text
        return st.text(max_size=getattr(field, "max_length", None) or 60)


def _keys(field: Any) -> Iterator[Any]:
    for key, label in field.choices:
        if isinstance(label, list | tuple):
            yield from (inner for inner, _label in label)
        else:
            yield key


def as_typed(value: Any) -> Any:
    if value is None:
        return LEFT_OUT
    return f"{value:%Y-%m-%dT%H:%M}" if hasattr(value, "hour") and hasattr(value, "year") else str(value)


def wrong(field: forms.Field | None) -> st.SearchStrategy[Any]:
    """What it should not: too long, too large, of another kind, twice, not there."""
    longest = getattr(field, "max_length", None) or 100
    return st.one_of(
        st.sampled_from(HOSTILE),
        st.text(min_size=1, max_size=20),
        st.just("长" * (longest + 1)),
        st.integers(-(2**70), 2**70).map(str),
        st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3),
        st.just(LEFT_OUT),
    )


def filled(fields: dict[str, forms.Field | None], table: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """All fields as they should be, and some of them not."""
    right = {
        name: st.just(table[name]) if name in table else good(field) if field else st.just("x")
        for name, field in fields.items()
    }
    names = sorted(fields)
    few = st.lists(st.sampled_from(names), min_size=0, max_size=3, unique=True) if names else st.just([])
    bad = few.flatmap(lambda chosen: st.fixed_dictionaries({name: wrong(fields[name]) for name in chosen}))
    return st.builds(lambda one, other: {**one, **other}, st.fixed_dictionaries(right), bad)


def visitor(line: Row, visitors: Visitors) -> Client:
    client = Client(raise_request_exception=False)
    client.handler = visitors.handler
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions[sorted(line.methods["POST"].allow)[0]]
    return client


def forms_in(contexts: Any) -> Iterator[Any]:
    """Every form the templates were given."""
    given_already: set[int] = set()
    for context in contexts or ():
        for layer in context if hasattr(context, "__iter__") else ():
            for value in layer.values() if isinstance(layer, dict) else ():
                if isinstance(value, forms.BaseForm) and id(value) not in given_already:
                    given_already.add(id(value))
                    yield value


class Filler:
    """One form, filled again and again."""

    def __init__(self, name: str, visitors: Visitors) -> None:
        self.name, self.line = name, TABLE[name]
        self.client, self.address = visitor(self.line, visitors), self.line.address(visitors.objects)
        self.dice = random.Random(name)
        self.told: Counter[int] = Counter()
        self.broken: list[str] = []
        self.fields, self.forms = self.found()

    def found(self) -> tuple[dict[str, forms.Field | None], int]:
        """The fields of every form the page shows, before and after an empty post, and how many forms that were."""
        found: dict[str, forms.Field | None] = dict.fromkeys(self.line.methods["POST"].body)
        answers, seen = [self.send({})], 0
        if "GET" in self.line.methods:
            with transaction.atomic():
                answers.append(self.client.get(self.address))
                transaction.set_rollback(True)
        for form in (form for answer in answers for form in forms_in(answer.context)):
            seen += 1
            found |= {form.add_prefix(name): field for name, field in form.fields.items()}
        return found or dict.fromkeys(["reason", "text", "next"]), seen

    def send(self, said: Any, **more: Any) -> Any:
        """One post, undone, and what was wrong with the answer."""
        with transaction.atomic():
            answer = self.client.post(self.address, said, **more)
            transaction.set_rollback(True)
        self.told[answer.status_code] += 1
        if why := str(answer.status_code) if answer.status_code >= 500 else injected(answer):
            self.broken.append(f"{self.name}: {why} {str(said)[:300]}")
        return answer

    def fill(self, *, times: int, seconds: float) -> None:
        """By its fields; now and then with what is no form at all."""
        until = time.monotonic() + seconds

        @given(said=filled(self.fields, dict(self.line.methods["POST"].body)))
        @tuned(max_examples=times, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
               suppress_health_check=list(HealthCheck))  # fmt: skip
        def attack(said: dict[str, Any]) -> None:
            in_time(until)
            if self.dice.random() < 0.06:
                self.send(self.dice.choice(BODIES), content_type=self.dice.choice(KINDS))
            else:
                self.send({key: value for key, value in said.items() if value is not LEFT_OUT})

        with suppress(Enough):
            attack()


def test_forms_filled_with_anything_never_break(visitors: Visitors, assure):
    times, seconds = max(POSTS // len(TABLE) - 1, 1), MINUTES * 60 / len(TABLE)
    told: Counter[int] = Counter()
    broken, with_fields = [], 0
    for name in TABLE:
        filler = Filler(name, visitors)
        filler.fill(times=times, seconds=seconds)
        told += filler.told
        broken += filler.broken
        with_fields += bool(filler.forms)
    assert not broken, "\n".join(broken[:10])
    counts = ", ".join(f"{number} × {code}" for code, number in sorted(told.items()))
    assure("R-61", f"{told.total()} posts to {len(TABLE)} forms, {with_fields} of them by their Django fields, "
           f"0 5xx: {counts}", ok=with_fields > len(TABLE) / 2 and told.total() >= 1.9 * len(TABLE))  # fmt: skip


def test_a_form_that_breaks_is_found(visitors: Visitors, monkeypatch: pytest.MonkeyPatch):
    """The control: something that breaks on the way of a form."""
    filler = Filler("roster:grade", visitors)
    assert filler.forms and not filler.broken
    monkeypatch.setattr("core.middleware.NoStoreMiddleware.__call__", lambda *_: 1 / 0)
    filler.send({"x": "1"})
    assert filler.broken and "500" in filler.broken[0]


def test_a_computed_text_is_found():
    """The control: what an engine would have made of the texts."""
    assert re.fullmatch(r"[0-9]{5,}", EVALUATED)
