"""`/discipline/`: each finds there what waits for them in every subject, with its terms; who holds no right finds no page."""

import pytest
from django.test import Client

from discipline.services import cases
from tests.cast import sign_in
from tests.discipline.complaints.conftest import Office, office, the_office  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("office")


def page(user):
    return sign_in(Client(), user).get("/discipline/")


def test_what_waits_is_counted_with_its_terms_and_leads_to_its_list(office: Office):  # noqa: F811
    """A finding to put right, a complaint in hand and an open case: each for whoever acts on it, and for nobody else."""
    empty = page(office.cast.user("legal")).content.decode()
    assert "Nothing in conduct waits for you." in empty and 'href="/discipline/cases/"' in empty
    finding, complaint = office.finding(), office.in_hand()
    case = cases.report(auxiliary=office.wu, subject="脱岗", by=office.inspector, on=office.today)
    seen = page(office.inspector)
    assert {card.key: card.count for card in seen.context["counted"]} == {
        "cases": 1, "complaints.mine": 1, "warnings.supervise": 2
    }  # fmt: skip
    text = seen.content.decode()
    assert case.number in text and complaint.number in text and finding.number not in text
    lists = [item.url_name for item in seen.context["lists"]]
    assert {"discipline:cases", "discipline:complaints", "discipline:findings"} <= set(lists)
    assert finding.number in page(office.supervisor).content.decode()
    assert complaint.number not in page(office.supervisor).content.decode()


def test_who_holds_no_right_of_the_room_finds_no_page(office: Office):  # noqa: F811
    assert {
        page(office.cast.user(name)).status_code for name in ("pay-clerk", "requester", "auxiliary", "auditor")
    } == {403}
