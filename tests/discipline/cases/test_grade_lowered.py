"""A measure that lowers the grade lowers it on the file from its service, and it is put back when the measure is set aside.

How far, and whether it is put back, is house policy (`discipline.cases.lowered_steps`, `lowered_put_back`).
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from core import clock
from core.errors import NotNow, Refused
from core.models import AuditEntry, OutboxEvent
from discipline import facts
from discipline.models import Sanction
from discipline.printing import cases as papers
from discipline.selectors import effects
from discipline.selectors.grades import step_of
from discipline.services import cases
from regulations.models import LocalValue
from roster.models import GradeRecord
from roster.services import give_grade
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court, codes, fresh
from tests.discipline.cases.test_life import refused

pytestmark = pytest.mark.django_db
SINCE = dt.date(2024, 3, 1)


def graded(court: Court, grade: str = "五级") -> Court:
    give_grade(auxiliary=court.auxiliary, grade=grade, since=SINCE, by=court.supervisor, on=court.start)
    court.auxiliary.refresh_from_db()
    return court


def held(court: Court) -> tuple[str, dt.date]:
    """The grade on file, and since when it is held."""
    court.auxiliary.refresh_from_db()
    newest = court.auxiliary.grades.standing().order_by("since").last()
    assert newest.grade == court.auxiliary.grade
    return newest.grade, newest.since


def answered(court: Court, case, verdict: str, changed_to: str = "", day: int = 30):
    words = {
        "verdict": verdict,
        "changed_to": changed_to,
        "reasons": "情节较轻",
        "by": court.legal,
        "on": court.day(day),
    }
    return cases.answer_appeal(appeal=fresh(case).appeal, **words)


def test_lowered_from_the_service_and_held_again_when_the_decision_is_taken_back():
    court = graded(Court())
    case = court.decided("grade_lowered")
    assert (case.sanctions.get().from_grade, case.sanctions.get().to_grade) == ("五级", "六级")
    assert held(court) == ("五级", SINCE), "nothing before the service"
    cases.serve(case=case, how="in_person", by=court.inspector, on=court.day(15))
    row = case.sanctions.get()
    assert (row.lowered_on, row.starts_on, row.put_back_at) == (court.day(15), court.day(15), None)
    assert held(court) == ("六级", court.day(15))
    assert court.auxiliary.grades.get(since=court.day(15)).document_number == case.number
    trail = AuditEntry.objects.filter(action="auxiliary.graded").latest("pk")
    assert (trail.before, trail.after["grade"]) == ({"grade": "五级"}, "六级")
    (spell,) = facts.sanctions([court.auxiliary.pk], court.day(15), court.day(15))[court.auxiliary.pk]
    assert spell.bars_promotion and step_of(court.auxiliary, court.day(15)) is None
    assert effects.grade_put_back(row.pk) is None, "pay makes up for nothing yet"
    cases.appeal(case=fresh(case), grounds="处分过重", by=court.person, on=court.day(20))
    answered(court, case, "revoked")
    row.refresh_from_db()
    assert row.revoked_on == court.day(30) and row.put_back_at is not None
    assert held(court) == ("五级", SINCE), "as if it had never been lowered: the years in the grade count on"
    assert court.auxiliary.grades.get(since=court.day(15)).revoked_on == court.day(30)
    told = OutboxEvent.objects.filter(kind="discipline.graded", payload__sanction=row.pk)
    assert set(told.values_list("consumer", flat=True)) == {"payroll.follow_grade", "discipline.tell"}
    given = effects.grade_put_back(row.pk)
    assert (given.before, given.to, given.since) == ("六级", "五级", court.day(15))
    assert given.document == fresh(case).appeal.number
    assert not given.lacks(row.lowered_at) and not given.lacks(row.put_back_at)
    assert given.lacks(row.lowered_at + (row.put_back_at - row.lowered_at) / 2)


def test_a_milder_measure_gives_the_grade_back_unless_the_office_has_set_otherwise():
    court = graded(Court())
    case = court.appealed("grade_lowered")
    answered(court, case, "changed", "major_demerit")
    assert held(court) == ("五级", SINCE)
    kept = court.cast.auxiliary("另一人", grade="三级")
    values = LocalValue.objects.create(
        unit=kept.unit, key="discipline.cases.lowered_put_back", value=False, since=court.start, reason="本局规定",
        proposed_by=court.inspector.person, proposed_at=clock.now(),
    )  # fmt: skip
    LocalValue.objects.filter(pk=values.pk).update(approved_by=court.supervisor.person, approved_at=clock.now())
    again = court.appealed("grade_lowered", auxiliary=kept)
    answered(court, again, "revoked")
    kept.refresh_from_db()
    measure = again.sanctions.get()
    assert (kept.grade, measure.put_back_at, measure.revoked_on) == ("四级", None, court.day(30))
    dated = kept.grades.order_by("since").values_list("grade", "since")
    assert list(dated) == [("三级", kept.hired_on), ("四级", court.day(15))], "pay knows the days before"


@pytest.mark.parametrize("grade", ["", "七级", "首席"])
def test_no_grade_the_lowest_or_one_off_the_ladder_is_not_lowered(grade: str):
    court = Court()
    if grade:
        graded(court, grade)
    case = court.heard("grade_lowered")
    words = {"case": case, "grounds": "事实清楚", "by": court.supervisor, "on": court.day(14)}
    with pytest.raises(Refused) as error:
        cases.decide(outcome="grade_lowered", **words)
    assert codes(error.value) == {"CS-26"}
    assert cases.decide(outcome="major_demerit", **words).status == "decided"


def test_never_twice_never_on_the_day_a_grade_was_given_and_never_above_what_is_held():
    court = graded(Court())
    case = court.decided("grade_lowered")
    give_grade(auxiliary=court.auxiliary, grade="四级", since=court.day(15), by=court.supervisor, on=court.day(15))
    words = {"case": case, "how": "in_person", "by": court.inspector}
    with pytest.raises(NotNow, match="very day"):
        cases.serve(on=court.day(15), **words)
    served = cases.serve(on=court.day(16), **words)
    assert held(court) == ("六级", court.day(16)), "to what was decided"
    assert served.sanctions.get().from_grade == "四级"
    second = court.decided("grade_lowered")
    give_grade(auxiliary=court.auxiliary, grade="七级", since=court.day(17), by=court.supervisor, on=court.day(17))
    cases.serve(case=second, how="in_person", by=court.inspector, on=court.day(18))
    assert held(court) == ("七级", court.day(17)) and second.sanctions.get().lowered_on is None


def test_pages_letter_and_api_name_the_grades():
    court = graded(Court(start=TODAY - dt.timedelta(days=20)))
    case = court.served("grade_lowered")
    chief, own = sign_in(Client(), court.supervisor), sign_in(Client(), court.person)
    for client, address in ((chief, f"/discipline/cases/{case.pk}/"), (own, f"/me/conduct/{case.pk}/")):
        assert "from 五级 to 六级" in client.get(address).content.decode(), address
    told = papers.letter(case, case.sanctions.get(), 30)["paragraphs"]
    assert any("层级由五级降为六级。" in said for (said,) in told)
    (measure,) = chief.get(f"/api/v1/cases/{case.pk}/").json()["sanctions"]
    assert (measure["from_grade"], measure["to_grade"], measure["lowered_on"]) == ("五级", "六级", str(court.day(15)))
    cases.appeal(case=fresh(case), grounds="处分过重", by=court.person, on=court.day(16))
    answered(court, case, "revoked", day=18)
    assert "put back" in own.get(f"/me/conduct/{case.pk}/").content.decode()


def test_the_database_keeps_grade_and_measure_together():
    court = graded(Court())
    case = court.served("grade_lowered")
    row, lowered = case.sanctions.get(), court.auxiliary.grades.get(since=court.day(15))
    now = clock.now()
    for column, value in (("to_grade", "七级"), ("from_grade", "一级"), ("lowered_on", SINCE), ("lowered_at", None)):
        assert refused(f"UPDATE discipline_sanction SET {column} = %s WHERE id = %s", value, row.pk), column
    assert refused("UPDATE discipline_sanction SET put_back_at = %s WHERE id = %s", now, row.pk)
    for column, value in (("grade", "一级"), ("since", SINCE - dt.timedelta(days=1)), ("document_number", "")):
        words = f"UPDATE roster_graderecord SET {column} = %s WHERE id = %s"
        assert "does not change" in refused(words, value, lowered.pk), column
    assert refused("UPDATE roster_graderecord SET revoked_on = %s WHERE id = %s", court.day(16), lowered.pk) == ""
    assert "once" in refused("UPDATE roster_graderecord SET revoked_on = NULL WHERE id = %s", lowered.pk)
    assert "permission denied" in refused("DELETE FROM roster_graderecord WHERE id = %s", lowered.pk)
    assert GradeRecord.objects.standing().filter(auxiliary=court.auxiliary).count() == 1
    late = "UPDATE discipline_sanction SET revoked_on = %s WHERE id = %s"
    assert refused(late, court.day(20), row.pk) == "" and Sanction.objects.get(pk=row.pk).put_back_at is None
    assert refused("UPDATE discipline_sanction SET put_back_at = %s WHERE id = %s", now, row.pk), "with its measure"
