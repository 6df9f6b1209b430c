"""Changing a file shows no sealed value: what is left as it stands stays, what is written over is new."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import sign_in

PHONE, CARD, HOME, KIN = "13800001234", "6222020000001234567", "人民路一号", "13900005678"


@pytest.fixture
def one(cast):
    one = cast.auxiliary(bank_card=CARD, address=HOME, emergency_phone=KIN)
    one.person.phone = PHONE
    one.person.save()
    return one


@pytest.fixture
def hr(cast) -> Client:
    return sign_in(Client(), cast.user("hr"))


def form(page) -> dict[str, str]:
    """What the form stands at."""
    boxes = page.context["form"]
    return {box.html_name: box.value() if box.value() is not None else "" for box in boxes}


def values(one) -> tuple[str, ...]:
    one = type(one).objects.select_related("person").get(pk=one.pk)
    return one.person.phone, one.bank_card, one.address, one.emergency_phone


def test_the_form_is_masked_and_sending_it_back_changes_nothing(one, hr):
    address = reverse("roster:edit", args=[one.pk])
    page = hr.get(address)
    text = page.content.decode()
    assert not any(sealed in text for sealed in (PHONE, CARD, HOME, KIN)) and "138****1234" in text
    assert hr.post(address, {**form(page), "grade": ""}).status_code == 302
    assert values(one) == (PHONE, CARD, HOME, KIN)


def test_what_is_written_over_is_new_and_what_is_emptied_is_gone(one, hr):
    address = reverse("roster:edit", args=[one.pk])
    typed = {**form(hr.get(address)), "phone": "13811112222", "address": ""}
    assert hr.post(address, typed).status_code == 302
    assert values(one) == ("13811112222", CARD, "", KIN)


def test_a_half_hidden_number_is_not_taken(one, hr):
    address = reverse("roster:edit", args=[one.pk])
    answer = hr.post(address, {**form(hr.get(address)), "phone": "139****1234"})
    assert answer.status_code == 422 and answer.context["form"].errors["phone"]
    assert values(one) == (PHONE, CARD, HOME, KIN)
