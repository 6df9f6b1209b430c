"""The table of moves is the one the database keeps, and the database refuses what the law forbids, whoever asks."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from discipline.models import Appeal, Case, Investigator, Sanction, Statement
from discipline.rules.cases.life import ACTS, Status
from discipline.services import cases
from tests.cast import TODAY
from tests.discipline.cases.court import Court, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Court:
    return Court()


def refused(statement: str, *values: object) -> str:
    """What the database says to a statement of the application; nothing when it lets it pass."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except (IntegrityError, ProgrammingError) as error:
        return str(error)
    return ""


def test_the_database_knows_the_same_moves():
    with connection.cursor() as cursor:
        for pair in itertools.product(Status.values, repeat=2):
            cursor.execute("SELECT case_may_move(%s, %s)", pair)
            assert cursor.fetchone()[0] == (pair in ACTS.moves()), pair


def test_a_case_is_neither_deleted_nor_skipped_nor_rewritten(court):
    case = court.reported()
    assert "permission denied" in refused("DELETE FROM discipline_case WHERE id = %s", case.pk)
    assert "never to" in refused("UPDATE discipline_case SET status = 'told' WHERE id = %s", case.pk)
    for column, value in (("reported_on", "2020-01-01"), ("auxiliary_id", case.auxiliary_id + 1), ("number", "x")):
        assert "does not change" in refused(f"UPDATE discipline_case SET {column} = %s WHERE id = %s", value, case.pk)
    case = cases.examine(case=case, by=court.inspector, on=TODAY)
    opened = cases.open_case(case=case, by=court.inspector, on=TODAY)
    alone = "UPDATE discipline_case SET status = 'investigated', concluded_on = %s WHERE id = %s"
    assert "two people" in refused(alone, TODAY, opened.pk)
    mine = court.cast.officer("本人", person=court.auxiliary.person, unit="first")
    tied = "INSERT INTO discipline_investigator (case_id, officer_id, named_on, reason) VALUES (%s, %s, %s, '')"
    assert "tied" in refused(tied, opened.pk, mine.pk, TODAY)


def test_no_decision_by_an_investigator_and_none_unheard(court):
    told = court.told()
    skip = "UPDATE discipline_case SET status = 'decided' WHERE id = %s"
    assert "never to" in refused(skip, told.pk)
    over = "UPDATE discipline_case SET status = 'heard', heard_on = %s, heard_how = 'term_over' WHERE id = %s"
    assert "still runs" in refused(over, told.statement_until, told.pk)
    no_word = "UPDATE discipline_case SET status = 'heard', heard_on = %s, heard_how = 'statement' WHERE id = %s"
    assert "no statement" in refused(no_word, told.told_on, told.pk)
    cases.make_statement(case=told, text="不属实", by=court.person, on=court.day(12))
    decide = """UPDATE discipline_case SET status = 'decided', outcome = 'demerit', decided_on = %s, decider_id = %s,
                decider_person_id = %s WHERE id = %s"""
    inspector, chief = court.inspector, court.supervisor
    assert "does not decide" in refused(decide, TODAY, inspector.pk, inspector.person_id, told.pk)
    assert "who signed in" in refused(decide, TODAY, inspector.pk, chief.person_id, told.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(made_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.create(case=fresh(told), kind="warning", decided_on=TODAY)  # no orphan effect


def test_effects_and_answers_stay_as_they_were(court):
    case = court.appealed()
    sanction, appeal = case.sanctions.get(), case.appeal
    for table, column, value, pk in (
        ("sanction", "ends_on", dt.date(2040, 1, 1), sanction.pk),
        ("sanction", "kind", "warning", sanction.pk),
        ("appeal", "filed_on", TODAY, appeal.pk),
        ("case", "outcome", "warning", case.pk),
    ):
        assert refused(f"UPDATE discipline_{table} SET {column} = %s WHERE id = %s", value, pk), (table, column)
    for model in (Case, Investigator, Sanction, Appeal, Statement):
        assert refused(f"DELETE FROM {model._meta.db_table}"), model
    answer = """UPDATE discipline_appeal SET verdict = 'upheld', answered_on = %s, handler_id = %s, handler_person_id = %s
                WHERE id = %s"""
    for who in (court.supervisor, court.inspector):
        assert "took no part" in refused(answer, TODAY, who.pk, who.person_id, appeal.pk)
