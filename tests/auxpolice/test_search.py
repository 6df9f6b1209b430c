"""Search from anywhere: grouped, counted, the best first, within the units of the reader, in few queries."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulations import finding
from tests.cast import Cast, identity, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def groups(client: Client, words: str) -> dict:
    return {group.key: group for group in client.get("/search/", {"q": words}).context["found"]}


def labels(group) -> list[str]:
    return [label for label, _note, _url in group.rows]


def test_people_are_found_by_characters_pinyin_initials_and_badge_the_nearest_first(cast):
    for number, name in enumerate(("王小明", "王小明华", "汪晓敏", "李四")):
        cast.auxiliary(name, badge_number=f"QX{number:04d}", born=dt.date(1990, 1, 1 + number))
    hr = sign_in(Client(), cast.user("hr"))
    assert labels(groups(hr, "王小明")["people"]) == ["王小明 QX0000", "王小明华 QX0001"]
    assert {label[:3] for label in labels(groups(hr, "wxm")["people"])} == {"王小明", "汪晓敏"}
    assert labels(groups(hr, "wangxiaoming")["people"])[0] == "王小明 QX0000"
    assert labels(groups(hr, "qx0003")["people"]) == ["李四 QX0003"]
    assert groups(hr, "wxm")["people"].everything == "/roster/?q=wxm&status=all"


def test_contracts_are_found_by_a_part_of_their_number_and_lead_to_the_file(cast):
    one = cast.auxiliary("王小明", papers=False)
    cast.contract(one, number="YX-HT-0042")
    found = groups(sign_in(Client(), cast.user("hr")), "ht-0042")["contracts"]
    assert found.rows == [("YX-HT-0042", f"{one} · {one.unit}", f"/roster/{one.pk}/#contracts")]
    assert "contracts" not in groups(sign_in(Client(), cast.user("hr2")), "ht-0042")
    assert "contracts" not in groups(sign_in(Client(), cast.user("pay-clerk")), "ht-0042")


def test_nothing_of_elsewhere_is_found(cast):
    cast.auxiliary("王小明", unit="west")
    hr, hr2 = (sign_in(Client(), cast.user(name)) for name in ("hr", "hr2"))
    assert groups(hr, "王小明") == {} and set(groups(hr, "west")) <= {"law"}  # "lowest" is in the law
    assert set(groups(hr2, "王小明")) == {"people"} and "units" in groups(hr2, "west")
    assert hr.post("/search/at-once/", {"q": "王小明"}).content.decode().strip() == ""


def test_more_than_are_shown_is_said_and_leads_to_the_list(cast):
    for number in range(12):
        cast.auxiliary(f"王{chr(0x4E00 + number)}", born=dt.date(1990, 1, 1 + number))
    found = groups(sign_in(Client(), cast.user("hr")), "王")["people"]
    assert found.count == "10+" and len(found.rows) == 10


def test_the_kind_in_which_something_is_called_so_comes_first(cast):
    hr = sign_in(Client(), cast.user("hr"))
    cast.auxiliary("north")
    assert next(iter(groups(hr, "north"))) in {"people", "units"}
    assert next(iter(groups(hr, "劳动合同法"))) == "law"


def test_articles_are_found_by_instrument_and_number_and_by_what_rests_on_them():
    for words in ("劳动合同法 19", "劳动合同法第19条", "《劳动合同法》第19条", "LCL 19"):
        first = finding.find_texts(None, words, 10)[0]
        assert first[2] == "/law/instruments/LCL/#art-19", words
    resting = finding.find_texts(None, "试用期", 10)
    assert any("#art-" in url for _label, _note, url in resting)
    assert finding.find_texts(None, "19", 10) is not None


def test_duties_are_found_by_pinyin_and_initials():
    by_name = {url for *_said, url in finding.find_duties(None, "继续盘问", 5)}
    assert by_name and by_name == {url for *_said, url in finding.find_duties(None, "jxpw", 5)}
    assert by_name <= {url for *_said, url in finding.find_duties(None, "jixupanwen", 5)}


def test_a_whole_number_is_looked_for_in_the_body_and_never_stands_in_the_answer(cast):
    number = identity(born=dt.date(1991, 2, 3))
    one = cast.auxiliary(person=cast.person("王小明", identity=number))
    hr = sign_in(Client(), cast.user("hr"))
    text = hr.post("/search/at-once/", {"q": f"{number[:6]} {number[6:]}"}).content.decode()
    assert f"/roster/{one.pk}/" in text and number not in text
    assert hr.get("/search/", {"q": number}).status_code == 400
    other = sign_in(Client(), cast.user("hr2"))
    assert other.post("/search/at-once/", {"q": number}).content.decode().strip() == ""


def test_what_is_found_at_once_are_options_of_a_list_in_groups(cast):
    for number in range(7):
        cast.auxiliary(f"王小{chr(0x4E00 + number)}", born=dt.date(1990, 1, 1 + number))
    text = sign_in(Client(), cast.user("hr")).post("/search/at-once/", {"q": "王小"}).content.decode()
    assert text.count('role="option"') == 4 and "4+" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) and "<html" not in text


@pytest.mark.parametrize(
    "words", ["", " ", "x" * 5000, "%", "'; --", "<script>", "𠮷·", "%s %(x)s {0}", "\x00", "劳动合同法 ²"]
)
def test_at_once_takes_anything(cast, words):
    answer = sign_in(Client(), cast.user("hr")).post("/search/at-once/", {"q": words})
    assert answer.status_code == 200 and b"<script>" not in answer.content
    assert sign_in(Client(), cast.user("hr")).get("/search/at-once/").status_code == 405


def test_a_search_asks_few_questions(cast):
    cast.auxiliary("王小明")
    for name in ("hr", "supervisor", "requester"):
        client = sign_in(Client(), cast.user(name))
        client.get("/search/", {"q": "wxm 1"})
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/", {"q": "wxm 1"})
        own = [
            q["sql"] for q in caught.captured_queries if not re.search(r"django_session|accounts_|guardian_", q["sql"])
        ]
        assert len(own) <= 12, (name, own)
