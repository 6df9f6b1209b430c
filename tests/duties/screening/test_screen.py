"""What a text asks for: negation, doer, presence, facts, and what is only a part of the chosen work."""

import time
from statistics import median

import pytest

from duties.screening import screen


def codes(text: str, *chosen: str, officers: int | None = None) -> set[str]:
    return set(screen(text, chosen=chosen, officers=officers).codes)


@pytest.mark.parametrize(
    "text",
    [
        "治安巡逻,并开具罚单",
        "治安巡邏,並開具罰單",
        "治安巡逻,并开 具 罚 单",
        "两人巡逻,不光巡逻还要开罚单",
        "巡逻时别忘了开罚单",
        "巡逻,不能不开罚单",
        "没有民警就自己开罚单",
        "协助民警开罚单",
        "Patrol the market and write the tickets",
        "Patrol; don't forget to write tickets",
        "Not only patrol but also write tickets",
        "巡逻完 write tickets 再回所",
        "巡罗,顺便开罚但",
        "Patrol, then issue the citatons",
    ],
)
def test_a_label_does_not_hide_penalty_work(text):
    assert "traffic-penalty-issue" in codes(text, "patrol-street")


@pytest.mark.parametrize(
    "text",
    [
        "治安巡逻,不开罚单",
        "巡逻,不得开罚单",
        "巡逻,罚单不开",
        "巡逻,罚单不让辅警开",
        "巡逻,开罚单的事交给民警",
        "由民警开具罚单,辅警负责疏导",
        "民警开罚单,辅警在旁疏导交通",
        "Patrol, do not write tickets",
        "Patrol without issuing any tickets",
        "Officers will write the tickets while auxiliaries direct traffic",
        "Patrol; leave writing tickets to the officers",
    ],
)
def test_a_negated_act_or_an_officers_act_is_not_asked_for(text):
    assert "traffic-penalty-issue" not in codes(text, "patrol-street")


def test_the_officers_act_shows_as_a_hit_that_does_not_count():
    hits = screen("由民警开具罚单,辅警负责疏导").hits
    assert any(hit.code == "traffic-penalty-issue" and hit.negated for hit in hits)


def test_a_list_shares_its_negation():
    assert codes("疏导交通,不得搜身或盘查可疑人员") == {"traffic-direct"}


def test_lending_a_login_is_asked_of_the_auxiliary_though_the_officer_does_it():
    assert "use-police-certificate" in codes("民警把账号密码告诉辅警,让他录入")


@pytest.mark.parametrize(
    ("helping", "alone", "text_with", "text_alone"),
    [
        ("stop-question-assist", "stop-question-alone", "跟着民警盘查可疑人员", "民警不在,盘查可疑人员"),
        ("search-person-assist", "search-person-alone", "两名民警搜身,辅警协助", "辅警自己给他搜身"),
        ("summon-assist", "summon-alone", "跟着民警去传唤店主", "让辅警把店主请回所里坐坐"),
        ("guard-suspect-assist", "guard-suspect-alone", "民警带辅警看管嫌疑人", "民警去吃饭,辅警看着嫌疑人"),
        ("escort-suspect-assist", "escort-suspect-alone", "两名民警带辅警押解嫌疑人", "辅警单独押解嫌疑人"),
        ("breath-test-assist", "breath-test-alone", "民警带队查酒驾", "没有民警,辅警查酒驾"),
    ],
)
def test_helping_and_doing_it_alone_are_two_duties(helping, alone, text_with, text_alone):
    assert codes(text_with) == {helping}
    assert codes(text_alone) == {alone}


def test_the_number_of_officers_in_the_request_tells_where_the_text_is_silent():
    assert codes("盘查可疑人员", officers=2) == {"stop-question-assist"}
    assert codes("盘查可疑人员", officers=0) == {"stop-question-alone"}
    assert codes("盘查可疑人员") == {"stop-question-alone"}


@pytest.mark.parametrize(
    "text",
    [
        "民警在楼下,辅警上去盘查可疑人员",
        "民警微信指挥,辅警盘查可疑人员",
        "退休民警带班,辅警盘查可疑人员",
        "辅警班长带队盘查可疑人员",
        "实习生带三名辅警盘查可疑人员",
        "Auxiliaries stop and question suspicious people, the officer directs by phone",
        "A retired officer leads the auxiliaries who stop and question suspicious people",
    ],
)
def test_remote_supervision_and_stand_in_leaders_are_no_officer(text):
    reading = screen(text)
    assert reading.facts.officer_present is False
    assert "stop-question-alone" in reading.codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请他回来坐坐", "summon-alone"),
        ("到屋里翻一遍", "search-premises-conduct"),
        ("看着点,别让他跑了", "guard-suspect-alone"),
        ("帮民警签个字", "sign-for-police"),
        ("给追尾的定个责", "accident-liability"),
        ("上手段查他手机", "technical-reconnaissance"),
        ("收点押金,意思意思", "fine-collect"),
        ("蹲守跟一下那个卖家", "covert-investigation"),
        ("领导家接孩子", "non-police-activity"),
    ],
)
def test_soft_words_for_hard_things_are_understood(text, code):
    assert code in codes(text)


def test_a_part_of_the_chosen_duty_adds_none():
    assert codes("在主干道设卡,查酒驾", "breath-test-assist", officers=2) == set()
    assert codes("有人来报案,先登记、做个笔录", "receive-report", officers=1) == set()


def test_helping_chosen_but_the_text_says_alone():
    assert codes("民警不在,辅警自己押解嫌疑人", "escort-suspect-assist") == {"escort-suspect-alone"}


@pytest.mark.parametrize("text", ["", "   ", "明天早点来", "Please be on time tomorrow"])
def test_what_names_no_duty_is_unclear_unless_one_was_chosen(text):
    assert screen(text).unclear
    assert not screen(text, chosen=("patrol-street",)).unclear


@pytest.mark.parametrize("text", ["去收拾一下那几个人", "Sort them out, however they see fit"])
def test_a_free_hand_is_for_a_person_to_look_at(text):
    assert screen(text).doubts


def test_facts_are_read_from_the_text():
    facts = screen("民警两名带三十名辅警押解,记录仪坏了,没走审批,小李还没参加岗前培训").facts
    assert (facts.officers, facts.auxiliaries) == (2, 30)
    assert (facts.recording, facts.approval, facts.training_valid) == (False, False, False)
    english = screen("One officer with 12 auxiliaries; the recorder is broken").facts
    assert (english.officers, english.auxiliaries, english.recording) == (1, 12, False)


def test_a_hit_says_where_its_words_stand():
    text = "先巡逻,再搜身"
    hit = next(hit for hit in screen(text).hits if hit.code.startswith("search-person"))
    assert text[hit.start : hit.end] == hit.phrase == "搜身"


def test_reading_takes_linear_time():
    screen("巡逻")

    def seconds(text: str) -> float:
        began = time.process_time()
        screen(text)
        return time.process_time() - began

    short, long = (median(seconds("罚单开" * times) for _ in range(5)) for times in (130, 1300))
    assert long < max(short, 0.002) * 40
    assert long < 0.5
