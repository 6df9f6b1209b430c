"""A person's file: what is wrong with the act that mends it, one line for what is empty, one time line for everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from roster import services
from roster.selectors import files, history, wrongs
from tests.cast import LONG_AGO, TODAY, Cast, identity, sign_in


@pytest.fixture
def hr(cast: Cast) -> Client:
    client = sign_in(Client(), cast.user("hr"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def text(response) -> str:
    return response.content.decode()


def said(auxiliary, user) -> dict[str, str]:
    return {wrong.says: wrong.url for wrong in wrongs.found(auxiliary, user, TODAY)}


@pytest.mark.parametrize(
    ("last", "words"),
    [(0, "ends today"), (1, "ends in 1 day."), (30, "ends in 30 days."), (31, ""), (-1, "ran out on")],
)
def test_a_contract_about_to_end_is_said_with_the_way_to_renew_it(cast, last, words):
    one = cast.auxiliary("甲甲", papers=False)
    contract = cast.contract(one, ends_on=TODAY + timedelta(days=last))
    renew = reverse("roster:contract-renew", args=[one.pk, contract.pk])
    found = [url for says, url in said(one, cast.user("hr")).items() if "contract" in says.lower()]
    assert found == ([renew] if words else [])
    assert not words or any(words in says for says in said(one, cast.user("hr")))


def test_whoever_may_only_read_is_led_to_the_section_instead_of_the_act(cast):
    one = cast.auxiliary("甲甲", papers=False)
    assert said(one, cast.user("hr"))["There is no contract in force."] == reverse(
        "roster:contract-sign", args=[one.pk]
    )
    assert said(one, cast.user("requester"))["There is no contract in force."] == "#contracts"


def test_a_lapsed_training_a_missing_card_and_a_suspension_are_said(cast):
    one = cast.auxiliary("甲甲", papers=False)
    hr = cast.user("hr")
    services.add_qualification(
        auxiliary=one, by=hr, kind="training", subject="annual", name="", obtained_on=LONG_AGO,
        valid_until=date(2026, 1, 31),
    )  # fmt: skip
    services.restrict(auxiliary=one, kind="suspension", reason="调查", starts_on=TODAY, on=TODAY, by=hr)
    one.refresh_from_db()
    found = " ".join(said(one, hr))
    assert "lapsed on" in found and "no valid work card" in found and "Suspended" in found
    assert "insurance" in " ".join(said(one, hr)).lower()


def test_what_is_empty_is_one_line_and_its_act_stays(cast, hr):
    one = cast.auxiliary("甲甲")
    page = text(hr.get(reverse("roster:file", args=[one.pk])))
    section = page.split('id="injuries"')[1].split("</section>")[0]
    assert "No work injury." in section and reverse("roster:injury-report", args=[one.pk]) in section
    assert 'class="part bare" id="injuries"' in page and 'class="part bare" id="contracts"' not in page


def lived(cast: Cast):
    one = cast.auxiliary("甲甲", post=cast.post("巡逻"))
    about = {"auxiliary": one, "by": cast.user("hr")}
    services.restrict(kind="medical", reason="腰伤不宜久站", starts_on=TODAY, on=TODAY, **about)
    services.report_injury(happened_on=TODAY, what="执勤摔伤", **about)
    services.move(unit=cast["south"], post=None, starts_on=TODAY, on=TODAY, reason="工作需要", **about)
    one.refresh_from_db()
    return one


def test_the_time_line_tells_what_happened_in_sentences_by_kind(cast, hr):
    one = lived(cast)
    address = reverse("roster:happened", args=[one.pk])
    everything = text(hr.get(address))
    for words in (
        "Hired for north unit, post 巡逻",
        "Moved to south unit",
        "工作需要",
        "Labour contract with organ of first",
    ):
        assert words in everything, words
    service = text(hr.get(address, {"kind": "service"}))
    assert "Moved to south unit" in service and "Labour contract with" not in service
    assert "auxiliary.moved" not in everything and "执勤摔伤" in everything


def test_what_was_entered_is_told_once_and_its_entry_when_asked_for(cast, hr):
    one = lived(cast)
    address = reverse("roster:happened", args=[one.pk])
    assert "Work injury entered" not in text(hr.get(address))
    assert "Work injury entered" in text(hr.get(address, {"kind": "entry"}))
    hr.get(reverse("roster:file", args=[one.pk]))
    assert "File opened" in text(hr.get(address, {"kind": "reading"}))


def test_the_time_line_never_tells_what_the_reader_may_not_see(cast):
    one = lived(cast)
    client = sign_in(Client(), cast.user("supervisor"))
    for kind in ("", "restriction", "health", "entry"):
        page = text(client.get(reverse("roster:happened", args=[one.pk]), {"kind": kind}))
        assert "腰伤不宜久站" not in page and "执勤摔伤" not in page, kind
    found = [one.says for one in history.happened(one, cast.user("supervisor"), TODAY, "restriction")]
    assert len(found) == 1


def test_a_long_time_line_comes_in_pages_and_in_place_for_htmx(cast, hr):
    one = cast.auxiliary("甲甲")
    for number in range(45):
        services.give_grade(
            auxiliary=one, by=cast.user("hr"), on=TODAY, grade=f"{number}级", since=LONG_AGO + timedelta(days=number)
        )
    address = reverse("roster:happened", args=[one.pk])
    first, second = text(hr.get(address)), text(hr.get(address, {"page": "2"}))
    assert "Page 1 of 2" in first and "Page 2 of 2" in second and "<html" in first
    assert "<html" not in text(hr.get(address, headers={"HX-Request": "true"}))


def test_masked_numbers_come_in_their_place_when_a_script_asks(cast, hr):
    one = cast.auxiliary("甲甲")
    answer = hr.post(reverse("roster:unmask", args=[one.pk]), headers={"HX-Request": "true"})
    assert one.person.identity_number in text(answer) and "<html" not in text(answer) and 'id="numbers"' in text(answer)


def test_a_photo_is_shown_only_while_every_room_allows_it(cast, hr, monkeypatch):
    one = cast.auxiliary("甲甲")
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
        "0000000049454e44ae426082"
    )
    paper = SimpleUploadedFile("a.png", picture)
    services.add_document(auxiliary=one, kind="photo", title="照片", file=paper, by=cast.user("hr"))
    address = reverse("roster:photo", args=[one.pk])
    assert hr.get(address).status_code == 204  # no consent was given
    monkeypatch.setattr(files, "photo_allowed", [lambda person: True])
    answer = hr.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert address in text(hr.get(reverse("roster:file", args=[one.pk])))


# --- what one answer tells ---------------------------------------------------------------------------------------------


def test_an_identity_number_tells_birth_date_sex_and_region_at_once(hr):
    number = identity(born=date(1998, 5, 4), sex="F")
    page = text(hr.post(reverse("roster:identity-told"), {"identity_number": number}))
    assert "Female, born on 4 May 1998 (28 years), first issued in 999999" in page
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert "a digit was mistyped" in text(hr.post(reverse("roster:identity-told"), {"identity_number": wrong}))
    assert "Tells birth date" in text(hr.post(reverse("roster:identity-told"), {"identity_number": "9999"}))


def test_without_scripts_the_number_tells_the_same_when_the_form_comes_back(hr):
    number = identity(born=date(1998, 5, 4))
    page = text(hr.post(reverse("roster:hire"), {"identity_number": number}))
    assert "Male, born on 4 May 1998" in page and f'value="{number}"' in page


def test_a_unit_tells_its_posts_and_whose_rules_hold_but_nothing_of_elsewhere(cast, hr):
    cast.post("北岗", unit="north")
    cast.post("文岗", unit="north", category="clerical")
    cast.post("南岗", unit="south")
    cast.post("西岗", unit="west")
    address = reverse("roster:place-told")
    page = text(hr.get(address, {"unit": "north", "category": "service"}))
    assert "北岗" in page and "文岗" not in page and "南岗" not in page and "hold here" in page
    assert "西岗" not in text(hr.get(address, {"unit": "west"})) and "hold here" not in text(
        hr.get(address, {"unit": "west"})
    )
