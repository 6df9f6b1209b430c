"""The auxiliary's four pages: the next duty first, what is asked, my papers, my rights; of others the team's names only."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from core.registries import own_sections
from duties import services
from roster import services as roster
from tests.cast import sign_in
from tests.duties.stage import Stage

PAGES = {"today": "/me/", "duties": "/me/duties/", "file": "/me/file/", "mine": "/me/more/"}
ICS_LINE = re.compile(rb"[^\r\n]{0,75}\r\n")


def read(client: Any, tab: str) -> str:
    answer = client.get(PAGES[tab])
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_section_stands_on_one_of_the_four_pages():
    assert {section.tab for section in own_sections.all()} <= set(PAGES)


def test_today_begins_with_the_duty_of_the_day_its_lead_and_what_may_not_be_done(stage: Stage, lin):
    stage.approved()
    text = read(lin, "today")
    places = [
        text.index(word) for word in ("人民广场", "白警官", "高警官", "吴强", "本次可以做的", "当日须遵守", "不得从事")
    ]
    assert places == sorted(places)
    card = text[text.index("duty-card") :]
    assert card.count('<li class="') == 0 and card.count("<details>") >= 5, "each sentence has its article behind a tap"
    assert "/law/" in card


def test_a_stopped_duty_says_do_not_go(stage: Stage, lin):
    assignment = stage.approved()
    services.stop(assignment=assignment, by=stage.supervisor, reason="张某被传唤")
    text = read(lin, "today")
    assert "请勿前往" in text and assignment.number in text and "高警官" in text
    assert "duty-card" not in text
    assert "张某" not in text, "why it was stopped may speak of others"


def test_what_is_only_asked_for_is_not_shown(stage: Stage, lin):
    stage.submitted()
    assert "人民广场" not in read(lin, "today") + read(lin, "duties")


def test_the_pages_of_another_show_nothing_of_mine(stage: Stage, lin):
    stage.approved(auxiliaries=(stage.wu.pk,))
    other = sign_in(Client(), stage.user_of_auxiliary(stage.wu))
    mine = "".join(read(lin, tab) for tab in PAGES)
    assert "人民广场" in read(other, "today") and "人民广场" not in mine
    for hidden in (stage.wu.badge_number, stage.wu.person.name, stage.wu.person.identity_number):
        assert hidden not in mine


def test_papers_pay_and_insurance_stand_on_the_file_and_rights_on_the_last_page(stage: Stage, lin):
    file, mine = read(lin, "file"), read(lin, "mine")
    for word in ("3,500.00", "工作证", "年度培训", "社会保险"):
        assert word in file, word
    for word in ("我的个人信息与权利", "/account/", "/law/", "/me/card/"):
        assert word in mine, word
    assert stage.lin.person.identity_number not in file + mine


def test_the_time_line_names_nobody_who_acted(stage: Stage, lin):
    hr = stage.cast.user("hr")
    roster.give_grade(auxiliary=stage.lin, grade="三级", since=stage.cast.today, by=hr, on=stage.cast.today)
    text = read(lin, "mine")
    assert '<ol class="timeline">' in text and text.count("<time") == 1
    assert f">{hr.display_name}<" not in text and f" {hr.display_name} " not in text


def test_the_calendar_holds_times_and_numbers_and_nothing_else(stage: Stage, lin):
    kept = stage.approved()
    answer = lin.get("/me/duties.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and "no-store" in answer["Cache-Control"]
    assert kept.number in text and f"{kept.starts_at:%Y%m%dT%H%M%SZ}" in text and "STATUS:CONFIRMED" in text
    for word in ("人民广场", "巡逻", "林晓", "吴强", "白警官", "高警官", stage.lin.badge_number):
        assert word not in text, word
    assert b"".join(ICS_LINE.findall(answer.content)) == answer.content, "lines of at most 75 octets, ended by CRLF"
    services.stop(assignment=kept, by=stage.supervisor, reason="雨")
    assert "STATUS:CANCELLED" in lin.get("/me/duties.ics").content.decode()


def test_officers_have_no_own_pages(stage: Stage):
    officer = sign_in(Client(), stage.requester)
    assert {officer.get(address).status_code for address in (*PAGES.values(), "/me/duties.ics", "/me/card/")} == {403}


def test_the_pages_ask_the_database_little(stage: Stage, lin, django_assert_max_num_queries):
    stage.approved()
    for tab in PAGES:
        read(lin, tab)
    for tab, most in (("today", 18), ("duties", 18), ("file", 14), ("mine", 22)):
        with django_assert_max_num_queries(
            most
        ):  # with those of the visitor (session, user, roles); `mine` gathers ten subjects
            read(lin, tab)
