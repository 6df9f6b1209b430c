"""R-84 in small: who waited too long for a thread is told so before anything is done, and who waits is nobody for long."""

import threading
import time

import pytest

from core import crowding
from core.crowding import TOO_LATE, Crowd

LATE = {TOO_LATE: True}


@pytest.fixture
def clock(monkeypatch):
    """Seconds that this test counts itself."""
    now = [1000.0]
    monkeypatch.setattr(crowding.time, "monotonic", lambda: now[0])
    return now


def test_a_rush_is_waited_out(clock):
    crowd = Crowd()
    clock[0] += 4
    assert not crowd.too_late(1000.0)
    clock[0] += 1.5
    assert crowd.too_late(1000.0)


def test_under_a_crowd_that_does_not_go_the_wait_is_kept_short(clock):
    crowd = Crowd()
    clock[0] += 6
    assert crowd.too_late(clock[0] - 1.5), "nobody was served at once for five seconds"
    assert not crowd.too_late(clock[0] - 0.5)


def test_once_somebody_is_served_at_once_the_crowd_is_gone(clock):
    crowd = Crowd()
    clock[0] += 60
    assert not crowd.too_late(clock[0])
    assert not crowd.too_late(clock[0] - 3)


def test_too_late_is_a_page_with_a_way_back_and_asks_no_database(client):
    page = client.get("/roster/", **LATE)  # without the mark django_db: a query would fail
    assert page.status_code == 503
    assert page["Retry-After"] == "5" and page["Cache-Control"] == "no-store" and "Content-Security-Policy" in page
    assert "人数过多" in page.content.decode() and "Too many people" in page.content.decode()


def test_too_late_at_the_api_is_a_problem_that_names_the_key(client):
    answer = client.post("/api/v1/assignments/", {}, content_type="application/json", **LATE)
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json" and answer["Retry-After"] == "5"
    assert "Idempotency-Key" in answer.json()["detail"]


def test_a_crowd_does_not_fill_the_log(client, caplog):
    for _ in range(20):
        client.get("/roster/", **LATE)
    said = [line.getMessage() for line in caplog.records if line.levelname in ("WARNING", "ERROR")]
    assert len(said) == 1 and "sent away" in said[0], said


def test_who_asks_whether_the_house_is_alive_is_not_sent_away(client):
    assert client.get("/healthz", **LATE).status_code == 200


def test_nobody_can_say_it_of_others_requests(client):
    """The mark is not one of those that a visitor's headers become."""
    assert client.get("/healthz", headers={"auxpolice.too-late": "1"}).status_code == 200
    assert not TOO_LATE.startswith("HTTP_")


def test_the_worker_marks_what_waited_too_long(monkeypatch):
    """Of requests that came long ago and just now, in threads of their own, only the first is late."""
    from auxpolice.patient import PatientWorker, ThreadWorker

    monkeypatch.setattr(ThreadWorker, "load_wsgi", lambda self: setattr(self, "wsgi", lambda environ, _start: environ))
    monkeypatch.setattr(ThreadWorker, "handle", lambda self, _conn: self.wsgi({}, None)[TOO_LATE])
    worker = PatientWorker.__new__(PatientWorker)
    worker.crowd, worker.here = Crowd(), threading.local()
    worker.load_wsgi()
    old, new = (
        type("Conn", (), {"whole_since": time.monotonic() - 10}),
        type("Conn", (), {"whole_since": time.monotonic()}),
    )
    assert worker.handle(old) is True
    assert worker.handle(new) is False
