"""What pay is reckoned from, by the API: the same services as the pages, once under a key, the card masked, versions kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.services import make_token
from payroll import services
from payroll.models import Budget, PayInput, PaySetting
from tests.cast import Cast

API = "/api/v1/"


@pytest.fixture
def call(cast: Cast) -> Any:
    """`call("post", "pay-items/", body)`: a request of the pay clerk by token."""
    tokens: dict[str, str] = {}

    def sent(method: str, address: str, body: Any = None, *, who: str = "pay-clerk", **headers: str) -> Any:
        if who not in tokens:
            tokens[who] = make_token(user=cast.user(who), proved=True)[0]
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        act = getattr(Client(headers={"Authorization": f"Token {tokens[who]}", **more}), method)
        return act(API + address) if method == "get" else act(API + address, body or {}, "application/json")

    return sent


def test_a_unit_that_entered_everything_by_the_api_pays_by_it(cast: Cast, call: Any):
    """4,000.00 basic, five meals of 12.00 and 300.00 by hand; 8 % of 4,588.00 for the pension, no tax below 5,000.00."""
    someone = cast.auxiliary("林晓")
    opening = services.Opening("成都", someone.hired_on, someone.hired_on)
    services.enrol(auxiliary=someone, kinds=["pension"], opening=opening, by=cast.user("pay-clerk"))

    def made(address: str, **body: Any) -> Any:
        told = call("post", f"{address}/", body)
        assert told.status_code == 201, (address, told.content.decode())
        return told.json()

    source = made("funding-sources", unit="first", kind="special_fund", name="专项经费")
    scheme = made("pay-schemes", unit="first", name="县局方案", starts_on="2026-01-01", minimum_wage="2330.00")
    assert (scheme["payday"], scheme["probation_share"], scheme["ends_on"]) == (10, "0.800", None)
    for code, basis, amount in (("basic", "month", "4000"), ("meal", "each", "12"), ("performance", "given", "")):
        item = made("pay-items", scheme=scheme["id"], code=code, name=code, kind=code, basis=basis, source=source["id"])
        if amount:
            made("pay-amounts", item=item["id"], amount=amount, starts_on="2026-01-01")
    made("insurance-terms", unit="first", kind="pension", place="成都", since="2026-01-01", floor="4588", cap="22938",
         own_rate="0.08", unit_rate="0.16", document="川人社办发〔2025〕39号")  # fmt: skip
    card = made("pay-settings", auxiliary=someone.pk, starts_on="2026-01-01", bank_card="6222 0200 0000 0000 14")
    assert card["bank_card"] == "**************0014" and card["doubt"] and "6222" not in str(card)
    assert PaySetting.objects.get(pk=card["id"]).bank_card == "622202000000000014"
    of_month = {"auxiliary": someone.pk, "month": "2026-10", "kind": "item"}
    made("pay-entries", **of_month, item_code="meal", quantity="5")
    made("pay-entries", **of_month, item_code="performance", amount="300")
    wrong = made("pay-entries", auxiliary=someone.pk, month="2026-10", kind="absence", quantity="9")
    back = call("post", f"pay-entries/{wrong['id']}/withdraw/", {"reason": "登记有误"})
    assert back.status_code == 200 and back.json()["withdrawn_at"]
    assert call("post", f"pay-entries/{wrong['id']}/withdraw/", {"reason": "登记有误"}).status_code == 409
    counting = call("get", "pay-entries/?month=2026-10&state=counting").json()["results"]
    assert [row["kind"] for row in counting] == ["item", "item"] and wrong["month"] == "2026-10-01"
    made("pay-runs", unit="first", month="2026-10")
    services.prepare_run(unit=cast["first"], month=date(2026, 10, 1), by=cast.user("pay-clerk"))
    slip = someone.payslips.get()
    assert (slip.gross, slip.insurance, slip.net) == (Decimal("4360.00"), Decimal("367.04"), Decimal("3992.96"))
    whole = call("get", f"pay-schemes/{scheme['id']}/").json()
    assert [(item["code"], [row["amount"] for row in item["amounts"]]) for item in whole["items"]] == [
        ("basic", ["4000.00"]), ("meal", ["12.00"]), ("performance", []),
    ]  # fmt: skip
    assert call("get", "pay-schemes/?on=2025-12-31").json()["results"] == []
    ended = call("post", f"pay-schemes/{scheme['id']}/end/", {"ends_on": "2026-12-31"})
    assert ended.json()["ends_on"] == "2026-12-31"
    assert call("post", f"pay-schemes/{scheme['id']}/end/", {"ends_on": "2026-12-31"}).status_code == 409


def test_what_the_services_refuse_names_its_field(cast: Cast, call: Any, settings):
    someone, day = cast.auxiliary("林晓"), "2026-01-01"
    elsewhere = cast.auxiliary("外人", unit="second")
    entry = {"auxiliary": someone.pk, "month": "2026-10", "kind": "overtime_150"}
    deduction = {"auxiliary": someone.pk, "monthly": "800", "starts_on": day, "declared_on": day}
    rent = call("post", "special-deductions/", {**deduction, "kind": "rent"})
    assert rent.status_code == 201
    for address, body, field in (
        ("pay-entries/", {**entry, "amount": "40"}, "quantity"),
        ("pay-entries/", {**entry, "kind": "owed", "amount": "40"}, "kind"),
        ("pay-entries/", {**entry, "kind": "item", "item_code": "nowhere", "amount": "40"}, "item_code"),
        ("pay-entries/", {**entry, "quantity": "4", "auxiliary": elsewhere.pk}, "auxiliary"),
        ("special-deductions/", {**deduction, "kind": "loan"}, "kind"),
        ("pay-settings/", {"auxiliary": someone.pk, "starts_on": day, "bank_card": "12345"}, "bank_card"),
        ("pay-schemes/", {"unit": "second", "name": "x", "starts_on": day}, "unit"),
        ("pay-schemes/", {"unit": "first", "name": "x", "starts_on": day, "probation_share": "0.7"}, "probation"),
    ):
        told = call("post", address, body)
        assert told.status_code == 400 and (field in told.json()["errors"] or field in str(told.json())), told.content
    assert not PayInput.objects.exists() and not PaySetting.objects.exists()
    end, why = f"special-deductions/{rent.json()['id']}/end/", {"reason": "退租"}
    assert "ends_on" in call("post", end, {**why, "ends_on": "2025-12-31"}).json()["errors"]  # before it began
    assert call("post", end, {**why, "ends_on": "2026-06-30"}).json()["ends_on"] == "2026-06-30"
    assert call("post", end, {**why, "ends_on": "2026-07-31"}).status_code == 409
    loan = {**deduction, "kind": "loan", "starts_on": "2026-07-01"}
    assert call("post", "special-deductions/", loan).status_code == 201  # the rent stands no longer in the way
    settings.STEP_UP_SECONDS = -1
    card = {"auxiliary": someone.pk, "starts_on": day, "bank_card": "6222020000000000005"}
    unproved = call("post", "pay-settings/", card)
    assert unproved.status_code == 403 and unproved.json()["type"].endswith("step-up")


def test_a_key_counts_once_and_a_budget_that_moved_is_not_overwritten(cast: Cast, call: Any):
    source = services.add_source(unit=cast["first"], kind="foundation", name="基金", by=cast.user("pay-clerk"))
    body = {"source": source.pk, "year": 2026, "amount": "1000.00"}
    first = call("post", "budgets/", body, Idempotency_Key="a")
    assert first.status_code == 201 and first.json()["left"] == "1000.00" and first.json()["version"] == 1
    assert call("post", "budgets/", body, Idempotency_Key="a").json() == first.json()
    assert call("post", "budgets/", {**body, "amount": "2.00"}, Idempotency_Key="a").status_code == 422
    one = f"budgets/{first.json()['id']}/"
    assert call("get", one)["ETag"] == '"1"'
    changed = call("patch", one, {"amount": "1200.00"}, If_Match='"1"')
    assert changed.status_code == 200 and changed["ETag"] == '"2"' and changed.json()["amount"] == "1200.00"
    late = call("patch", one, {"amount": "9.00"}, If_Match='"1"')
    assert late.status_code == 409 and "in the meantime" in late.json()["detail"]
    assert Budget.objects.get().amount == Decimal("1200.00")
    assert call("patch", one, {"amount": "9.00"}, who="pay-approver").status_code == 403
    assert call("get", one, who="hr").status_code == 403


def test_an_amount_of_one_person_is_entered_and_ended_by_the_api(cast: Cast, call: Any):
    someone, elsewhere, day = cast.auxiliary("林晓"), cast.auxiliary("外人", unit="second"), "2026-01-01"
    made = call("post", "pay-schemes/", {"unit": "first", "name": "县局方案", "starts_on": day}).json()
    for code, basis in (("post", "month"), ("bonus", "given")):
        item = {"scheme": made["id"], "code": code, "name": code, "kind": "post", "basis": basis}
        assert call("post", "pay-items/", item).status_code == 201
    typed = {"auxiliary": someone.pk, "item_code": "post", "amount": "450.00", "starts_on": day}
    for wrong in ({"item_code": "bonus"}, {"auxiliary": elsewhere.pk}, {"amount": "-1"}, {"starts_on": "2025-12-31"}):
        told = call("post", "personal-amounts/", {**typed, **wrong})
        assert told.status_code == 400 and told.json()["errors"].keys() & {*wrong, "item_code"}, told.content
    own = call("post", "personal-amounts/", typed, Idempotency_Key="one")
    assert (
        own.status_code == 201 and call("post", "personal-amounts/", typed, Idempotency_Key="one").json() == own.json()
    )
    assert (own.json()["item_code"], own.json()["ends_on"]) == ("post", None)
    of = f"personal-amounts/?auxiliary={someone.pk}&unit=first&on="
    assert call("get", f"{of}2026-11-01").json()["results"] == [own.json()]
    assert call("get", "pay-amounts/").json()["results"] == []  # there stands what is not of one person
    end = f"personal-amounts/{own.json()['id']}/end/"
    assert "ends_on" in call("post", end, {"ends_on": "2025-12-31", "reason": "x"}).json()["errors"]
    assert call("post", end, {"ends_on": "9999-12-31", "reason": "x"}).status_code == 200
    assert call("post", end, {"ends_on": "2026-06-30", "reason": "岗位变动"}).json()["ends_on"] == "2026-06-30"
    assert call("post", end, {"ends_on": "2026-06-30", "reason": "岗位变动"}).status_code == 409
    assert call("get", f"{of}2026-07-01").json()["results"] == []
    general = call("post", "pay-amounts/", {"item": own.json()["item"], "amount": "300.00", "starts_on": day}).json()[
        "id"
    ]
    assert call("post", f"personal-amounts/{general}/end/", {"ends_on": day, "reason": "x"}).status_code == 404
