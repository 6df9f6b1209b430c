"""The law library and the pages of our own rules, as a reader, a proposer and an approver see them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from regulations import finding, house, open_points, services
from regulations.models import BanLift, Confirmation, LocalBan, LocalValue
from regulations.packs import cite
from tests.cast import sign_in
from tests.regulations.conftest import DAY, Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    """Wu of the west bureau, in English."""
    return signed(client, cast.wu)


def signed(client: Client, user: User, language: str = "en") -> Client:
    sign_in(client, user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/law/?q=Henan", "Henan Provincial Regulation on Police Auxiliary Personnel"),
        ("/law/?q=345", "Sichuan Measures"),
        ("/law/?q=nothing-like-it", "No instrument matches."),
        ("/law/instruments/CQ/", "Guarding or patrolling the waiting room"),
        ("/law/instruments/SUPV/", "Nothing cites this instrument yet."),
        ("/law/duties/", "As the law stands in Sichuan"),
        ("/law/duties/?pack=CN-440300&q=continued", "Texts conflict here"),
        ("/law/duties/?day=2010-01-01", "Nothing is said of it on that day."),
        ("/law/duties/?day=yesterday&pack=CN-000000", "As the law stands in Sichuan"),
        ("/law/duties/?q=zzzz", "No duty matches."),
        ("/law/duties/traffic-notice-fill/", "Looser than the nation where texts conflict"),
        ("/law/duties/blood-sample-escort/", "2 officers or 1 officer with 1 auxiliary"),
        ("/law/values/?q=probation", "from 36 months: 6 months"),
        ("/law/values/?q=zzzz", "No value matches."),
        ("/law/values/roster.pension.men/", "rising to 63 by one month for every 4 months of birth"),
        ("/law/rules/", "DU-01"),
        ("/law/rules/?q=zzzz", "No rule matches."),
        ("/law/changes/", "comes into force"),
        ("/law/changes/?pack=CN-330100", "Nothing of its own is known of this place."),
        ("/law/confirm/?kind=value&pack=CN&size=200", "Standard of auxiliaries for every 10,000 residents"),
        ("/law/confirm/?kind=verdict&pack=CN-440000", "Nothing is open here."),
        ("/law/places/", "Sichuan"),
        ("/law/values/roster.dispatch.cap_share/", "10 per cent"),
        ("/law/values/roster.dispatch.posts/", "temporary post, auxiliary post"),
        ("/law/local/", "No ban is proposed or in force here."),
    ],
)
def test_each_page_says_what_it_is_for(reader: Client, address: str, sentence: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "address",
    [
        "/law/instruments/NOPE/",
        "/law/duties/no-such-duty/",
        "/law/values/no.such.value/",
        "/law/confirm/value/CN/no.such.value/",
        "/law/confirm/source/CN-510000/SC/?since=2021-99-99",
        "/law/local/nonsense/1/approve/",
        "/law/local/ban/999999/approve/",
    ],
)
def test_what_does_not_exist_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_the_library_speaks_chinese(cast: Cast, client: Client) -> None:
    page = signed(client, cast.wu, "zh-hans").get("/law/duties/continued-questioning/").content.decode()
    assert "继续盘问执法" in page
    assert "公安机关适用继续盘问规定" in page
    assert "Never" not in page


def test_every_citation_leads_to_its_article(reader: Client) -> None:
    for text in ("HA 15(2)", "SZ 9", "NAT"):
        citation = cite(text)
        path, _, anchor = citation.url.partition("#")
        assert path == reverse("law:instrument", args=[citation.key])
        assert f'id="{anchor or "art-"}"' in reader.get(path).content.decode()


def test_pages_are_closed_to_strangers(client: Client) -> None:
    assert client.get("/law/").status_code == 302


def test_someone_who_may_not_propose_is_refused(cast: Cast, client: Client) -> None:
    signed(client, cast.zhou)  # a supervisor approves but does not propose
    for address in ("/law/local/bans/new/", "/law/local/values/new/", "/law/confirm/source/CN-510000/SC/"):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_a_ban_is_proposed_approved_and_lifted_on_the_pages(cast: Cast, client: Client) -> None:
    signed(client, cast.lin)
    typed = {"unit": cast.east.pk, "duty": "patrol-street", "since": DAY, "reason": "Too few radios."}
    assert client.post("/law/local/bans/new/", typed).status_code == 302
    row = LocalBan.objects.get()
    assert client.get(f"/law/local/ban/{row.pk}/approve/").status_code == 403  # HR proposes only
    signed(client, cast.chen)
    assert "Too few radios." in client.get(f"/law/local/ban/{row.pk}/approve/").content.decode()
    assert client.post(f"/law/local/ban/{row.pk}/approve/").status_code == 302
    assert LocalBan.objects.get().state == "approved"
    assert client.post(f"/law/local/ban/{row.pk}/approve/").status_code == 409
    lifting = {"last_day": DAY, "reason": "Radios came."}
    assert client.post(f"/law/local/bans/{row.pk}/lift/", lifting).status_code == 302
    page = " ".join(client.get("/law/local/").content.decode().split())
    assert "Bans to be lifted" in page
    lift = BanLift.objects.get()
    assert client.post(f"/law/local/lift/{lift.pk}/approve/").status_code == 409  # her own proposal
    signed(client, cast.zhou)
    assert client.post(f"/law/local/lift/{lift.pk}/approve/").status_code == 302


def test_a_wrong_form_names_the_field_and_keeps_nothing(cast: Cast, client: Client) -> None:
    signed(client, cast.lin)
    key = "duties.rest.hours_between_duties"
    typed = {"unit": cast.east.pk, "key": key, "amount": "eight", "since": DAY, "reason": "Long shifts."}
    answer = client.post("/law/local/values/new/", typed)
    assert answer.status_code == 422
    assert "Write a number" in answer.content.decode()
    answer = client.post("/law/local/values/new/", typed | {"amount": "12", "until": "2020-01-01"})
    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()
    answer = client.post("/law/local/values/new/", typed | {"amount": "12", "unit": cast.west.pk})
    assert answer.status_code == 422
    assert not LocalValue.objects.exists()
    assert client.post("/law/local/values/new/", typed | {"amount": "12"}).status_code == 302


def test_an_open_point_is_confirmed_by_two_and_shown_to_their_office_only(cast: Cast, client: Client) -> None:
    address = reverse("law:confirm-one", args=["source", "CN-510000", "SC"])
    signed(client, cast.lin)
    typed = {"unit": cast.east.pk, "text_read": "Order 345, printed copy", "reason": "Read article 1 to 46."}
    assert client.get(address).status_code == 200
    assert client.post(address, typed).status_code == 302
    row = Confirmation.objects.get()
    signed(client, cast.chen)
    assert "Sichuan Measures" in client.get(f"/law/local/confirmation/{row.pk}/approve/").content.decode()
    assert client.post(f"/law/local/confirmation/{row.pk}/approve/").status_code == 302
    listing = "/law/confirm/?kind=source&pack=CN-510000"
    assert "Order 345, printed copy" in client.get(listing).content.decode()
    assert "confirmed by East Bureau" in client.get("/law/instruments/SC/").content.decode()
    signed(client, cast.wu)
    assert "Order 345, printed copy" not in client.get(listing).content.decode()
    assert "confirmed by East Bureau" not in client.get("/law/instruments/SC/").content.decode()


def test_a_proposer_takes_back_and_a_stranger_finds_nothing(cast: Cast, client: Client) -> None:
    row = services.propose_ban(unit=cast.east, code="patrol-street", since=DAY, reason="Why.", by=cast.lin)
    signed(client, cast.wu)
    assert client.get(f"/law/local/ban/{row.pk}/approve/").status_code == 404
    assert client.post(f"/law/local/ban/{row.pk}/decline/", {"because": "No."}).status_code == 404
    signed(client, cast.lin)
    assert client.post(f"/law/local/ban/{row.pk}/decline/", {"because": ""}).status_code == 422
    assert client.post(f"/law/local/ban/{row.pk}/decline/", {"because": "A mistake."}).status_code == 302
    assert LocalBan.objects.get().declined_because == "A mistake."


def test_the_list_of_open_points_holds_all_that_is_not_confidence_a() -> None:
    points = open_points.all_points().values()
    assert {point.kind for point in points} == {"source", "verdict", "value"}
    assert not [point for point in points if point.kind != "source" and point.confidence == "A"]
    assert ("value", "CN", "roster.quota.auxiliaries_per_10000_residents") in {
        (point.kind, point.pack, point.key) for point in points
    }


@pytest.mark.parametrize("address", ["/law/", "/law/duties/", "/law/values/", "/law/confirm/", "/law/changes/"])
def test_lists_ask_the_database_at_most_twelve_times(
    reader: Client, address: str, django_assert_max_num_queries: object
) -> None:
    reader.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        reader.get(address)


def test_our_own_rules_ask_no_more_for_many_rows(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(60):
        services.propose_ban(unit=cast.east, code="patrol-street", since=DAY, reason=f"Reason {number}", by=cast.lin)
    signed(client, cast.chen).get("/law/local/")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get("/law/local/")


def test_a_unit_is_given_its_place_once_a_day_within_reach(cast: Cast, client: Client) -> None:
    signed(client, cast.lin)
    typed = {"unit": cast.station.pk, "pack": "CN-620000", "since": DAY, "reason": "Moved."}
    assert client.get("/law/places/new/").status_code == 200
    assert client.post("/law/places/new/", typed | {"unit": cast.west.pk}).status_code == 422
    assert client.post("/law/places/new/", typed | {"pack": "CN-999999"}).status_code == 422
    assert client.post("/law/places/new/", typed).status_code == 302
    again = client.post("/law/places/new/", typed)
    assert again.status_code == 422
    assert "The unit already has rules from this day on." in again.content.decode()
    assert "Gansu" in client.get("/law/places/").content.decode()
    assert "Gansu" not in " ".join(signed(client, cast.wu).get("/law/places/").content.decode().split())


def test_names_are_told_only_to_those_who_answer_for_the_unit(cast: Cast, client: Client) -> None:
    for unit in (cast.city, cast.east):
        row = services.propose_ban(unit=unit, code="patrol-street", since=DAY, reason="Too few radios.", by=cast.lin)
        services.approve(row=row, by=cast.chen)
    sun = person("sun", "孙", "inspector", cast.east)
    for user, told in ((cast.zhou, 1), (cast.wu, 0), (sun, 0)):  # zhou answers for the east bureau, not for the city
        page = signed(client, user).get("/law/local/").content.decode()
        assert "Too few radios." in page
        assert page.count("Proposed by 林") == told


def test_search_finds_duties_and_instruments_in_both_languages(cast: Cast) -> None:
    duties, texts = (find(cast.wu, "继续盘问", 10) for find in (finding.find_duties, finding.find_texts))
    assert "/law/duties/continued-questioning/" in {url for *_words, url in duties}
    assert "/law/instruments/CQ/" in {url for *_words, url in texts}
    assert len(finding.find_duties(cast.wu, "a", 5)) == len(finding.find_texts(cast.wu, "a", 5)) == 5


def test_the_desk_counts_what_waits_for_a_second_person(cast: Cast) -> None:
    assert house.waiting(cast.chen, DAY) is None
    services.propose_ban(unit=cast.east, code="patrol-street", since=DAY, reason="Why.", by=cast.chen)
    assert house.waiting(cast.chen, DAY) is None  # her own
    assert house.waiting(cast.zhou, DAY) == {"count": 1, "url": "/law/local/"}
    assert house.waiting(cast.wu, DAY) is None
