"""Is a purpose typed, a second person found for much or sensitive, and the same form sent twice one export?"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import BadInput
from core.models import AuditEntry, OutboxEvent
from exports import models, services
from exports.models import Export
from exports.services import requesting
from reminders.models import Message
from tests.exports.conftest import PURPOSE

Status = Export.Status


@pytest.mark.parametrize("purpose", ["", "   ", "....", "aaaa", "12345678", "核对", "x" * 201])
def test_without_words_nothing_is_asked_for(stage, purpose):
    with pytest.raises(BadInput) as caught:
        stage.ask(purpose=purpose)
    assert [*caught.value.errors] == ["purpose"]
    assert not Export.objects.exists()


def test_a_few_people_without_sensitive_columns_are_made_at_once(stage):
    export = stage.ask()
    assert (export.status, export.needs_second, export.people) == (Status.MAKING, False, 3)
    assert OutboxEvent.objects.filter(kind="exports.wanted", payload={"export": export.pk}).exists()
    entry = AuditEntry.objects.get(action="export.requested")
    assert (entry.reason, entry.after["serial"], entry.unit_path) == (PURPOSE, export.serial, export.unit.path)


@pytest.mark.parametrize(
    ("columns", "filters"),
    [
        (("name", "medical_on"), {}),
        (("name", "political_status"), {}),
        (("name", "identity_number"), {"unmasked": True}),
        (("name", "bank_card"), {"unmasked": True}),
    ],
)
def test_any_sensitive_column_waits_for_a_second_person(stage, columns, filters, assure):
    export = stage.ask(columns=columns, filters=filters)
    assert not OutboxEvent.objects.filter(kind="exports.wanted").exists()
    told = Message.objects.filter(kind="exports.waits").values_list("user__username", flat=True)
    assert set(told) == {"supervisor"}
    assure("R-77", f"{columns[-1]} waits for a second person", ok=export.status == Status.WAITING)


def test_more_than_a_hundred_people_wait_for_a_second_person(stage, monkeypatch, assure):
    assert requesting.needs_second(100, []) is False
    assert requesting.needs_second(101, []) is True
    monkeypatch.setattr(requesting, "MANY", 2)
    export = stage.ask()
    assure("R-77", "101 people wait for a second person, 100 do not", ok=export.status == Status.WAITING)


def test_the_database_refuses_a_large_export_by_one_person(stage):
    """The control of the service: the constraint stands though the code forgets."""
    export = stage.ask()
    for values in ({"people": models.MANY + 1}, {"sensitive": ["身份证号"]}):
        with pytest.raises(IntegrityError, match="large_export_needs_two"), transaction.atomic():
            Export.objects.filter(pk=export.pk).update(**values)


def test_who_may_not_export_is_refused(stage):
    with pytest.raises(PermissionDenied):
        stage.ask(by=stage.supervisor)
    with pytest.raises(BadInput):
        stage.ask(by=stage.cast.user("hr2"))  # another bureau's unit is unknown there


def test_an_unknown_kind_or_format_is_refused(stage):
    for wrong in ({"kind": "secrets"}, {"format": "exe"}):
        with pytest.raises(BadInput):
            stage.ask(**wrong)


def test_the_same_form_sent_twice_is_one_export(stage):
    assert stage.ask(token="once").pk == stage.ask(token="once").pk
    assert stage.ask(token="").pk != stage.ask(token="").pk


def test_who_holds_units_apart_asks_over_what_is_above_them(stage):
    from accounts.services import grant_role
    from core.actors import SYSTEM
    from tests.cast import LONG_AGO, TODAY

    grant_role(user=stage.hr, group="hr", unit=stage.cast["second"], starts_on=LONG_AGO, by=SYSTEM, today=TODAY)
    export = services.request_export(kind="roster", filters={}, format="csv", purpose=PURPOSE, by=stage.hr, on=TODAY)
    assert export.unit == stage.cast["city"]


def test_what_nobody_could_agree_to_is_not_asked_for_in_vain(stage):
    """The only other one with the right is gone: said at once, instead of a request that waits a week for nobody."""
    User.objects.filter(person__isnull=False).exclude(pk=stage.hr.pk).update(is_active=False)
    with pytest.raises(BadInput, match="第二人"):
        stage.ask(columns=["name", "medical_on"])
    assert not Export.objects.exists()
