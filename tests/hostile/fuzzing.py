"""The OpenAPI document as an attacker reads it: schemathesis in this process, inside a transaction that is undone."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from schemathesis.checks import CHECKS as KNOWN
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from accounts import services
from auxpolice.wsgi import application
from tests.assurance import long_form
from tests.permissions.table import Method, Row, Visitors, routes, rows

# Every check of schemathesis but two. `positive_data_acceptance` would have a contract renewed that was never signed:
# 400 and 409 are answers of law, so `every operation succeeds` stands in its place. `max_response_time` has no limit set.
LEFT_OUT = {"positive_data_acceptance", "max_response_time", "object_level_authorization"}
API = "/api/v1/"
KNOCKS = 20 if long_form() else 2


def document() -> dict[str, Any]:
    """As the address serves it."""
    made: dict[str, Any] = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    return made


def shape(address: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "*", address)


class Enough(Exception):
    """The time of this attack is over."""


def in_time(until: float) -> None:
    """Raise Enough when the clock of this process has passed `until`."""
    if time.monotonic() > until:
        raise Enough


@dataclass
class Told:
    """What an operation answered to one visitor: how often which status, and what was wrong."""

    name: str
    who: str
    codes: dict[int, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    answer: str = ""

    @property
    def succeeded(self) -> bool:
        return any(200 <= code < 300 for code in self.codes)


class Attack:
    """The operations of the document, with the row of the permission table that names their objects and visitors."""

    def __init__(self, visitors: Visitors, cast: Any, roles: Sequence[str]) -> None:
        self.schema = schemathesis.openapi.from_dict(document())
        self.schema.app = application
        self.visitors = visitors
        by_shape = {shape("/" + route): name for name, route in routes() if route.startswith(API.lstrip("/"))}
        table = rows()
        self.rows = {address: table[name] for address, name in by_shape.items()}
        self.tokens = {who: services.make_token(user=cast.user(who), proved=True)[0] for who in roles}
        self.checks = [check for check in KNOWN.get_all() if check.__name__ not in LEFT_OUT]
        self.knocks: Counter[str] = Counter()  # how often the operation was tried without and with a wrong sign-in

    def operations(self) -> dict[str, Any]:
        found = {}
        for result in self.schema.get_all_operations():
            operation = result.ok()
            found[f"{operation.method.upper()} {operation.path}"] = operation
        return found

    def row(self, operation: Any) -> Row:
        return self.rows[shape(operation.path)]

    def rule(self, operation: Any) -> Method:
        return self.row(operation).methods[operation.method.upper()]

    def headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Token {self.tokens[who]}"} if who else {}

    def place(self, operation: Any) -> dict[str, Any]:
        """The parts of the address: the object the permission table names."""
        line = self.row(operation)
        if not line.args:
            return {}
        address = line.address(self.visitors.objects).partition("?")[0]
        wanted = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path), address)
        assert wanted is not None, f"{operation.path} does not fit {address}"
        return dict(wanted.groupdict())

    def fuzz(
        self, operation: Any, who: str, others: Sequence[str], *, examples: int, seconds: float = 3600
    ) -> list[Told]:
        """Right and wrong input by the document, at the object of the table and anywhere; no longer than `seconds`.

        Every tenth request is sent by one of the others, too, in turn.
        """
        name = f"{operation.method.upper()} {operation.path}"
        told = [Told(name, one) for one in (who, *others)]
        known, until = self.place(operation), time.monotonic() + seconds
        more: dict[str, Any] = {"path_parameters": known} if known else {}
        strategies = [operation.as_strategy(generation_mode=mode, **more) for mode in self.modes(operation)]
        if known:
            strategies.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

        @given(case=st.one_of(*strategies))
        @tuned(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        def attack(case: Any) -> None:
            in_time(until)
            self.send(case, who, told[0])
            number = sum(told[0].codes.values())
            if others and number % 10 == 5:
                place = number // 10 % len(others)
                self.send(case, others[place], told[1 + place])

        with suppress(Enough):
            attack()
        return told

    def modes(self, operation: Any) -> list[GenerationMode]:
        has_input = operation.body or operation.query or operation.headers or operation.path_parameters
        return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if has_input else [GenerationMode.POSITIVE]

    def send(self, case: Any, who: str, told: Told) -> None:
        """One request and its checks, undone."""
        with transaction.atomic():
            try:
                response = case.call(headers=self.headers(who))
                told.answer = response.text
                told.codes[response.status_code] = told.codes.get(response.status_code, 0) + 1
                checks = self.checks_of(told, response.status_code)
                case.validate_response(response, checks=checks, headers=self.headers(who))
            except FailureGroup as group:
                told.failures += [f"{told.name} as {who}: {failure}"[:900] for failure in group.exceptions]
            except Exception as error:  # whatever a view raises is what we look for
                told.failures.append(f"{told.name} as {who}: {type(error).__name__}: {error}"[:900])
            finally:
                transaction.set_rollback(True)

    def checks_of(self, told: Told, code: int) -> list[Any]:
        """Every check; but `ignored_auth`, which asks twice more, at the first answers of an operation only."""
        if 200 <= code < 300 and self.knocks[told.name] < KNOCKS:
            self.knocks[told.name] += 1
            return self.checks
        return [check for check in self.checks if check.__name__ != "ignored_auth"]

    def well_meant(
        self,
        operation: Any,
        who: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, Any],
        *,
        at: int | None = None,
    ) -> Told:
        """A request as a person would send it."""
        told = Told(f"{operation.method.upper()} {operation.path}", who)
        place = self.place(operation) if at is None else {"id": at}
        more: dict[str, Any] = {"path_parameters": place, "query": dict(query)}
        if body is not None:
            kind = next(iter(operation.definition.raw.get("requestBody", {}).get("content", {"application/json": {}})))
            more |= {"body": dict(body), "media_type": kind}
        self.send(operation.Case(**more), who, told)
        return told
