"""R-27 over the API: whatever can be changed refuses a version that is no longer the newest; the list is the document's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from core.models import AuditEntry
from tests.hostile.fuzzing import document
from tests.permissions.table import Visitors
from tests.races.api.test_keys import Caller

PATCHES = sorted(address for address, methods in document()["paths"].items() if "patch" in methods)


@pytest.fixture(scope="module")
def caller(visitors: Visitors, cast: Any) -> Caller:
    return Caller(visitors, cast)


@pytest.mark.parametrize("path", PATCHES)
def test_a_stale_version_is_refused_and_nothing_is_written(path: str, caller: Caller, assure):
    who, address, body = caller.asked(f"PATCH {path}")
    client = Client(headers={"Authorization": f"Token {caller.tokens[who]}"})
    with transaction.atomic():
        tag = client.get(address)["ETag"]
        send = {"content_type": "application/json", "headers": {"If-Match": tag}}
        first = client.patch(address, json.dumps(body), **send)
        before = AuditEntry.objects.filter(success=True).count()
        second = client.patch(address, json.dumps(body), **send)
        written = AuditEntry.objects.filter(success=True).count() - before
        newest = client.get(address)["ETag"]
        transaction.set_rollback(True)
    figure = f"PATCH {path}: {first.status_code}, then {second.status_code} for the stale version"
    assure("R-27", figure, ok=first.status_code == 200 and second.status_code in (409, 412) and not written)
    assert newest != tag
