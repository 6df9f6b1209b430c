"""Awards as a lawyer reads them: from the nomination to the certificate, and every refusal with its rule.

Nothing here is law but the right of the good ones to be commended (HA 24, GX 26, ST 25): kinds, publicity of seven working
days and bars are house policy (HOUSE), and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from core.errors import BadInput, NotNow, Refused
from discipline import facts
from discipline.models import Commendation, Objection
from discipline.rules.commendations import Status
from discipline.services import commendations as services
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, Cast

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 11, 25)  # Monday 16 November, and seven working days after it
DECISION_DAY = date(2026, 11, 26)
DEED = "11月3日在巡逻中救起落水儿童一名"
DEED_DAY = date(2026, 11, 3)


class Awards:
    """A bureau with a clerk who nominates, a head who decides, and the city above."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.clerk, self.head, self.city = (self.cast.user(name) for name in ("hr", "supervisor", "higher"))
        self.hero = self.cast.auxiliary("林晓")
        self.mate = self.cast.user("auxiliary")

    def nominated(self, kind: str = "praise", *, deed_on: date = DEED_DAY, **more: Any) -> Commendation:
        words = {"auxiliary": self.hero, "deed": DEED, "by": self.clerk, "on": TODAY, **more}
        return services.nominate(kind=kind, deed_on=deed_on, **words)

    def public(self, kind: str = "praise", **more: Any) -> Commendation:
        return services.publish(commendation=self.nominated(kind, **more), by=self.clerk, on=more.get("on", TODAY))

    def award(
        self, row: Commendation, *, by: Any = None, on: date = DECISION_DAY, number: str = "云公政〔2026〕8号"
    ) -> Any:
        return services.award(commendation=row, by=by or self.head, on=on, document_number=number)


@pytest.fixture
def awards() -> Awards:
    return Awards()


@pytest.fixture
def sanction(awards: Awards) -> Iterator[list[facts.SanctionSpell]]:
    """Sanctions as the cases tell them."""
    told: list[facts.SanctionSpell] = []
    source = lambda people, first, last: [spell for spell in told if spell.auxiliary in people]  # noqa: E731
    facts.sanction_sources.append(source)
    yield told
    facts.sanction_sources.remove(source)


def refused(act: Any) -> list[str]:
    """The codes of the rules that stood against it."""
    with pytest.raises(Refused) as error:
        act()
    return [finding.code for finding in error.value.findings]


def test_from_the_nomination_over_seven_working_days_in_public_to_the_award(awards: Awards) -> None:
    row = awards.nominated()
    assert (row.status, row.number[:7]) == (Status.NOMINATED, "BZ2026-")

    row = services.publish(commendation=row, by=awards.clerk, on=TODAY)
    assert (row.published_from, row.published_until, row.published_workdays) == (TODAY, LAST_DAY, 7)
    assert row.published_in == awards.cast["first"], "the whole county bureau sees it"
    assert row.basis["publicity"]["cites"] == ["AWARD20", "HOUSE"]
    assert row.basis["publicity"]["confidence"] == "B", "house policy is never called law"

    row = awards.award(row)
    assert (row.status, row.awarded_on, row.year) == (Status.AWARDED, DECISION_DAY, 2026)
    assert row.decided_person_id == awards.head.person_id


def test_on_the_last_day_of_the_publicity_nothing_is_awarded_yet(awards: Awards) -> None:
    row = awards.public()
    assert refused(lambda: awards.award(row, on=LAST_DAY)) == ["CM-05"]
    assert awards.award(row, on=DECISION_DAY).status == Status.AWARDED


def test_the_refusal_names_its_rule_its_source_and_what_would_cure_it(awards: Awards) -> None:
    with pytest.raises(Refused) as error:
        awards.award(awards.public(), on=date(2026, 11, 20))
    (finding,) = error.value.findings
    assert finding.sentence("en") == "The nomination was public for 3 of 7 working days."
    assert [cite["cites"] for cite in finding.cites] == ["AWARD20", "HOUSE"]
    assert finding.cure_sentence("en") == "Wait until the publicity is over."


def test_over_the_national_day_the_publicity_is_longer(awards: Awards) -> None:
    row = awards.public(on=date(2026, 9, 28), deed_on=date(2026, 9, 1))
    assert row.published_until == date(2026, 10, 13), "29, 30 September, 8 to 10 (made up), 12, 13 October"


def test_the_same_award_is_not_given_twice_a_year_but_in_the_next(awards: Awards) -> None:
    awards.award(awards.public())
    assert refused(lambda: awards.nominated(deed_on=date(2026, 11, 5))) == ["CM-03"]
    assert awards.nominated("merit_3", deed_on=date(2026, 11, 5)).status == Status.NOMINATED, "another level may be"
    new_year = date(2027, 1, 4)
    assert awards.nominated(deed_on=date(2026, 12, 1), on=new_year).status == Status.NOMINATED


def test_two_nominations_of_a_year_one_award(awards: Awards) -> None:
    one, two = awards.public(), awards.public(deed_on=date(2026, 11, 4))
    awards.award(one)
    assert refused(lambda: awards.award(two)) == ["CM-03"]


def test_one_deed_is_commended_once(awards: Awards) -> None:
    awards.nominated()
    assert refused(lambda: awards.nominated("merit_3")) == ["CM-04"]


def test_no_award_in_a_year_with_a_sanction(awards: Awards, sanction: list[facts.SanctionSpell]) -> None:
    row = awards.public()
    sanction.append(facts.SanctionSpell(awards.hero.pk, "警告", date(2026, 11, 20), date(2027, 5, 19)))
    assert refused(lambda: awards.nominated("merit_3", deed_on=date(2026, 11, 5))) == ["CM-02"]
    assert refused(lambda: awards.award(row)) == ["CM-02"], "also one that came after the nomination"
    sanction[0] = facts.SanctionSpell(awards.hero.pk, "警告", date(2025, 3, 1), date(2025, 12, 31))
    assert awards.award(row).status == Status.AWARDED, "the day its effect ended was last year"


def test_whoever_nominated_does_not_decide_nor_does_the_nominee_or_a_relative(awards: Awards) -> None:
    row = awards.public()
    assert refused(lambda: awards.award(row, by=awards.clerk)) == ["CM-07"]
    awards.hero.relationships.create(
        name="head", related=awards.head.person, kind="parent", near_relative=True, starts_on=date(2000, 1, 1)
    )
    assert refused(lambda: awards.award(row)) == ["CM-08"]


def test_third_class_merit_is_decided_by_the_city(awards: Awards) -> None:
    row = awards.public("merit_3")
    assert refused(lambda: awards.award(row)) == ["CM-09"]
    assert awards.award(row, by=awards.city).status == Status.AWARDED


def test_where_no_organ_of_the_level_is_in_the_program_the_topmost_enters_its_decision(awards: Awards) -> None:
    row = awards.public("merit_1")
    assert refused(lambda: awards.award(row)) == ["CM-09"]
    assert awards.award(row, by=awards.city, number="省公政〔2026〕3号").document_number == "省公政〔2026〕3号"


def test_an_objection_stops_the_award_until_another_person_settles_it(awards: Awards) -> None:
    row = awards.public()
    said = services.object_to(commendation=row, text="当时不在场", by=awards.mate, on=LAST_DAY)
    assert said.objector == awards.mate.display_name
    assert refused(lambda: awards.award(row)) == ["CM-06"]
    with pytest.raises(NotNow):
        services.settle(objection=said, upheld=False, answer="查无实据", by=awards.clerk)  # she nominated
    services.settle(objection=said, upheld=False, answer="监控可证其在场", by=awards.head)
    assert awards.award(row).status == Status.AWARDED


def test_an_objection_that_is_upheld_ends_the_nomination(awards: Awards) -> None:
    row = awards.public()
    said = services.object_to(commendation=row, text="冒领他人功劳", by=awards.clerk, on=TODAY, objector="群众来电")
    services.settle(objection=said, upheld=True, answer="查证属实", by=awards.head)
    row.refresh_from_db()
    assert row.status == Status.REJECTED
    assert row.reason


def test_an_objection_after_the_publicity_is_too_late(awards: Awards) -> None:
    row = awards.public()
    with pytest.raises(NotNow):
        services.object_to(commendation=row, text="迟到", by=awards.clerk, on=DECISION_DAY)
    with pytest.raises(PermissionDenied):
        services.object_to(commendation=row, text="迟到", by=awards.mate, on=DECISION_DAY)


def test_nobody_of_another_bureau_objects_or_nominates(awards: Awards) -> None:
    row = awards.public()
    for name in ("hr2", "pay-clerk", "requester"):
        with pytest.raises(PermissionDenied):
            services.object_to(commendation=row, text="不同意", by=awards.cast.user(name), on=TODAY)
    with pytest.raises(PermissionDenied):
        awards.nominated("merit_3", by=awards.cast.user("hr2"))


def test_an_account_that_belongs_to_nobody_nominates_and_settles_nothing(awards: Awards) -> None:
    desk = User.objects.create_user("desk", None)
    stagehands.give_role(desk, "hr", awards.cast["first"], since=LONG_AGO)
    with pytest.raises(NotNow):
        awards.nominated(by=desk)
    said = services.object_to(commendation=awards.public(), text="不在场", by=awards.mate, on=TODAY)
    with pytest.raises(NotNow):
        services.settle(objection=said, upheld=False, answer="查无实据", by=desk)


def test_an_award_may_be_revoked_and_then_given_anew(awards: Awards) -> None:
    row = awards.award(awards.public())
    with pytest.raises(BadInput):
        services.revoke(commendation=row, reason=" ", by=awards.head)
    assert services.revoke(commendation=row, reason="事迹不实", by=awards.head).status == Status.REVOKED
    assert awards.nominated(deed_on=date(2026, 11, 6)).status == Status.NOMINATED


def test_only_whoever_nominated_withdraws_and_nobody_acts_out_of_turn(awards: Awards) -> None:
    row = awards.nominated()
    with pytest.raises(NotNow):
        services.withdraw(commendation=row, reason="换人", by=awards.head)
    with pytest.raises(NotNow):
        awards.award(row)  # never shown in public
    services.withdraw(commendation=row, reason="换人", by=awards.clerk)
    with pytest.raises(NotNow):
        services.publish(commendation=row, by=awards.clerk, on=TODAY)


def test_into_a_year_without_calendar_the_term_says_that_it_is_not_sure(awards: Awards) -> None:
    row = awards.public(on=date(2026, 12, 28), deed_on=date(2026, 12, 1))
    assert row.basis["calendar_known"] is False
    assert Objection.objects.count() == 0
