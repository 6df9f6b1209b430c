"""R-23 on the pages: a form that is sent twice counts once; a double click, a reload, a way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from core import form_once
from core.models import IdempotencyKey
from organisation.models import Unit
from roster.models import Injury
from tests.cast import TODAY, sign_in
from tests.races.together import AT_ONCE, lost, together, won


def token(number: int) -> str:
    """As Django masks it anew on each page that is made."""
    return f"{number:064d}"


def typed(code: str, number: int) -> dict[str, Any]:
    values = {"code": code, "name": f"{code}所", "level": "station", "starts_on": "2026-01-01"}
    return {**values, "csrfmiddlewaretoken": token(number)}


@pytest.fixture
def hr(stage) -> Client:
    return sign_in(Client(), stage.cast.user("hr"))


def open_below(stage) -> str:
    return f"/units/{stage.cast['first'].pk}/open/"


def another(client: Client) -> Client:
    """The same session in another tab."""
    twin = Client()
    twin.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return twin


def test_twenty_clicks_on_one_form_open_one_unit(stage, hr, assure):
    tabs = [another(hr) for _ in range(AT_ONCE)]
    answers = together([lambda tab=tab: tab.post(open_below(stage), typed("click", 1)) for tab in tabs])
    opened = Unit.objects.get(code="click")
    led = {answer["Location"] for answer in won(answers) if answer.status_code == 302}
    waited = sum(answer.status_code == 409 for answer in won(answers))
    figure = f"{AT_ONCE} clicks on one form: 1 unit, {AT_ONCE - waited} led to it, {waited} told to try again"
    assure("R-23", figure, ok=not lost(answers) and led == {f"/units/{opened.pk}/"})


def test_the_way_back_and_sending_again_leads_to_what_was_made(stage, hr):
    first = hr.post(open_below(stage), typed("back", 2))
    again = hr.post(open_below(stage), typed("back", 2), follow=True)
    assert again.redirect_chain[0][0] == first["Location"]
    assert any("计一次" in str(message) or "counted once" in str(message) for message in again.context["messages"])


def test_what_was_not_done_may_be_sent_again(stage, hr):
    """Errors beside fields keep no key: the same form is judged again."""
    wrong = typed("wrong", 3) | {"starts_on": ""}
    assert [hr.post(open_below(stage), wrong).status_code for _ in range(2)] == [422, 422]
    assert not IdempotencyKey.objects.filter(route__startswith="page /units", status=None).exists()


def test_another_page_or_another_content_is_another_form(stage, hr):
    assert hr.post(open_below(stage), typed("one", 4)).status_code == 302
    assert hr.post(open_below(stage), typed("two", 4)).status_code == 302
    assert Unit.objects.filter(code__in=("one", "two")).count() == 2


def test_the_form_of_another_person_is_another_form(stage, hr):
    first = hr.post(open_below(stage), typed("mine", 5))
    theirs = sign_in(Client(), stage.cast.user("hr2")).post(open_below(stage), typed("mine", 5))
    assert first.status_code == 302 and theirs.status_code == 404


def test_a_form_without_any_right_is_refused_as_before(stage):
    auditor = sign_in(Client(), stage.cast.user("auditor"))
    assert auditor.post(open_below(stage), typed("no", 6)).status_code in (403, 404)
    assert not IdempotencyKey.objects.filter(user_id=stage.cast.user("auditor").pk).exists()


def two_clicks(stage, number: int) -> int:
    """A work injury reported by a double click: nothing in the table tells two of a day apart. Answers how many there are."""
    client, file = sign_in(Client(), stage.cast.user("hr")), stage.cast.auxiliary("受伤")
    form = {"happened_on": TODAY.isoformat(), "what": "巡逻时摔伤", "csrfmiddlewaretoken": token(number)}
    answers = [client.post(f"/roster/{file.pk}/injuries/new/", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return Injury.objects.filter(auxiliary=file).count()


def test_a_double_click_reports_one_injury(stage, assure):
    made = two_clicks(stage, 8)
    assure("R-23", f"a double click on a page: {made} report", ok=made == 1)


def test_control_without_the_key_a_double_click_makes_two(stage, monkeypatch, assure):
    monkeypatch.setattr(form_once.FormOnceMiddleware, "process_view", lambda *_: None)
    made = two_clicks(stage, 7)
    assure("R-23", f"control without the key: {made} reports of 2 clicks", ok=made == 2)
