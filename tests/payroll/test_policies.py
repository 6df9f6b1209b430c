"""Accident policies: whom they cover, and what a renewal carries over."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.errors import BadInput, NotNow
from payroll import services
from payroll.models import AccidentPolicy, PolicyMember
from payroll.selectors_policies import premium_of
from tests.cast import TODAY, sign_in

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def terms(**more):
    values = {"insurer": "PICC", "number": "P-1", "starts_on": FIRST, "ends_on": LAST}
    return services.Terms(**{**values, "cover": Decimal("300000.00"), "premium": Decimal("9000.00"), **more})


NEXT = {"number": "P-2", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}


@pytest.fixture
def policy(cast):
    return services.add_policy(unit=cast["first"], terms=terms(), by=cast.user("hr"))


def cover(policy, people, by, **more):
    return services.add_members(
        policy=policy, auxiliaries=people, starts_on=more.pop("starts_on", FIRST), by=by, **more
    )


def test_nobody_is_covered_twice_by_the_same_policy(cast, policy):
    people, hr = [cast.auxiliary("甲"), cast.auxiliary("乙")], cast.user("hr")
    assert cover(policy, people[:1], hr) == 1
    assert cover(policy, people, hr) == 1
    assert PolicyMember.objects.count() == 2


def test_cover_stays_within_the_policy_and_leavers_get_none(cast, policy):
    hr = cast.user("hr")
    with pytest.raises(BadInput):
        cover(policy, [cast.auxiliary("甲")], hr, starts_on=date(2025, 12, 31))
    with pytest.raises(NotNow):
        cover(policy, [cast.auxiliary("乙", status="left", left_on=TODAY)], hr)
    assert not PolicyMember.objects.exists()


def test_a_renewal_carries_over_whoever_is_covered_to_the_end_and_still_there(cast, policy):
    hr = cast.user("hr")
    stays, left, ended = cast.auxiliary("stays"), cast.auxiliary("left"), cast.auxiliary("ended")
    cover(policy, [stays, left, ended], hr)
    left.status, left.left_on = "left", TODAY
    left.save()
    services.end_cover(member=policy.members.get(auxiliary=ended), ends_on=TODAY, by=hr, reason="moved")
    new = services.renew_policy(policy=policy, terms=terms(**NEXT), by=hr)
    assert [member.auxiliary for member in new.members.all()] == [stays]
    assert new.renews == policy


def test_a_policy_is_renewed_once_and_from_the_day_after(cast, policy):
    hr = cast.user("hr")
    with pytest.raises(BadInput):
        services.renew_policy(policy=policy, terms=terms(**NEXT | {"starts_on": LAST}), by=hr)
    services.renew_policy(policy=policy, terms=terms(**NEXT), by=hr)
    with pytest.raises(NotNow):
        services.renew_policy(policy=policy, terms=terms(**NEXT | {"number": "P-3"}), by=hr)


def test_the_pages_take_a_policy_from_entry_to_renewal(client, cast):
    auxiliary = cast.auxiliary()
    cast.auxiliary("西站", unit="west")
    sign_in(client, cast.user("hr"))
    typed = {"unit": "first", "insurer": "PICC", "number": "P-9", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
             "cover": "300000", "premium": "9000"}  # fmt: skip
    assert client.post("/payroll/policies/new/", typed | {"unit": "second"}).status_code == 422
    assert client.post("/payroll/policies/new/", typed | {"ends_on": "2025-12-31"}).status_code == 422
    assert client.post("/payroll/policies/new/", typed).status_code == 302
    policy = AccidentPolicy.objects.get()
    members = f"/payroll/policies/{policy.pk}/members/"
    unknown = client.post(members, {"unit": "north", "starts_on": "2026-11-16", "badges": "NOBODY"})
    assert unknown.status_code == 422
    assert "NOBODY" in unknown.content.decode()
    assert client.post(members, {"unit": "west", "starts_on": "2026-11-16"}).status_code == 422
    covered = client.post(members, {"unit": "north", "starts_on": "2026-11-16", "badges": auxiliary.badge_number})
    assert covered.status_code == 302
    assert "林晓" in client.get(f"/payroll/policies/{policy.pk}/").content.decode()
    renewal = {name: value for name, value in typed.items() if name != "unit"} | {k: str(v) for k, v in NEXT.items()}
    assert client.post(f"/payroll/policies/{policy.pk}/renew/", renewal).status_code == 302
    assert "P-2" in client.get("/payroll/policies/").content.decode()
    member = policy.members.get()
    end = f"/payroll/members/{member.pk}/end/"
    assert client.post(end, {"ends_on": "2026-11-20", "reason": "moved away"}).status_code == 302
    again = client.post(end, {"ends_on": "2026-12-20", "reason": "moved away"})
    assert again.status_code == 422 and "moved away" in again.content.decode()  # said above what was typed
    member.refresh_from_db()
    assert member.ends_on.isoformat() == "2026-11-20"


def test_another_bureau_gets_404(client, cast, policy):
    sign_in(client, cast.user("hr2"))
    for page in ("", "renew/", "members/"):
        assert client.get(f"/payroll/policies/{policy.pk}/{page}").status_code == 404
    assert "P-1" not in client.get("/payroll/policies/").content.decode()


def test_a_claim_asks_for_what_the_cover_gives_and_is_decided_once(client, cast, policy):
    """300,000: grade 8 is 30 %, a death the whole; treatment as it cost. Only what happened while covered."""
    hr = cast.user("hr")
    cover(policy, [cast.auxiliary()], hr, starts_on=date(2026, 3, 1))
    member, day = policy.members.get(), date(2026, 5, 6)
    told = {"member": member, "reported_on": date(2026, 5, 8), "what": "巡逻时摔伤", "by": hr}
    claim = services.report_claim(kind="disability", grade=8, happened_on=day, **told)
    assert claim.asked == Decimal("90000.00")
    assert services.report_claim(kind="death", happened_on=day, **told).asked == Decimal("300000.00")
    for wrong in ({"kind": "medical"}, {"kind": "death", "happened_on": date(2026, 2, 28)}):
        with pytest.raises(BadInput):
            services.report_claim(**{**told, "happened_on": day, **wrong})
    for wrong in (
        {"kind": "disability", "asked": 1},
        {"kind": "death", "grade": 3},
        {"kind": "death", "happened_on": day},
    ):
        with pytest.raises(ValidationError):
            services.report_claim(**{**told, "happened_on": date(2026, 5, 7), **wrong})
    sign_in(client, hr)
    page = f"/payroll/claims/{claim.pk}/decide/"
    assert client.post(page, {"paid": "90000.01", "decided_on": "2026-06-01"}).status_code == 422
    assert client.post(page, {"paid": "85000", "decided_on": "2026-06-01"}).status_code == 302
    assert client.post(page, {"paid": "1", "decided_on": "2026-06-02"}).status_code == 422
    text = client.get(f"/payroll/policies/{policy.pk}/").content.decode()
    assert "85,000.00" in text and "grade 8" in text
    entered = {
        "kind": "medical",
        "happened_on": "2026-07-01",
        "reported_on": "2026-07-01",
        "what": "擦伤",
        "asked": "320",
    }
    assert client.post(f"/payroll/members/{member.pk}/claim/", entered).status_code == 302


def test_the_premium_follows_the_people_who_were_really_covered(client, cast):
    """300.00 a head: two the whole year, one from July (6 months: 60 %), one for January alone (10 %)."""
    hr = cast.user("hr")
    policy = services.add_policy(
        unit=cast["first"], terms=terms(premium=Decimal("900.00"), a_head=Decimal("300.00")), by=hr
    )
    assert premium_of(policy, LAST) is None
    cover(policy, [cast.auxiliary("甲"), cast.auxiliary("乙")], hr)
    cover(policy, [cast.auxiliary("丙")], hr, starts_on=date(2026, 7, 1))
    cover(policy, [cast.auxiliary("丁")], hr, ends_on=date(2026, 1, 31))
    found = premium_of(policy, LAST)
    assert [(part.months, part.people, part.amount) for part in found.parts] == [
        (12, 2, Decimal("600.00")), (6, 1, Decimal("180.00")), (1, 1, Decimal("30.00")),
    ]  # fmt: skip
    assert found.by_table == Decimal("810.00")
    # Three in January, two from February to June, three from July: 31 of 12 months.
    assert (found.settled.average, found.settled.due, found.settled.difference) == (
        Decimal("2.58"), Decimal("775.00"), Decimal("-125.00"),
    )  # fmt: skip
    assert len(premium_of(policy, date(2026, 2, 10)).heads) == 2
    sign_in(client, hr)
    assert "810.00" in client.get(f"/payroll/policies/{policy.pk}/").content.decode()
