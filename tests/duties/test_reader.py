"""One JSON document: what is wrong is named by its field, and what is not stated counts as met."""

from datetime import date
from typing import Any

import pytest

from core.errors import BadInput
from duties.decision import decide, from_json
from regulations import packs

TODAY = date(2026, 11, 21)


def read(**document: Any):
    return from_json({"duty_codes": ["patrol-street"], **document}, today=TODAY, packs=packs.load())


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"duty_codes": ["no-such-duty"]}, "duty_codes"),
        ({"duty_codes": "patrol-street"}, "duty_codes"),
        ({"duty_codes": [1]}, "duty_codes"),
        ({"duty_codes": []}, "text_zh"),
        ({"text_zh": 5}, "text_zh"),
        ({"text_zh": "长" * 4001}, "text_zh"),
        ({"context": []}, "context"),
        ({"context": {"jurisdiction": "XX"}}, "context.jurisdiction"),
        ({"context": {"jurisdiction": ["CN"]}}, "context.jurisdiction"),
        ({"context": {"police_on_site": -1}}, "context.police_on_site"),
        ({"text_zh": "治安巡逻", "jurisdiction": "CN-440300"}, "jurisdiction"),
        ({"context": {"police_on_site": True}}, "context.police_on_site"),
        ({"context": {"auxiliaries_on_site": "2"}}, "context.auxiliaries_on_site"),
        ({"context": {"training_valid": "yes"}}, "context.training_valid"),
        ({"context": {"trainig_valid": False}}, "context.trainig_valid"),
        ({"context": {"auxiliary_category": "police"}}, "context.auxiliary_category"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": 20261121}, "on"),
        ({"on": "2026-11-21", "until": "2026-11-20"}, "until"),
        ({"on": "2026-11-21", "until": "2036-11-20"}, "until"),
        ({"id": {}}, "id"),
    ],
)
def test_bad_input_names_its_field(document, field):
    with pytest.raises(BadInput) as caught:
        read(**document)
    assert field in caught.value.errors


@pytest.mark.parametrize("document", [None, [], "text", 3])
def test_a_document_that_is_no_object_is_refused_kindly(document):
    with pytest.raises(BadInput):
        from_json(document, today=TODAY, packs=packs.load())


def test_everything_wrong_is_named_at_once():
    with pytest.raises(BadInput) as caught:
        read(duty_codes=["nothing"], context={"jurisdiction": "XX", "police_on_site": -1})
    assert len(caught.value.errors) == 3


def test_without_a_day_it_is_today():
    request, _facts = read()
    assert request.days == (TODAY,)


def test_what_only_explains_is_ignored():
    request, _facts = read(why="…", trick="…", sources=[], confidence="A", contested=True, expected={})
    assert request.codes == ("patrol-street",)


def test_facts_not_stated_count_as_met():
    assert decide(*read(duty_codes=["roadside-checkpoint", "drive-police-vehicle"]), packs.load()).allowed


def test_an_officer_who_only_telephones_is_not_on_the_spot_whatever_the_count_says():
    led = {"duty_codes": ["respond-to-call"], "context": {"police_on_site": 1}}
    assert decide(*read(text_zh="两名辅警去现场处警,民警电话里指挥。", **led), packs.load()).reasons == (
        "text_contradicts",
    )
    assert decide(*read(text_zh="民警带两名辅警去现场处警。", **led), packs.load()).allowed
