"""Two acts on the same records: whoever waits too long is told so, and nothing is half written."""

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory

from core.errors import stood_in_the_way
from core.middleware import DomainErrorMiddleware
from core.models import Heartbeat


@pytest.fixture
def waited_too_long(fresh_db):
    """The error of PostgreSQL for an act that found its row locked."""
    Heartbeat.objects.create(name="row", at="2026-11-21T00:00:00Z")
    other = connections["owner"]
    with transaction.atomic(using="owner"), other.cursor() as cursor:
        cursor.execute("SELECT * FROM core_heartbeat FOR UPDATE")
        with pytest.raises(OperationalError) as caught, transaction.atomic(), connection.cursor() as mine:
            mine.execute("SET LOCAL lock_timeout = '50ms'")
            mine.execute("UPDATE core_heartbeat SET at = now()")
    return caught.value


def test_the_page_says_to_try_again_instead_of_breaking(waited_too_long):
    assert stood_in_the_way(waited_too_long)
    request = RequestFactory().post("/somewhere/")
    answer = DomainErrorMiddleware(lambda r: None).process_exception(request, waited_too_long)
    assert answer.status_code == 409


def test_other_errors_of_the_database_are_not_explained_away(fresh_db):
    with pytest.raises(OperationalError) as caught, transaction.atomic(), connection.cursor() as mine:
        mine.execute("SET LOCAL statement_timeout = '20ms'")
        mine.execute("SELECT pg_sleep(1)")
    assert not stood_in_the_way(caught.value)
