"""Consent for each purpose and version, given and withdrawn, never rewritten; a legal basis for each field class."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from core.errors import BadInput
from privacy import services, texts
from privacy.models import Consent
from privacy.services.consenting import consents_now, has_read_notice
from tests.cast import Cast, sign_in


def test_given_and_withdrawn_each_leave_a_row(cast: Cast, assure):
    user = cast.user("auxiliary")
    states = []
    for given in (True, False, True):
        services.set_consent(purpose="emergency", given=given, by=user)
        states.append(consents_now(user.person_id, "emergency"))
    rows = Consent.objects.filter(purpose="emergency").count()
    assure("R-58", f"consent given, withdrawn, given: {rows} rows kept", ok=states == [True, False, True] and rows == 3)


def test_a_new_version_asks_anew(cast: Cast, monkeypatch):
    user = cast.user("auxiliary")
    services.set_consent(purpose="photo", given=True, by=user)
    services.read_notice(by=user)
    changed = {code: dataclasses.replace(one, version="2027-01") for code, one in texts.purposes().items()}
    monkeypatch.setattr("privacy.services.consenting.purposes", lambda: changed)
    monkeypatch.setattr("privacy.services.consenting.notice_version", lambda: "2027-01")
    assert not consents_now(user.person_id, "photo") and not has_read_notice(user.person_id)


@pytest.mark.parametrize("purpose", ["employment", "statutory", "nothing"])
def test_what_rests_on_law_is_no_matter_of_consent(cast: Cast, purpose):
    with pytest.raises(BadInput):
        services.set_consent(purpose=purpose, given=False, by=cast.user("auxiliary"))


def test_the_database_keeps_every_row(cast: Cast):
    row = services.set_consent(purpose="photo", given=True, by=cast.user("auxiliary"))
    for act in (lambda: Consent.objects.filter(pk=row.pk).update(given=False), row.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


def test_every_purpose_has_a_basis_an_article_and_both_languages():
    for one in texts.purposes().values():
        assert one.basis in texts.BASES and one.cites and one.en and one.zh and one.fields
        assert one.confidence in "ABC"


def test_the_page_shows_what_is_not_confirmed_as_such_and_takes_the_notice(cast: Cast):
    client = sign_in(Client(), cast.user("auxiliary"))
    first = client.get("/me/privacy/", headers={"Accept-Language": "en"}).content.decode()
    assert first.count("to be confirmed") >= 3 and "I have read this" in first
    client.post("/me/privacy/notice/")
    client.post("/me/privacy/consents/photo/", {"given": "1"})
    again = client.get("/me/privacy/", headers={"Accept-Language": "en"}).content.decode()
    assert "I have read this" not in again and "Withdraw" in again
    assert client.post("/me/privacy/copy/")["Content-Type"] == "application/zip"
