"""The first half of the permission matrix, and the controls of what it looks for; see matrix.py and README.md."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db.models import Q
from django.http import Http404
from rest_framework.exceptions import NotFound

from core import api as problems
from core import scope
from core.perms import Perms
from discipline.models.complaints import Complaint, Reporter
from discipline.views.complaints import dealing
from roster import sections, services
from roster.models import Auxiliary
from roster.selectors import files
from tests.permissions import matrix
from tests.permissions.places import PLACES

NAMES = matrix.part(1)


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker) -> Iterator[matrix.Played]:
    with django_db_blocker.unblock(), matrix.staged() as visitors:
        yield visitors


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_the_table_says_and_no_more(name: str, played: matrix.Played):
    assert not played.address(name)


def test_the_first_half_holds(played: matrix.Played, assure):
    for number, figure, ok in played.figures():
        assure(number, figure, ok=ok)


WHOSE = "belongs to who asked and to the administrators over all units: the row names who is outside"
WITHOUT_PLACES = dict.fromkeys(("emergency", "emergency_running", "emergency_over"), WHOSE)  # kind → why no places


def test_every_kind_stands_everywhere(played: matrix.Played):
    """A room whose addresses name an object seeds it in every place; else nothing is known of the other positions."""
    kinds = {kind for row in played.table.values() if not row.exempt for kind in row.kinds}
    alone = {kind for kind in kinds if not any(f"{kind}@{place}" in played.objects for place in PLACES)}
    assert sorted(alone - set(WITHOUT_PLACES)) == [], "worlds/<room>.py: everywhere() does not make them"


def only(played: matrix.Played, *cells: matrix.Cell) -> matrix.Played:
    """These cells alone, with lists of their own: what they find does not count."""
    alone = replace(played, wrong=[], leaks=[], changed=[], unlike=[], missing={})
    for cell in cells:
        alone.play(cell)
    return alone


FILE = matrix.Cell("roster:file", "GET", "requester", "north")


def test_a_text_shown_to_the_wrong_eyes_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    """The control of the canaries: why somebody is restricted, for whoever sees the file."""
    assert not only(played, FILE).leaks
    monkeypatch.setattr(sections, "restriction_right", lambda kind: Perms.VIEW_AUXILIARIES)
    assert [leak.partition(": ")[2] for leak in only(played, FILE).leaks] == [
        "roster.Restriction.reason in the clear (no for requester)"
    ]


def test_a_reporter_on_the_page_of_the_complaint_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    """The control of those who reported: their name beside the complaint, for whoever deals with complaints."""
    cell = matrix.Cell("discipline:complaint", "GET", "inspector", "north")
    assert not only(played, cell).leaks
    monkeypatch.setattr(Complaint, "get_about_display", lambda row: row.reporter.reporter_name)
    assert [leak.partition(": ")[2] for leak in only(played, cell).leaks] == [
        "discipline.Reporter.reporter_name in the clear (asked for inspector)"
    ]


def test_a_reporter_opened_by_one_who_does_not_deal_with_it_is_found(
    played: matrix.Played, monkeypatch: pytest.MonkeyPatch
):
    cell = matrix.Cell("discipline:complaint-reporter", "POST", "inspector", "north")
    assert not only(played, cell).leaks
    monkeypatch.setattr(
        dealing.services, "open_reporter", lambda complaint, **_asked: Reporter.objects.get(complaint=complaint)
    )
    leaks = {leak.partition(": ")[2] for leak in only(played, cell).leaks}
    assert leaks == {
        f"discipline.Reporter.{name} for one who does not deal with it"
        for name in ("reporter_name", "reporter_contact")
    }


def test_a_scope_that_is_not_asked_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    """The control of status and scope: without the condition on units hr2 opens files of the first bureau."""
    cell = matrix.Cell("roster:file", "GET", "hr2", "north")
    monkeypatch.setattr(scope, "under", lambda paths, lookup: ~Q(pk__in=[]))
    found = only(played, cell)
    assert found.wrong and any("outside the scope" in leak for leak in found.leaks)


def test_a_number_in_the_log_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    def noisy(auxiliary, **more):
        logging.getLogger("roster").warning("opened %s", auxiliary.person.identity_number)

    monkeypatch.setattr(services, "note_viewed", noisy)
    assert any("in log or mail" in leak for leak in only(played, FILE).leaks)


def test_a_refusal_that_writes_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    def careless(user, pk, permission=""):
        Auxiliary.objects.filter(pk=pk).update(version=2)
        raise Http404

    monkeypatch.setattr(files, "auxiliary", careless)
    cell = matrix.Cell("api-auxiliary", "GET", "hr2", "north")
    assert only(played, cell).changed == ["hr2 GET api-auxiliary at north: roster_auxiliary"]


def test_a_telling_404_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    def telling(user, pk, permission=""):
        if Auxiliary.objects.filter(pk=pk).exists():
            raise NotFound("This file is outside your units.")
        raise Http404

    monkeypatch.setattr(files, "auxiliary", telling)
    monkeypatch.setattr(problems, "_framework", lambda error, response: response)
    cell = matrix.Cell("api-auxiliary", "GET", "hr2", "north")
    assert len(only(played, cell).unlike) == 1
