"""States are a table in the rules and a trigger in the database: the two say the same. The checklists cite what exists."""

from itertools import product

import pytest
from django.db import connection

from discipline.checklists import checklists
from discipline.rules import supervision as rules
from regulations.packs import load


def moves(function, states):
    with connection.cursor() as cursor:
        found = set()
        for pair in product(states, repeat=2):
            cursor.execute(f"SELECT {function}(%s, %s)", pair)
            if cursor.fetchone()[0]:
                found.add(pair)
    return found


@pytest.mark.django_db
def test_the_database_knows_the_same_moves():
    inspections = moves("inspection_may_move", rules.InspectionStatus.values)
    assert inspections == {(start.value, end.value) for start, end in rules.INSPECTION_MOVES}
    assert moves("finding_may_move", rules.FindingStatus.values) == rules.finding_moves()


@pytest.mark.django_db
def test_the_database_knows_the_same_steps():
    with connection.cursor() as cursor:
        for step, (start, end) in rules.FINDING_STEPS.items():
            cursor.execute("SELECT step_of_move(%s, %s)", [start.value, end.value])
            assert cursor.fetchone()[0] == step.value


def test_every_item_cites_what_the_library_holds():
    codes = [item.code for checklist in checklists().values() for item in checklist.items]
    assert len(codes) == len(set(codes)) >= 14
    for checklist in checklists().values():
        for item in checklist.items:
            assert item.about in {"auxiliary", "lead", "unit"}
            assert item.says_en and item.says_zh
            for cite in item.cites:
                assert load().cite(cite).as_dict()["title_zh"]
