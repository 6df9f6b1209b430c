"""Restrictions, qualifications, relatives, cards, moves, leaving, quotas: what each act does, refuses and tells."""

from __future__ import annotations

from datetime import date

import pytest

from core.actors import SYSTEM
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from roster import services
from roster.models import Leaving, Quota, WorkCard
from tests.cast import LONG_AGO, TODAY, Cast

TOMORROW = date(2026, 11, 17)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Events in the order they were told."""
    found: list[tuple[str, int]] = []
    for module in ("standing", "equipment", "leaving", "postings", "contracts"):
        monkeypatch.setattr(
            f"roster.services.{module}.emit", lambda kind, payload: found.append((kind, payload["auxiliary"]))
        )
    return found


def test_a_restriction_holds_from_to_and_not_on_the_day_it_is_lifted(cast, told):
    one, by = cast.auxiliary(), cast.user("hr")
    row = services.restrict(
        auxiliary=one, kind="medical", reason="腰伤", starts_on=date(2026, 11, 10), ends_on=date(2026, 12, 10),
        duty_codes=("patrol-street",), by=by, on=TODAY,
    )  # fmt: skip
    days = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 12, 10), date(2026, 12, 11))
    in_force = [one.restrictions.in_force(day).exists() for day in days]
    assert in_force == [False, True, True, False]
    services.lift_restriction(restriction=row, lifted_on=TODAY, by=by, on=TODAY)
    assert [one.restrictions.in_force(day).exists() for day in (date(2026, 11, 15), TODAY)] == [True, False]
    assert told == [("roster.restricted", one.pk), ("roster.restriction_lifted", one.pk)]
    with pytest.raises(NotNow):
        services.lift_restriction(restriction=row, lifted_on=TODAY, by=by, on=TODAY)


def test_a_suspension_is_the_status_until_it_ends(cast):
    one, by = cast.auxiliary(), cast.user("hr")
    services.restrict(auxiliary=one, kind="suspension", reason="调查", starts_on=TODAY, ends_on=TODAY, by=by, on=TODAY)
    one.refresh_from_db()
    assert one.status == "suspended"
    assert services.apply_due_suspensions(on=TODAY, by=SYSTEM) == 0
    assert services.apply_due_suspensions(on=TOMORROW, by=SYSTEM) == 1
    one.refresh_from_db()
    assert one.status == "active"


def test_an_unknown_duty_code_restricts_nothing(cast):
    given = {"kind": "medical", "reason": "腰伤", "starts_on": TODAY, "by": cast.user("hr"), "on": TODAY}
    with pytest.raises(BadInput) as bad:
        services.restrict(auxiliary=cast.auxiliary(), duty_codes=("no-such-duty",), **given)
    assert "duty_codes" in bad.value.errors


def test_cards_one_at_a_time_and_a_number_once(cast, told):
    one, two, by = cast.auxiliary("一"), cast.auxiliary("二"), cast.user("hr")
    days = {"valid_from": TODAY, "valid_until": date(2029, 11, 15)}
    with pytest.raises(NotNow):
        services.issue_card(auxiliary=one, number="GZ-9", by=by, **days)
    services.return_card(card=one.cards.get(), returned_on=TODAY, by=by, note="遗失")
    assert not WorkCard.objects.filter(auxiliary=one).valid_on(TODAY).exists()
    services.issue_card(auxiliary=one, number="GZ-9", by=by, **days)
    services.return_card(card=two.cards.get(), returned_on=TODAY, by=by)
    with pytest.raises(BadInput) as bad:
        services.issue_card(auxiliary=two, number="GZ-9", by=by, **days)
    assert "number" in bad.value.errors
    assert told.count(("roster.card_changed", one.pk)) == 2


def test_qualifications_and_relatives_are_told(cast, told):
    one, by = cast.auxiliary(), cast.user("hr")
    officer = cast.officer()
    row = services.add_qualification(
        auxiliary=one, kind="certificate", subject="driving_licence", name="", obtained_on=LONG_AGO, by=by
    )
    assert row.name
    services.end_qualification(qualification=row, valid_until=TODAY, by=by, reason="吊销")
    tie = services.add_relationship(
        auxiliary=one, name="", related=officer.person, kind="spouse", starts_on=LONG_AGO, by=by
    )
    assert tie.name == officer.person.name
    services.end_relationship(relationship=tie, ends_on=TODAY, by=by)
    with pytest.raises(BadInput):
        services.add_relationship(auxiliary=one, name="", related=one.person, kind="other", starts_on=TODAY, by=by)
    kinds = [kind for kind, _pk in told]
    assert kinds == ["roster.qualification_changed"] * 2 + ["roster.relationship_changed"] * 2


def test_a_move_ends_the_posting_and_needs_room_only_where_it_gains(cast, told):
    one, by = cast.auxiliary(), cast.user("hr")
    Quota.objects.filter(unit=cast["first"]).update(number=1)  # full, but counts the person already
    full = cast.quota("south", number=0)
    with pytest.raises(Refused) as refused:
        services.move(auxiliary=one, unit=cast["south"], post=None, starts_on=TODAY, by=by, on=TODAY)
    assert [f.code for f in refused.value.findings] == ["RO-08"]
    Quota.objects.filter(pk=full.pk).update(number=1)
    services.move(auxiliary=one, unit=cast["south"], post=None, starts_on=TODAY, by=by, on=TODAY, reason="增援")
    one.refresh_from_db()
    assert one.unit == cast["south"]
    assert [p.ends_on for p in one.postings.order_by("starts_on")] == [date(2026, 11, 15), None]
    assert told == [("roster.moved", one.pk)]


@pytest.mark.parametrize(("starts_on", "unit"), [(TOMORROW, "south"), (date(2024, 1, 1), "south"), (TODAY, "north")])
def test_no_move_beforehand_into_the_past_of_the_posting_or_to_the_same_place(cast, starts_on, unit):
    with pytest.raises(BadInput):
        services.move(
            auxiliary=cast.auxiliary(), unit=cast[unit], post=None, starts_on=starts_on, by=cast.user("hr"), on=TODAY
        )


def test_a_move_to_a_page_that_is_stale_is_refused(cast):
    one, by = cast.auxiliary(), cast.user("hr")
    given = {"post": None, "starts_on": TODAY, "by": by, "on": TODAY}
    services.move(auxiliary=one, unit=cast["south"], version=1, **given)
    with pytest.raises(NotNow):
        services.move(auxiliary=one, unit=cast["first"], version=1, **given)


def test_leaving_ends_everything_keeps_a_checklist_and_is_told(cast, told):
    one, by = cast.auxiliary(), cast.user("hr")
    services.issue_equipment(auxiliary=one, kind="radio", serial="R-1", issued_on=LONG_AGO, by=by)
    leaving = services.leave(auxiliary=one, last_day=TODAY, ground="resigned", by=by, on=TODAY)
    one.refresh_from_db()
    assert (one.status, one.left_on) == ("left", TODAY)
    assert (one.contracts.get().ended_on, one.contracts.get().end_ground) == (TODAY, "resigned")
    assert one.postings.get().ends_on == TODAY
    assert [piece["label"] for piece in leaving.checklist] == [one.cards.get().number, "R-1"]
    assert told == [("roster.contract_ended", one.pk), ("roster.left", one.pk)]
    with pytest.raises(NotNow):
        services.restrict(auxiliary=one, kind="other", reason="x", starts_on=TODAY, by=by, on=TODAY)
    services.return_card(card=one.cards.get(), returned_on=TODAY, by=by)  # giving back is still possible


def test_nobody_is_sent_away_on_a_local_ground_and_nothing_stays_of_the_attempt(cast):
    one = cast.auxiliary()
    with pytest.raises(Refused):
        services.leave(auxiliary=one, last_day=TODAY, ground="local_rule", by=cast.user("hr"), on=TODAY)
    one.refresh_from_db()
    assert one.status == "active" and one.contracts.get().ended_on is None
    assert not Leaving.objects.exists() and not AuditEntry.objects.filter(action="auxiliary.left").exists()


def test_leaving_is_not_entered_beforehand(cast):
    with pytest.raises(BadInput):
        services.leave(auxiliary=cast.auxiliary(), last_day=TOMORROW, ground="resigned", by=cast.user("hr"), on=TODAY)


def allocate(cast: Cast, unit: str, number: int, category: str = "any") -> Quota:
    approval = {"approval_document": "文1", "approved_on": LONG_AGO}
    given = {"unit": cast[unit], "year": 2026, "category": category, "number": number}
    return services.allocate_quota(by=cast.user("higher"), on=TODAY, **given, **approval)


def test_what_is_given_out_below_stays_within_the_quota_above(cast):
    allocate(cast, "first", 100)
    allocate(cast, "north", 60)
    with pytest.raises(Refused) as refused:
        allocate(cast, "south", 41)
    assert [f.code for f in refused.value.findings] == ["RO-10"]
    assert allocate(cast, "south", 40).number == 40
    with pytest.raises(Refused):
        allocate(cast, "first", 99)
    with pytest.raises(Refused):
        allocate(cast, "south", 41, "service")
    assert Quota.objects.get(unit=cast["first"]).number == 100


def test_a_quota_is_approved_by_a_document(cast):
    with pytest.raises(BadInput):
        services.allocate_quota(
            unit=cast["north"], year=2026, category="any", number=1, approved_on=TODAY, by=cast.user("hr"), on=TODAY
        )


def test_an_occupied_post_is_not_closed(cast):
    post = cast.post()
    cast.auxiliary(post=post)
    with pytest.raises(NotNow):
        services.change_post(post=post, ends_on=TODAY, by=cast.user("hr"), on=TODAY)


def test_the_newest_grade_that_has_begun_is_the_present_one(cast):
    one, by = cast.auxiliary(), cast.user("hr")
    services.give_grade(auxiliary=one, grade="七级", since=LONG_AGO, by=by, on=TODAY)
    services.give_grade(auxiliary=one, grade="五级", since=TOMORROW, by=by, on=TODAY)
    services.give_grade(auxiliary=one, grade="六级", since=TODAY, by=by, on=TODAY)
    one.refresh_from_db()
    assert one.grade == "六级"
    with pytest.raises(BadInput):
        services.give_grade(auxiliary=one, grade="四级", since=TODAY, by=by, on=TODAY)


def test_an_injury_is_entered_and_its_decision_noted(cast):
    one, by = cast.auxiliary(), cast.user("hr")
    injury = services.report_injury(auxiliary=one, happened_on=TODAY, what="摔伤", by=by)
    with pytest.raises(BadInput):
        services.change_injury(injury=injury, reported_on=date(2026, 11, 15), by=by)
    injury = services.change_injury(injury=injury, reported_on=TOMORROW, recognised=True, grade=9, by=by)
    assert (injury.reported_on, injury.grade) == (TOMORROW, 9)
