"""Pages of the roster: what a reader finds, what one form does, what is told when it may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry
from roster.models import Auxiliary, Quota
from roster.services import issue_equipment, leave
from tests.cast import TODAY, Cast, identity, sign_in


@pytest.fixture
def hr(cast: Cast) -> Client:
    client = sign_in(Client(), cast.user("hr"))
    client.get("/", headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    return client


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len([q for q in caught if "SAVEPOINT" not in q["sql"]])


def text(response) -> str:
    return response.content.decode()


HIRING = {
    "name": "王小明", "unit": "north", "category": "service", "starts_on": "2026-12-01", "kind_of_work": "auxiliary",
    "contract_kind": "fixed",
}  # fmt: skip


def test_hiring_on_one_page_opens_the_file(cast, hr):
    typed = {**HIRING, "identity_number": identity(born=date(2000, 5, 4)), "contract_employer": cast.employer().pk}
    typed |= {"contract_monthly_wage": "3500", "contract_ends_on": "2029-11-30"}
    response = hr.post(reverse("roster:hire"), typed)
    hired = Auxiliary.objects.get()
    assert response.status_code == 302 and response["Location"] == reverse("roster:file", args=[hired.pk])
    assert hired.contracts.get().employer == cast.employer()
    page = text(hr.get(response["Location"]))
    assert "王小明" in page and "999999********" in page


def test_a_refusal_shows_sentence_and_article_and_keeps_what_was_typed(cast, hr):
    Quota.objects.update(number=0)
    response = hr.post(reverse("roster:hire"), {**HIRING, "identity_number": identity(born=date(2000, 5, 4))})
    assert response.status_code == 409
    assert "RO-08" in text(response) and "王小明" in text(response)
    assert not Auxiliary.objects.exists()


def test_a_wrong_identity_number_is_said_beside_its_field(cast, hr):
    response = hr.post(reverse("roster:hire"), {**HIRING, "identity_number": "999999200005040001"})
    assert response.status_code == 422
    assert 'href="#id_identity_number"' in text(response)


def test_an_empty_form_answers_422_not_500(cast, hr):
    one = cast.auxiliary()
    for name in ("edit", "move", "restrict", "card-issue", "qualification-add", "document-add", "leave", "grade"):
        assert hr.post(reverse(f"roster:{name}", args=[one.pk])).status_code == 422, name


@pytest.mark.parametrize(
    "name", "edit move grade leave card-issue equipment-issue restrict qualification-add relationship-add injury-report "
    "document-add contract-sign".split()
)  # fmt: skip
def test_every_form_opens(cast, hr, name):
    assert hr.get(reverse(f"roster:{name}", args=[cast.auxiliary().pk])).status_code == 200


@pytest.mark.parametrize("name", ["contract-renew", "contract-signature", "contract-extend", "contract-end"])
def test_every_form_of_a_contract_opens(cast, hr, name):
    contract = cast.auxiliary().contracts.get()
    assert hr.get(reverse(f"roster:{name}", args=[contract.auxiliary_id, contract.pk])).status_code == 200


def test_the_list_finds_by_characters_pinyin_initials_and_badge(cast, hr):
    cast.auxiliary("王小明", badge_number="F7001")
    cast.auxiliary("单雄信", badge_number="F8002")
    for words in ("小明", "wangxiaoming", "wxm", "F7001", "王"):
        page = text(hr.get("/roster/", {"q": words}))
        assert "王小明" in page and "单雄信" not in page, words
    assert "单雄信" in text(hr.get("/roster/", {"q": "shan"}))


def test_filters_of_the_list(cast, hr):
    post = cast.post()
    cast.auxiliary("甲甲", unit="north", post=post)
    cast.auxiliary("乙乙", unit="south", category="clerical")
    cast.auxiliary("丙丙", papers=False)
    ending = cast.auxiliary("丁丁", papers=False)
    cast.contract(ending, ends_on=date(2026, 12, 16))
    gone = cast.auxiliary("戊戊", status="left", left_on=date(2026, 1, 1))

    def shown(**query) -> str:
        page = text(hr.get("/roster/", query))
        return "".join(name for name in "甲乙丙丁戊" if name * 2 in page)

    assert shown() == "甲乙丙丁"
    assert shown(unit="south") == "乙"
    assert shown(unit="first") == "甲乙丙丁"
    assert shown(unit="second") == ""
    assert shown(category="clerical") == "乙"
    assert shown(post=post.pk) == "甲"
    assert shown(ends=30) == "丁"
    assert shown(ends=29) == ""
    assert shown(gap="contract") == "丙"
    assert shown(gap="card") == "丙丁"
    assert shown(status="left") == gone.person.name[0]
    assert shown(status="all") == "甲乙丙丁戊"


def test_the_contract_list_filters_by_end_and_state(cast, hr):
    over = cast.auxiliary("过期人", papers=False)
    cast.contract(over, ends_on=date(2026, 11, 1))
    soon = cast.auxiliary("快到人", papers=False)
    cast.contract(soon, ends_on=date(2026, 12, 1), signed_on=None)
    for query, there, away in (
        ({"state": "overrun"}, "过期人", "快到人"),
        ({"state": "unsigned"}, "快到人", "过期人"),
        ({"ends": "30"}, "快到人", "过期人"),
    ):
        page = text(hr.get("/contracts/", query))
        assert there in page and away not in page, query


@pytest.mark.parametrize("address", ["/roster/", "/contracts/", "/posts/", "/quotas/"])
def test_lists_ask_the_same_number_of_queries_at_any_size(cast, hr, address):
    cast.auxiliary("一号", post=cast.post())
    hr.get(address)
    few = queries(hr, address)
    for number in range(12):
        cast.auxiliary(f"号{number}", unit="south", post=cast.post(f"岗{number}", unit="south"))
    cast.quota("south", number=100)
    cast.quota("north", number=100)
    assert queries(hr, address) == few <= 12


def test_a_file_asks_at_most_31_queries(cast, hr):  # head, sections and time line of all rooms; the opening is counted
    one = cast.auxiliary()
    address = reverse("roster:file", args=[one.pk])
    hr.get(address)
    assert queries(hr, address) <= 31


def test_opening_a_file_is_recorded_once_a_day(cast, hr):
    one = cast.auxiliary()
    for _ in range(3):
        hr.get(reverse("roster:file", args=[one.pk]))
    assert AuditEntry.objects.filter(action="auxiliary.viewed", object_id=str(one.pk)).count() == 1


def test_numbers_in_the_clear_are_asked_for_and_recorded(cast, hr):
    one = cast.auxiliary()
    number = one.person.identity_number
    address = reverse("roster:file", args=[one.pk])
    assert number not in text(hr.get(address))
    assert number in text(hr.post(reverse("roster:unmask", args=[one.pk])))
    assert number not in text(hr.get(address))
    entry = AuditEntry.objects.get(action="auxiliary.unmasked")
    assert (entry.actor_id, entry.object_id) == (cast.user("hr").pk, str(one.pk))


def test_outside_the_scope_is_missing_and_unrecorded(cast):
    one = cast.auxiliary()
    other = sign_in(Client(), cast.user("hr2"))
    for name in ("file", "edit", "move", "leave", "restrict", "card-issue"):
        assert other.get(reverse(f"roster:{name}", args=[one.pk])).status_code == 404
    assert reverse("roster:file", args=[one.pk]) not in text(other.get("/roster/", {"status": "all"}))
    assert not AuditEntry.objects.filter(action="auxiliary.viewed").exists()


def test_a_row_of_another_file_is_missing(cast, hr):
    one, two = cast.auxiliary("一"), cast.auxiliary("二")
    card = two.cards.get()
    assert hr.get(reverse("roster:card-return", args=[one.pk, card.pk])).status_code == 404


def test_a_sign_in_is_given_once_and_its_code_is_shown_on_a_page(cast, hr):
    one = cast.auxiliary()
    response = hr.post(reverse("roster:open-account", args=[one.pk]))
    user = one.person.users.get()
    assert response.status_code == 200 and user.username in text(response) and user.group_codes == ("auxiliary",)
    assert hr.post(reverse("roster:open-account", args=[one.pk])).status_code == 302
    assert one.person.users.count() == 1


def test_whoever_left_gets_no_new_sign_in(cast, hr):
    one = cast.auxiliary()
    leave(auxiliary=one, last_day=TODAY, ground="resigned", by=cast.user("hr"), on=TODAY)
    assert hr.post(reverse("roster:open-account", args=[one.pk])).status_code == 302
    assert not one.person.users.exists()


ODD = "page=x unit=%00 unit=%25 post=99999999999999999999 ends=9999 q=%27%22 sort=x gap=x status=x"


@pytest.mark.parametrize("query", ODD.split())
def test_odd_addresses_are_answered_kindly(cast, hr, query):
    cast.auxiliary()
    for address in ("/roster/", "/contracts/", "/posts/", "/quotas/"):
        assert hr.get(f"{address}?{query}").status_code in {200, 400}, address


def test_leaving_shows_the_checklist_until_it_is_given_back(cast, hr):
    one = cast.auxiliary()
    issue_equipment(auxiliary=one, kind="radio", serial="R-77", issued_on=TODAY, by=cast.user("hr"))
    leave(auxiliary=one, last_day=TODAY, ground="resigned", by=cast.user("hr"), on=TODAY)
    page = text(hr.get(reverse("roster:file", args=[one.pk])))
    assert page.count("R-77") >= 2 and "still out" in page
    assert "File and insurance are to be passed on" in page


def test_desk_and_search_lead_to_people(cast, hr):
    one = cast.auxiliary("王小明", papers=False)
    cast.contract(one, ends_on=date(2026, 12, 1))
    desk = text(hr.get("/"))
    assert "Contracts that end" in desk and "Files with gaps" in desk
    assert reverse("roster:file", args=[one.pk]) in text(hr.get("/search/", {"q": "wxm"}))


def test_a_quota_and_a_post_are_entered_on_pages(cast, hr):
    quota = {"unit": "north", "year": "2026", "category": "any", "number": "40"}
    quota |= {"approval_document": "文1", "approved_on": "2026-01-02"}
    assert hr.post(reverse("roster:quota-allocate"), quota).status_code == 302
    assert hr.post(reverse("roster:quota-allocate"), {**quota, "unit": "south", "number": "900"}).status_code == 409
    post = {"unit": "north", "title": "巡逻", "category": "service", "funding_source": "special_fund"}
    assert (
        hr.post(reverse("roster:post-open"), {**post, "headcount": "5", "starts_on": "2026-01-01"}).status_code == 302
    )
    assert "巡逻" in text(hr.get("/posts/")) and "40" in text(hr.get("/quotas/"))
