"""What the card says of a decision: each thing once, and what would make it lawful."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from duties.proposal import Proposal
from duties.selectors.card import card_of
from duties.selectors.ways import Way
from duties.services.deciding import decide_afresh
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def ways(stage: Stage, proposal: Proposal) -> dict[str, Way]:
    with translation.override("en"):
        return {way.says: way for way in card_of(decide_afresh(proposal)[1].as_dict()).ways}


def test_what_is_allowed_needs_no_way_out(stage: Stage) -> None:
    card = card_of(decide_afresh(stage.content())[1].as_dict())
    assert (card.outcome, card.points, card.ways) == ("allow", [], [])
    assert card.obligations


def test_forbidden_work_is_to_be_struck_from_the_text_by_its_own_words(stage: Stage) -> None:
    (way,) = ways(stage, stage.content(text="人民广场治安巡逻，并开具罚单")).values()
    assert (way.field, way.words) == ("text", "开具罚单")
    assert "officers" in way.says


def test_a_forbidden_duty_that_was_ticked_is_to_be_taken_off(stage: Stage) -> None:
    found = ways(stage, stage.content("patrol-street", "traffic-penalty-issue", text="人民广场治安巡逻"))
    assert [way.field for way in found.values()] == ["duties"]


@pytest.mark.parametrize(("named", "says"), [(0, "Add 2 police leads."), (1, "Add 1 police lead.")])
def test_the_missing_officers_are_counted(stage: Stage, named: int, says: str) -> None:
    led = stage.content("capture-assist", text="协助抓捕", leads=(stage.bai.pk, stage.gao.pk)[:named])
    found = ways(stage, led)
    assert says in found
    assert found[says].field == "leads"


def test_the_members_without_training_are_named_once_and_may_be_taken_off(stage: Stage) -> None:
    for person in (stage.lin, stage.wu):
        person.qualifications.update(valid_until=stage.day - dt.timedelta(days=1))
    decision = decide_afresh(stage.content())[1].as_dict()
    (point,) = card_of(decision).points
    assert len(point.says) == 2
    found = ways(stage, stage.content())
    assert "Renew the training of 2 members: 林晓, 吴强." in found
    assert found["Send somebody else instead of 林晓, 吴强."].without == ("林晓", "吴强")


def test_who_is_elsewhere_may_be_sent_another_day(stage: Stage) -> None:
    stage.approved()
    again = stage.content(leads=(), recorder_number="")
    assert any(way.later for way in ways(stage, again).values())


def test_every_finding_has_a_way_out(stage: Stage) -> None:
    bare = stage.content(
        "search-person-assist", text="协助搜身", leads=(), commander=None, recorder_number="", auxiliaries=()
    )
    decision = decide_afresh(bare)[1].as_dict()
    fields = {way.field for way in card_of(decision).ways}
    reasons = {finding["about"]["reason"] for finding in decision["findings"]}
    assert {"commander_missing", "aux_count_short"} <= reasons
    assert {"commander", "auxiliaries"} <= fields


def test_a_row_that_is_to_be_confirmed_is_told_on_the_card(stage: Stage) -> None:
    decision = decide_afresh(stage.content(text="人民广场治安巡逻，并开具罚单"))[1].as_dict()
    for period in decision["basis"]["periods"]:
        for row in period["duties"]:
            row["confidence"] = "B"
    card = card_of(decision)
    assert card.to_confirm
    assert not card.points[0].sure


def test_a_decision_stored_before_there_were_cards_is_shown_too() -> None:
    old = {"decision": "refuse", "findings": [{"code": "DU-01", "says": {"en": "No.", "zh-hans": "不。"}}]}
    card = card_of(old)
    assert card.points[0].code == "DU-01"
