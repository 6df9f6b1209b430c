"""An investigator who withdraws is replaced in one act; a decider who sends a case back goes on with the list."""

import pytest
from django.db import transaction
from django.test import Client

from core.errors import Refused
from discipline.services import cases
from tests.cast import sign_in
from tests.discipline.cases.court import Court, codes, fresh

pytestmark = pytest.mark.django_db


def test_another_takes_the_place_in_the_same_act_or_nothing_happens():
    """GX 34: whoever is tied to the matter cannot be put in the place, and then the first one stays."""
    court = Court()
    case = court.opened()
    first = case.investigators.get(officer=court.he)
    tied = court.cast.officer(person=court.person.person)
    words = {"investigator": first, "reason": "与当事人相识", "by": court.inspector, "on": court.day(3)}
    with pytest.raises(Refused) as refused, transaction.atomic():
        cases.relieve_investigator(instead=tied, **words)
    assert codes(refused.value) == {"CS-01"}
    first.refresh_from_db()
    assert first.relieved_on is None
    _user, other = court.somebody("督察周", "inspector")
    cases.relieve_investigator(instead=other, **words)
    at_work = fresh(case).investigators.filter(relieved_on=None)
    assert {one.officer for one in at_work} == {court.gu, other}


def test_the_page_of_sending_back_leads_to_the_list_and_not_to_a_case_out_of_sight():
    court = Court()
    case = court.heard()
    answer = sign_in(Client(), court.supervisor).post(f"/discipline/cases/{case.pk}/look-again/", {"reason": "补证"})
    assert (answer.status_code, answer["Location"], fresh(case).status) == (302, "/discipline/cases/", "opened")


def test_a_supervisor_suspends_and_lifts_without_reading_a_case_that_is_still_looked_into():
    """Whoever decides may suspend from the first day, but reads the case only when the investigation ended."""
    court = Court()
    case = court.opened()
    client = sign_in(Client(), court.supervisor)
    said = client.post(f"/discipline/cases/{case.pk}/suspend/", {"reason": "涉嫌收受财物"})
    assert (said.status_code, said["Location"]) == (302, "/discipline/cases/")
    row = case.suspensions.get()
    lifted = client.post(f"/api/v1/suspensions/{row.pk}/lift/", content_type="application/json")
    assert lifted.status_code == 200 and lifted.json()["lifted_on"] is not None
    assert client.get(f"/discipline/cases/{case.pk}/").status_code == 404
