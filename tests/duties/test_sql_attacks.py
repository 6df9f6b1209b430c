"""SQL typed as the application's role: whatever the law forbids does not commit, and what was submitted stays.

Positive controls: the lawful assignment goes through by the same statements; and with the guarding trigger taken away
by the owner every attack succeeds, so each is refused by that trigger and by nothing else.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections, transaction

from duties.models import Assignment
from tests.duties.attacks import ATTACKS, Attack, approving
from tests.duties.stage import Stage

pytestmark = pytest.mark.usefixtures("plain_text")
GUARDED = [one for one in ATTACKS.values() if one.guard]
BY_PRIVILEGE = [one for one in ATTACKS.values() if not one.guard]
TABLES = ("duties_assignment", "duties_assignmentduty", "duties_member", "duties_commander", "duties_lead")


def type_in(statements: list[str]) -> None:
    """Type statements at the prompt, and let the deferred triggers look as they would at the commit."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.parametrize("one", [*GUARDED, *BY_PRIVILEGE], ids=lambda one: one.name)
def test_it_is_refused(one: Attack) -> None:
    statements = one.prepare(Stage(pack=one.pack))
    with pytest.raises(DatabaseError), transaction.atomic():
        type_in(statements)


def test_more_than_twenty_ways_are_tried() -> None:
    assert len(ATTACKS) >= 40


@pytest.mark.django_db
def test_the_lawful_one_goes_through_by_the_same_statements(stage: Stage) -> None:
    draft = stage.draft("respond-to-call")
    type_in(approving(stage, draft))
    assert Assignment.objects.get(pk=draft.pk).status == "approved"


@pytest.mark.django_db
def test_the_prompt_is_the_application_s_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("auxpolice_app",)


def test_the_commit_itself_refuses(fresh_db: str) -> None:
    stage = Stage()
    draft = stage.draft("traffic-penalty-issue")
    with pytest.raises(DatabaseError, match="prohibited"), transaction.atomic(), connection.cursor() as cursor:
        for statement in approving(stage, draft):
            cursor.execute(statement)
    assert Assignment.objects.get(pk=draft.pk).status == "draft"


def test_without_its_guard_every_attack_succeeds(fresh_db: str) -> None:
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    connections["owner"].close()
    for one in GUARDED:
        block = transaction.atomic()
        block._from_testcase = True  # each stage is rolled back; services inside open their durable blocks in it
        with block:
            type_in(one.prepare(Stage(pack=one.pack)))
            transaction.set_rollback(True)
