"""What PostgreSQL refuses whatever the program asked: a second award, an award within the publicity, a changed deed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from discipline.models import Objection
from discipline.rules.commendations import ACTS, Status
from discipline.services import commendations as services
from tests.cast import TODAY
from tests.discipline.commendations.test_scenarios import DECISION_DAY, LAST_DAY, Awards

pytestmark = pytest.mark.django_db


def broken(row: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)
    return str(error.value)


def test_the_table_of_moves_is_the_one_of_the_program() -> None:
    with connection.cursor() as cursor:
        for old in Status.values:
            for new in Status.values:
                cursor.execute("SELECT commendation_may_move(%s, %s)", [old, new])
                assert cursor.fetchone()[0] is ((old, new) in ACTS.moves()), (old, new)


def test_the_database_keeps_awards_to_their_rules() -> None:
    awards = Awards()
    head = {"decided_by": awards.head, "decided_person": awards.head.person_id, "decided_at": clock.now()}
    given = {"status": "awarded", "awarded_on": DECISION_DAY, "year": 2026, "document_number": "1", **head}
    row = awards.public()
    assert "award_after_its_publicity" in broken(row, **{**given, "awarded_on": LAST_DAY})
    assert "award_after_its_publicity" in broken(row, **{**given, "year": 2025})
    clerk = {"decided_by": awards.clerk, "decided_person": awards.clerk.person_id}
    assert "award_decided_by_another" in broken(row, **{**given, **clerk})
    assert "frozen" in broken(row, **{**given, "deed": "更大的功劳"})
    assert "frozen" in broken(row, **{**given, "published_until": date(2026, 11, 17)})
    assert "never to" in broken(row, status="nominated")
    hero = {"decided_by": awards.mate, "decided_person": awards.hero.person_id}
    assert "nominee decides" in broken(row, **{**given, **hero})

    said = services.object_to(commendation=row, text="异议", by=awards.mate, on=TODAY)
    assert "objection stands" in broken(row, **given)
    late = dict(commendation=row, text="迟", raised_on=DECISION_DAY, entered_by=awards.mate, entered_at=clock.now())
    with pytest.raises(IntegrityError, match="within the publicity"), transaction.atomic():
        Objection.objects.create(**late)
    mine = {"settled_person": awards.mate.person_id, "settled_at": clock.now(), "outcome": "dismissed"}
    assert "objection_settled_by_another" in broken(said, **mine)
    services.settle(objection=said, upheld=False, answer="不成立", by=awards.head)
    assert "frozen" in broken(said, raised_on=date(2026, 11, 17))

    twin = awards.public(deed_on=date(2026, 11, 5))
    awards.award(row)
    assert "same_award_once_a_year" in broken(twin, **given)
    for kept in (row, said):
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            type(kept).objects.filter(pk=kept.pk)._raw_delete(using="default")
