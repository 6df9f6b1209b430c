"""Seeing a file opens neither health nor conduct nor the wage: each kind needs its own right (docs/adr/0012)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.perms import Perms
from roster import services
from roster.models import Document, Restriction
from roster.opening import PAPERS, paper_right, restriction_right
from tests.cast import TODAY, Cast, sign_in

READERS = ("hr", "requester", "supervisor", "higher")


@pytest.fixture
def one(cast):
    """A file with a paper of each kind and a restriction of each kind."""
    one, by = cast.auxiliary(political_status="league"), cast.user("hr")
    for kind in Document.Kind.values:
        paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.4 " + kind.encode() + b"\n%%EOF")
        services.add_document(auxiliary=one, kind=kind, title=f"paper-{kind}", file=paper, by=by)
    for kind in Restriction.Kind.values:
        services.restrict(auxiliary=one, kind=kind, reason=f"why-{kind}", starts_on=TODAY, on=TODAY, by=by)
    services.report_injury(auxiliary=one, happened_on=TODAY, what="broken-wrist", by=by)
    services.add_relationship(auxiliary=one, name="kin-name", kind="parent", starts_on=TODAY, by=by)
    return one


def read(cast: Cast, who: str, address: str):
    return sign_in(Client(), cast.user(who)).get(address)


@pytest.mark.parametrize("who", READERS)
def test_the_page_of_the_file_says_what_the_reader_may_know(cast, one, who):
    page = read(cast, who, reverse("roster:file", args=[one.pk])).content.decode()
    everything = {f"paper-{kind}" for kind in Document.Kind.values} | {
        f"why-{kind}" for kind in Restriction.Kind.values
    }
    everything |= {"broken-wrist", "kin-name", "3,500.00"}
    open_to_all = {"paper-training", "why-training", "why-pension_age"}
    assert {said for said in everything if said in page} == (everything if who == "hr" else open_to_all)


@pytest.mark.parametrize("who", READERS)
def test_papers_are_listed_and_given_out_by_their_kind(cast, one, who):
    readable = set(Document.Kind.values) if who == "hr" else {"training"}
    listed = read(cast, who, "/api/v1/documents/").json()["results"]
    assert {row["kind"] for row in listed} == readable
    for paper in one.documents.all():
        wanted = 200 if paper.kind in readable else 404
        for address in (
            reverse("roster:document", args=[one.pk, paper.pk]),
            f"/api/v1/documents/{paper.pk}/",
            f"/api/v1/documents/{paper.pk}/content/",
        ):
            assert read(cast, who, address).status_code == wanted, (paper.kind, address)


@pytest.mark.parametrize("who", READERS)
def test_the_api_is_silent_about_wage_and_politics(cast, one, who):
    contract = read(cast, who, "/api/v1/contracts/").json()["results"][0]
    file = read(cast, who, f"/api/v1/auxiliaries/{one.pk}/").json()
    told = (contract["monthly_wage"], file["political_status"])
    assert told == (("3500.00", "league") if who == "hr" else (None, None))


def test_the_contract_list_shows_wages_to_those_who_may_read_them(cast, one):
    for who in READERS:
        assert ("3,500.00" in read(cast, who, reverse("roster:contracts")).content.decode()) == (who == "hr"), who


def test_a_kind_that_is_not_named_is_closed():
    assert paper_right("a kind of tomorrow") == restriction_right("a kind of tomorrow") == Perms.VIEW_PERSONAL
    assert [kind for kind, right in PAPERS.items() if right == Perms.VIEW_AUXILIARIES] == ["training"]
