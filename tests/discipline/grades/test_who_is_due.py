"""The lists of who is due are cut by the database; they find exactly those whom the pure rule of the next step finds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.models import User
from core import clock
from discipline.selectors import grades as selectors
from discipline.services import commendations
from organisation.services import set_jurisdiction
from regulations.models import LocalValue
from roster.models import Auxiliary, GradeRecord
from tests import stagehands
from tests.cast import LONG_AGO, TODAY
from tests.discipline.cases.court import Court

pytestmark = pytest.mark.django_db
GRADES = ("", "七级", "四级", "二级", "一级", "特级")
SINCE = (date(2022, 8, 31), date(2022, 11, 16), date(2023, 2, 28), date(2023, 12, 16), date(2024, 3, 1))


class Region:
    """Two bureaus with ladders of their own, and people of every grade who climbed on different days."""

    def __init__(self) -> None:
        self.court = Court()
        self.cast = self.court.cast
        self.clerk = User.objects.create_user("everywhere", None, person=self.cast.person("全市"))
        stagehands.give_role(self.clerk, "hr", self.cast["city"], since=LONG_AGO)
        self.people = [
            self.graded(unit, number, grade, since)
            for unit in ("north", "south", "west")
            for number, (grade, since) in enumerate(product(GRADES, (*SINCE, None)))
        ]

    def graded(self, unit: str, number: int, grade: str, since: date | None) -> Auxiliary:
        """`since` none: nobody graded this person yet; the day of hiring counts."""
        education = Auxiliary.Education.values[number % 5]
        hired = LONG_AGO if since else TODAY - timedelta(days=60 * number)
        row = self.cast.auxiliary(
            f"{unit}{number}", unit=unit, grade=grade, papers=False, education=education, hired_on=hired
        )
        if since:
            GradeRecord.objects.create(auxiliary=row, grade="八级", since=since - timedelta(days=500))
            GradeRecord.objects.create(auxiliary=row, grade=grade or "见习", since=since)
        if number % 3 == 0:
            taken_back = TODAY - timedelta(days=200)
            GradeRecord.objects.create(auxiliary=row, grade="五级", since=taken_back, revoked_on=taken_back)
        if number % 5 == 0:
            GradeRecord.objects.create(
                auxiliary=row, grade="六级", since=TODAY + timedelta(days=20 + number)
            )  # not yet
        return row

    def agree(self, day: date) -> None:
        people = Auxiliary.objects.visible_to(self.clerk).on_strength()
        steps = sorted(selectors.steps_of(people, day), key=lambda one: (one.step.due_on or date.max, one.auxiliary))
        soon = day + timedelta(days=183)
        wanted = {
            "ripe": [one for one in steps if one.step.ripe(day)],
            "soon": [one for one in steps if one.step.due_on and day < one.step.due_on <= soon and not one.step.lacks],
            "held": [one for one in steps if one.step.lacks],
        }
        assert all(wanted.values()), day
        for state, found in wanted.items():
            assert list(selectors.climbers(self.clerk, {"state": state}, day)) == found, (state, day)


@pytest.fixture
def region() -> Region:
    return Region()


def test_the_database_finds_those_whom_the_rule_finds(region: Region) -> None:
    for days in (0, 1, 30, 60):
        region.agree(TODAY + timedelta(days=days))


def test_also_where_sanctions_awards_training_and_places_differ(region: Region) -> None:
    """A demerit that ran out, training in Shantou, months that Shenzhen does not know, an award that saves six months."""
    cast, court = region.cast, region.court
    by = {"by": region.clerk, "reason": "属地"}
    set_jurisdiction(unit=cast["second"], pack="CN-440500", since=date(2022, 6, 1), **by)
    region.people[-25].qualifications.create(
        kind="training", subject="promotion", name="晋升培训", obtained_on=TODAY, valid_until=date(2028, 1, 1)
    )
    saving = LocalValue.objects.create(
        unit=cast["south"], key="discipline.grades.award_saves_months", value=6, since=LONG_AGO, reason="本单位规定",
        proposed_by=region.clerk.person, proposed_at=clock.now(),
    )  # fmt: skip
    LocalValue.objects.filter(pk=saving.pk).update(approved_by=court.supervisor.person, approved_at=clock.now())
    hero = next(one for one in region.people if one.unit_id == cast["south"].pk and one.grade == "七级")
    said = {"kind": "praise", "deed": "救起落水儿童", "deed_on": TODAY - timedelta(days=20)}
    award = commendations.nominate(auxiliary=hero, by=cast.user("hr"), on=TODAY, **said)
    award = commendations.publish(commendation=award, by=cast.user("hr"), on=TODAY)
    commendations.award(commendation=award, by=court.supervisor, on=court.day(20), document_number="8号")
    over = court.served("warning", auxiliary=region.people[8]).sanctions.get().ends_on
    set_jurisdiction(unit=cast["second"], pack="CN-440300", since=TODAY + timedelta(days=90), **by)
    for day in (TODAY, court.day(16), court.day(40), court.day(100), over, over + timedelta(days=1)):
        region.agree(day)
