"""Whoever works in a bureau in which nothing happened is told nothing of the others, whatever happens there (R-02, R-04).

And what any page asks of everybody, whoever they are: a fresh proof before a dangerous act, and not too often.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from tests.assurance import of_today
from tests.permissions import elsewhere
from tests.permissions.matrix import difference
from tests.permissions.table import Row

# Limits that no decorator of an address shows: they stand inside the page, once the form is right.
INSIDE = {"roster:contract-paper": {}, "roster:certificate": {"purpose": "办理居住证"}}


@pytest.fixture(scope="module")
def there(django_db_setup: None, django_db_blocker) -> Iterator[elsewhere.Elsewhere]:
    with django_db_blocker.unblock(), elsewhere.staged() as found:
        yield found


@pytest.mark.parametrize("name", sorted(elsewhere.lists()))
def test_the_answer_is_the_same_as_before_anything_happened_elsewhere(name: str, there: elsewhere.Elsewhere):
    row = there.table[name]
    for who in elsewhere.lookers(row, "GET"):
        for query in elsewhere.QUERIES.get(name, ("",)):
            before, now = there.before[who, name + query], there.told(who, row, query)
            assert now == before, f"{who} {query}: {difference(before[1], now[1])}"


@pytest.mark.parametrize("name", of_today(sorted(elsewhere.objects()), "elsewhere", 3))
def test_what_stands_elsewhere_is_not_there_and_nothing_is_done(name: str, there: elsewhere.Elsewhere):
    row = there.table[name]
    there.done()
    for method in row.methods:
        for who in elsewhere.lookers(row, method):
            assert there.ask(row, method, who).status_code == 404, f"{who} {method}"
            assert there.done() == set(), f"{who} {method}"


def one_who_may(row: Row, method: str) -> str:
    return sorted(row.methods[method].allow)[0]


@pytest.mark.parametrize("name", elsewhere.dangerous())
def test_without_a_fresh_proof_a_dangerous_act_is_asked_about_and_not_done(name: str, there: elsewhere.Elsewhere):
    row = there.table[name]
    who = there.principal(one_who_may(row, "POST"))
    there.done()
    with override_settings(STEP_UP_SECONDS=-1):
        answer = there.ask(row, "POST", who)
    assert answer.status_code == 403 and (b"_proof_code" in answer.content or b"step-up" in answer.content)
    assert there.done() == set()


@pytest.mark.parametrize("name", [*elsewhere.limited(), *INSIDE])
def test_what_may_be_done_only_so_often_is_refused_beyond_that(name: str, there: elsewhere.Elsewhere):
    row = there.table[name]
    method = "POST" if "POST" in row.methods else "GET"
    who = there.principal(one_who_may(row, method))
    with override_settings(RATES=dict.fromkeys(settings.RATES, (0, 3600))):
        answer = there.ask(with_body(row, INSIDE.get(name, {})), method, who)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def with_body(row: Row, body: dict[str, str]) -> Row:
    methods = {method: replace(rule, body={**rule.body, **body}) for method, rule in row.methods.items()}
    return replace(row, methods=methods)
