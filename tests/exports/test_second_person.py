"""Can one natural person ever be both hands?"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import grant_role
from core import clock
from core.actors import SYSTEM
from core.errors import BadInput, NotNow
from core.models import AuditEntry
from exports import services
from exports.models import Export
from reminders.models import Message
from tests.cast import LONG_AGO, TODAY

Status = Export.Status
SENSITIVE = ("name", "medical_on")


@pytest.fixture
def export(stage):
    return stage.ask(columns=SENSITIVE)


def second_account(stage) -> User:
    """Another account of the natural person that asks."""
    user = User.objects.create_user("hr-again", None, person=stage.hr.person)
    grant_role(user=user, group="supervisor", unit=stage.cast["first"], starts_on=LONG_AGO, by=SYSTEM, today=TODAY)
    return user


def test_another_person_agrees_and_the_file_is_made(stage, export):
    services.approve_export(export=export, by=stage.supervisor, reason="seen")
    made = services.make_export(export=export)
    assert (made.status, made.decided_by, made.decision_reason) == (Status.READY, stage.supervisor, "seen")
    assert AuditEntry.objects.get(action="export.approved").actor_id == stage.supervisor.pk


def test_whoever_asked_cannot_agree_from_any_account(stage, export, assure):
    refused = 0
    for user in (stage.hr, second_account(stage)):
        with pytest.raises(NotNow):
            services.approve_export(export=export, by=user)
        refused += AuditEntry.objects.filter(action="export.approved", success=False, actor_id=user.pk).count()
    export.refresh_from_db()
    assure("R-77", f"{refused} of 2 own accounts refused and recorded", ok=refused == 2 and export.status == "waiting")


def test_an_account_of_nobody_cannot_agree(stage, export):
    nobody = User.objects.create_user("nobody", None)
    grant_role(user=nobody, group="supervisor", unit=stage.cast["first"], starts_on=LONG_AGO, by=SYSTEM, today=TODAY)
    with pytest.raises(NotNow):
        services.approve_export(export=export, by=nobody)


def test_the_database_refuses_one_natural_person_twice(stage, export):
    """The control: without the service's question the constraint still says no."""
    decided = {"decided_person": stage.hr.person, "decided_at": clock.now(), "status": Status.MAKING}
    with pytest.raises(IntegrityError, match="export_decided_by_another"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(decided_by=second_account(stage), **decided)


def test_the_database_refuses_to_make_what_nobody_agreed_to(stage, export):
    with pytest.raises(IntegrityError, match="export_decided_before_made"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(status=Status.MAKING)


def test_without_the_right_over_the_unit_nobody_decides(stage, export):
    for name in ("supervisor2", "requester"):
        with pytest.raises(PermissionDenied):
            services.approve_export(export=export, by=stage.cast.user(name))


def test_a_no_needs_a_reason_and_is_told(stage, export):
    with pytest.raises(BadInput):
        services.decline_export(export=export, by=stage.supervisor, reason=" ")
    services.decline_export(export=export, by=stage.supervisor, reason="not needed")
    export.refresh_from_db()
    assert (export.status, export.decision_reason) == (Status.DECLINED, "not needed")
    assert Message.objects.get(kind="exports.declined").user == stage.hr
    assert services.make_export(export=export).status == Status.DECLINED


def test_what_is_decided_stays_decided(stage, export):
    services.decline_export(export=export, by=stage.supervisor, reason="no")
    with pytest.raises(NotNow):
        services.approve_export(export=export, by=stage.supervisor)


def test_more_people_than_agreed_to_are_decided_again(stage, export):
    services.approve_export(export=export, by=stage.supervisor)
    stage.cast.auxiliary("后来")
    again = services.make_export(export=export)
    assert (again.status, again.people, again.decided_by) == (Status.WAITING, 4, None)


def test_a_small_one_that_grew_large_waits_after_all(stage, monkeypatch):
    from exports.services import requesting

    export = stage.ask()
    monkeypatch.setattr(requesting, "MANY", 2)
    assert services.make_export(export=export).status == Status.WAITING


@pytest.mark.parametrize("end", ["agreed", "declined", "withdrawn"])
def test_what_is_decided_waits_on_nobodys_desk(stage, export, end):
    asked = Message.objects.filter(kind="exports.waits", user=stage.supervisor)
    assert asked.filter(seen_at=None).exists()
    if end == "agreed":
        services.approve_export(export=export, by=stage.supervisor)
    elif end == "declined":
        services.decline_export(export=export, by=stage.supervisor, reason="not for this")
    else:
        services.withdraw_export(export=export, by=stage.hr)
    assert asked.exists() and not asked.filter(seen_at=None).exists()
