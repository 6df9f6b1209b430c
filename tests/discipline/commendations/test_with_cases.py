"""A demerit that was served bars award and promotion in its time: read from the cases, not typed again."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import Refused
from discipline import facts
from discipline.services import commendations, grades
from roster.models import GradeRecord
from tests.discipline.cases.court import Court

pytestmark = pytest.mark.django_db


def test_a_served_demerit_bars_award_and_grade_until_its_effect_ends() -> None:
    court = Court()
    person, hr = court.auxiliary, court.cast.user("hr")
    GradeRecord.objects.create(auxiliary=person, grade="七级", since=date(2022, 1, 1))
    type(person).objects.filter(pk=person.pk).update(grade="七级", hired_on=date(2020, 1, 1))
    person.refresh_from_db()
    case = court.served("demerit")
    on = court.day(16)
    (spell,) = facts.sanctions([person.pk], on, on)[person.pk]
    assert (spell.since, spell.bars_award, spell.bars_promotion) == (case.sanctions.get().starts_on, True, True)
    assert spell.until is not None

    with pytest.raises(Refused) as award:
        commendations.nominate(auxiliary=person, kind="praise", deed="救人", deed_on=court.day(3), by=hr, on=on)
    assert [finding.code for finding in award.value.findings] == ["CM-02"]
    with pytest.raises(Refused) as grade:
        grades.propose(auxiliary=person, to="六级", appraisal="称职", by=hr, on=on)
    assert [finding.code for finding in grade.value.findings] == ["GR-05"]
    over = spell.until.replace(year=spell.until.year + 1)
    assert grades.propose(auxiliary=person, to="六级", appraisal="称职", by=hr, on=over).to_grade == "六级"
