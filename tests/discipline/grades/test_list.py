"""Does the list of who is due say which of its views is open?"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.discipline.grades.test_scenarios import Climb

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "current"), [("", "Due now"), ("?state=", "Due now"), ("?state=held", "Held back")])
def test_the_view_that_is_open_is_marked_and_none_says_all(asked: str, current: str) -> None:
    client = sign_in(Client(), Climb().clerk)
    page = client.get(f"/discipline/grades/{asked}", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    row = page[page.index('aria-label="State"') :].partition("</nav>")[0]
    assert re.findall(r'aria-current="true">([^<]+)<', row) == [current]
    assert ">All<" not in row
