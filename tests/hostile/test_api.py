"""The API attacked by its own document: schemathesis with every check, by as many roles as it takes to get in everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.assurance import long_form, of_today
from tests.cast import Cast
from tests.hostile.fuzzing import LEFT_OUT, Attack, Told, document, shape
from tests.hostile.well_meant import Wanted, requests
from tests.permissions.table import Visitors

EXAMPLES = 500 if long_form() else 25  # of each operation; the gate takes a fifth of them, the others on the next days
MINUTES = 24  # of the whole long form, whoever else works on the machine; what was really sent stands in the figure
# Between them they may use every operation; the long form sends all of them everywhere.
ROLES = (
    "hr",
    "supervisor",
    "auxiliary",
    "secadmin",
    "requester",
    "legal",
    "inspector",
    "higher",
    "pay-clerk",
    "pay-approver",
)
OPERATIONS = sorted(
    f"{method.upper()} {address}" for address, methods in document()["paths"].items() for method in methods
)


@pytest.fixture(scope="module")
def attack(visitors: Visitors, cast: Cast) -> Attack:
    return Attack(visitors, cast, ROLES)


@pytest.fixture(scope="module")
def wanted(visitors: Visitors, cast: Cast) -> Mapping[str, Wanted]:
    return requests(cast, visitors.objects)


def test_every_operation_succeeds_when_it_is_well_meant(attack: Attack, wanted: Mapping[str, Wanted], assure):
    operations = attack.operations()
    failed, sent = [], 0
    for name, operation in operations.items():
        asked = wanted.get(name) or Wanted(entitled(attack, operation)[0], attack.rule(operation).body or None)
        told = attack.well_meant(operation, asked.who, asked.body, asked.query, at=asked.at)
        sent += 1
        if not told.succeeded or told.failures:
            failed.append(f"{name} as {asked.who}: {dict(told.codes)} {told.failures} {told.answer[:300]}")
    assert not failed, "\n".join(failed)
    assert not set(wanted) - set(operations), "asked for what is not there"
    assure("R-60", f"{sent} of {len(OPERATIONS)} operations answer 2xx to a right request", ok=sent == len(OPERATIONS))


def entitled(attack: Attack, operation: Any) -> list[str]:
    """The roles that may."""
    allowed = attack.rule(operation).allow
    found = [role for role in ROLES if role in allowed]
    assert found, f"{operation.path}: none of {ROLES} may"
    return found


@pytest.mark.parametrize("name", of_today(OPERATIONS, "operations", 5))
def test_the_document_tells_the_truth_and_wrong_data_are_refused(name: str, attack: Attack, assure):
    operation = attack.operations()[name]
    may = entitled(attack, operation)
    place = OPERATIONS.index(name)
    driver = may[place % len(may)]  # so that every role drives its share
    others = [*ROLES[place % len(ROLES) :], *ROLES[: place % len(ROLES)]]
    others.remove(driver)
    told = attack.fuzz(operation, driver, others, examples=EXAMPLES, seconds=MINUTES * 60 / len(OPERATIONS))
    failures = sorted({failure for one in told for failure in one.failures})
    assert not failures, "\n\n".join(failures[:10])
    assure("R-60", f"{name}: {sum(sum(one.codes.values()) for one in told)} requests as "
           f"{sum(bool(one.codes) for one in told)} roles: {statuses(told)}",
           ok=True)  # fmt: skip


def statuses(told: list[Told]) -> str:
    counts: Counter[int] = Counter()
    for one in told:
        counts.update(one.codes)
    return ", ".join(f"{number} × {code}" for code, number in sorted(counts.items()))


def test_few_checks_are_left_out(attack: Attack):
    names = {check.__name__ for check in attack.checks}
    assert {"not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
            "negative_data_rejection", "ignored_auth", "use_after_free"} <= names  # fmt: skip
    assert len(LEFT_OUT) == 3 and len(names) >= 11


def test_a_document_that_lies_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch):
    """The control: an answer that the document does not know, and a field of another kind."""
    monkeypatch.setattr("organisation.api.UnitOut.to_representation", lambda *_: {"id": "one"})
    operation = attack.operations()["GET /api/v1/units/{id}/"]
    assert attack.well_meant(operation, "hr", None, {}).failures
    monkeypatch.setattr("core.api_views.RightsByMethod.has_permission", lambda *_: 1 / 0)
    assert attack.well_meant(operation, "hr", None, {}).failures


def test_an_address_has_one_shape():
    assert shape("/api/v1/units/{id}/") == shape("/api/v1/units/<int:pk>/")
