"""States are a table in the rules and a trigger in the database: the two say the same."""

import pytest

from discipline.rules import protection as rules
from tests.discipline.supervision.test_life import moves


@pytest.mark.django_db
def test_the_database_knows_the_same_moves():
    assert moves("incident_may_move", rules.Status.values) == rules.moves()
