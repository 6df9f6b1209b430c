"""The time line on a record's own page."""

import pytest

from core.actors import SYSTEM
from core.audit import record
from core.registries import action_words
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "what"), [("secadmin", "account"), ("hr", "unit")])
def test_the_pages_of_accounts_and_units_tell_what_happened_to_them(client, who, what):
    cast = Cast()
    account, unit = cast.user("requester"), cast["north"]
    record("account.code_made", account, by=SYSTEM)
    record("unit.opened", unit, by=SYSTEM)
    address = f"/accounts/{account.pk}/" if what == "account" else f"/units/{unit.pk}/"
    page = sign_in(client, cast.user(who)).get(address).content.decode()
    said = page.partition('id="history-head"')[2]
    assert str(action_words["account.code_made" if what == "account" else "unit.opened"]) in said
