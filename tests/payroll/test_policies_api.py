"""Accident policies by the API: entered, covering people, claimed under, renewed; each once, and only among the own units."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.services import make_token
from payroll.models import AccidentPolicy, PolicyMember
from tests.cast import Cast

API = "/api/v1/"
YEAR = {"insurer": "人保财险", "cover": "300000.00", "premium": "9000.00"}


@pytest.fixture
def call(cast: Cast) -> Any:
    """`call("post", "accident-policies/", body, key="k")`: a request of the staff office by token."""
    tokens = {who: make_token(user=cast.user(who), proved=True)[0] for who in ("hr", "pay-clerk")}

    def sent(method: str, address: str, body: Any = None, *, who: str = "hr", key: str = "") -> Any:
        heads = {"Authorization": f"Token {tokens[who]}"} | ({"Idempotency-Key": key} if key else {})
        act = getattr(Client(headers=heads), method)
        return act(API + address) if method == "get" else act(API + address, body or {}, "application/json")

    return sent


def test_a_policy_is_entered_covers_people_pays_a_claim_and_is_renewed(cast: Cast, call: Any):
    someone, other = cast.auxiliary("林晓"), cast.auxiliary("周平")
    body = {**YEAR, "unit": "first", "number": "YW-1", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    made = call("post", "accident-policies/", body, key="one")
    assert made.status_code == 201, made.content.decode()
    again = call("post", "accident-policies/", body, key="one")
    assert again.json() == made.json() and AccidentPolicy.objects.count() == 1
    assert call("post", "accident-policies/", body).status_code == 400  # the number is on file
    policy = f"accident-policies/{made.json()['id']}/"
    assert call("get", policy).json()["cover"] == "300000.00"
    cover = {"unit": "first", "starts_on": "2026-02-01"}
    one = call("post", f"{policy}members/", {**cover, "badges": [someone.badge_number]})
    assert (one.status_code, one.json()) == (201, {"added": 1})
    assert call("post", f"{policy}members/", cover).json() == {"added": 1}  # only the other one is new
    assert "badges" in call("post", f"{policy}members/", {**cover, "badges": ["nobody"]}).json()["errors"]
    assert "starts_on" in call("post", f"{policy}members/", {**cover, "starts_on": "2025-12-31"}).json()["errors"]
    members = {row["auxiliary"]: row["id"] for row in call("get", f"{policy}members/?on=2026-02-01").json()["results"]}
    assert set(members) == {someone.pk, other.pk}
    assert call("get", f"{policy}members/?on=2026-01-31").json()["results"] == []

    accident = {"member": members[someone.pk], "kind": "disability", "happened_on": "2026-03-01",
                "reported_on": "2026-03-02", "what": "执勤摔伤", "grade": 10}  # fmt: skip
    claim = call("post", "accident-claims/", accident)
    assert claim.status_code == 201 and "执勤摔伤" not in claim.content.decode()
    asked = claim.json()["asked"]
    assert asked == "30000.00"  # the tenth grade pays 10 % of 300,000.00
    before = call("post", "accident-claims/", {**accident, "happened_on": "2026-01-31"})
    assert "happened_on" in before.json()["errors"]
    decide = f"accident-claims/{claim.json()['id']}/decide/"
    assert call("get", "accident-claims/?state=open").json()["results"] == [claim.json()]
    assert "paid" in call("post", decide, {"paid": "30000.01", "decided_on": "2026-04-01"}).json()["errors"]
    told = call("post", decide, {"paid": "28000", "decided_on": "2026-04-01"}, who="pay-clerk").json()
    assert (told["paid"], told["decided_on"], told["policy"]) == ("28000.00", "2026-04-01", made.json()["id"])
    assert call("post", decide, {"paid": "1", "decided_on": "2026-04-01"}).status_code == 409
    assert call("get", "accident-claims/?state=open").json()["results"] == []

    end = f"accident-members/{members[other.pk]}/end/"
    assert call("post", end, {"ends_on": "2026-06-30", "reason": "调出"}).json()["ends_on"] == "2026-06-30"
    assert call("post", end, {"ends_on": "2026-06-30", "reason": "调出"}).status_code == 409
    following = {**YEAR, "number": "YW-2", "starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    new = call("post", f"{policy}renew/", following)
    assert new.status_code == 201 and new.json()["renews"] == made.json()["id"]
    assert [row.auxiliary_id for row in PolicyMember.objects.filter(policy=new.json()["id"])] == [someone.pk]
    assert call("post", f"{policy}renew/", {**following, "number": "YW-3"}).status_code == 409


def test_the_settled_premium_is_told_to_programs(cast: Cast, call: Any):
    """300.00 a head: one the whole year, one from July (six months: 60 %), with 500.00 paid at first."""
    year = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    typed = {**YEAR, **year, "unit": "first", "number": "P-1", "premium": "500.00", "a_head": "300.00"}
    policy = f"accident-policies/{call('post', 'accident-policies/', typed).json()['id']}/"
    premium, first = f"{policy}premium/", cast.auxiliary("丙", unit="first").badge_number
    nobody = {"heads": [], "average": None, "due": None, "difference": None, "parts": [], "by_table": None}
    assert call("get", f"{premium}?on=2026-12-31").json() == nobody
    for badge, day in ((first, "2026-01-01"), (cast.auxiliary("丁").badge_number, "2026-07-01")):
        call("post", f"{policy}members/", {"unit": "first", "badges": [badge], "starts_on": day})
    told = call("get", f"{premium}?on=2026-12-31", who="pay-clerk").json()
    assert told["parts"] == [
        {"months": 12, "people": 1, "percent": 100, "amount": "300.00"},
        {"months": 6, "people": 1, "percent": 60, "amount": "180.00"},
    ]
    # One from January, two from July: 18 of 12 months.
    sums = {name: told[name] for name in ("average", "due", "difference", "by_table")}
    assert sums == {"average": "1.50", "due": "450.00", "difference": "-50.00", "by_table": "480.00"}
    assert told["heads"][6] == {"month": "2026-07-01", "people": 2} and len(told["heads"]) == 12
    assert len(call("get", f"{premium}?on=2026-02-10").json()["heads"]) == 2
    assert call("get", f"{premium}?on=neverday").status_code == 400


def test_a_policy_and_a_claim_of_another_unit_are_not_there(cast: Cast, call: Any):
    elsewhere = cast.auxiliary("外人", unit="second")
    policy = AccidentPolicy.objects.create(
        unit=cast["second"], number="X", starts_on="2026-01-01", ends_on="2026-12-31", **YEAR
    )
    cover = PolicyMember.objects.create(
        policy=policy, auxiliary=elsewhere, starts_on="2026-01-01", ends_on="2026-12-31"
    )
    for of in ("members", "premium"):
        assert call("get", f"accident-policies/{policy.pk}/{of}/").status_code == 404
    assert (
        call("post", f"accident-members/{cover.pk}/end/", {"ends_on": "2026-06-30", "reason": "x"}).status_code == 404
    )
    claim = {"member": cover.pk, "kind": "death", "happened_on": "2026-03-01", "reported_on": "2026-03-02", "what": "x"}
    assert "member" in call("post", "accident-claims/", claim).json()["errors"]
    unit = {**YEAR, "unit": "second", "number": "Y", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert "unit" in call("post", "accident-policies/", unit).json()["errors"]
