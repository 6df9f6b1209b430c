"""What PostgreSQL refuses whatever the program asked: too many excellent, a result within the term, a mark for oneself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from discipline.models import Appraisal, AppraisalMark
from discipline.rules.appraisals import ACTS, Status
from discipline.services import appraisals as services
from tests.cast import TODAY
from tests.discipline.appraisals.world import NEXT_YEAR, Year, heads

pytestmark = pytest.mark.django_db


def broken(row: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(error.value)


def test_the_table_of_moves_is_the_one_of_the_program() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT old, new FROM unnest(%s) old, unnest(%s) new WHERE appraisal_may_move(old, new)",
            [Status.values, Status.values],
        )
        assert set(cursor.fetchall()) == ACTS.moves()


def test_the_database_keeps_appraisals_to_their_rules(year: Year) -> None:
    row, words = year.of(), {"on": NEXT_YEAR, "by": year.clerk}
    own = dict(source="colleague", given_on=TODAY, entered_by=year.me, entered_at=clock.now(), **heads(99))
    with pytest.raises(IntegrityError, match="own work"), transaction.atomic():
        AppraisalMark.objects.create(appraisal=row, marker=year.me.person, **own)
    with pytest.raises(IntegrityError, match="mark_of_somebody"), transaction.atomic():
        AppraisalMark.objects.create(appraisal=row, marker=None, **own)
    mark = year.mark(row)
    assert "frozen" in broken(mark, virtue=100)
    year.mark(year.of(year.others[0]))
    services.reckon(round_=year.round, **words)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        AppraisalMark.objects.create(appraisal=row, marker=year.head.person, **{**own, "source": "leader"})

    setting = {"status": "calibrated", "calibrated_by": year.clerk, "calibrated_at": clock.now()}
    clerk = {**setting, "calibrated_person": year.clerk.person}
    assert "1 excellent for 0 places" in broken(row, calibrated="excellent", **clerk)
    assert "own work" in broken(row, calibrated="competent", **setting, calibrated_person=year.me.person)
    assert "result_set_by_somebody" in broken(row, status="calibrated")
    assert "frozen" in broken(row, calibrated="competent", **clerk, score=99)
    assert "never to" in broken(row, status="final")
    services.adopt(round_=year.round, **words)
    services.tell(round_=year.round, **words)
    ended = {"status": "final", "result": "competent", "final_on": NEXT_YEAR}
    assert "final_after_objection" in broken(row, **ended)
    assert "the result that was told" in broken(row, **{**ended, "result": "excellent", "accepted_on": NEXT_YEAR})
    services.contest(appraisal=row, text="异议", by=year.me, on=NEXT_YEAR)
    assert "settled_by_another" in broken(row, **ended, settled_person=year.clerk.person)
    assert "marked as the leader" in broken(row, **ended, settled_person=year.head.person)
    assert "worse" in broken(row, **{**ended, "result": "failed"}, settled_person=year.legal.person)
    assert "frozen" in broken(year.round, share="0.9")
    for kept in (row, mark, year.round):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(kept).objects.filter(pk=kept.pk)._raw_delete(using="default")


def test_what_is_sealed_is_sealed_anew_when_keys_are_changed(year: Year) -> None:
    row = services.report(appraisal=year.of(), text="述职", by=year.me, on=TODAY)
    mark = year.mark(row, comment="踏实")
    for table, column, key in (("appraisal", "self_report", row.pk), ("appraisalmark", "comment", mark.pk)):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE discipline_{table} SET {column} = {column} WHERE id = %s", [key])  # noqa: S608
            assert cursor.rowcount == 1
    assert Appraisal.objects.get(pk=row.pk).self_report == "述职"
