"""The way up as a lawyer reads it: who is due, proposed, shown in public, decided by another; and every refusal.

That there are grades, resting on appraisal, is law (HA 26, 28, GX 23, 25, ST 24); the ladder and its terms are house policy.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.errors import BadInput, NotNow, Refused
from discipline import facts
from discipline.deadlines.grades import objections
from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import ACTS, Status
from discipline.selectors import grades as selectors
from discipline.services import grades as services
from organisation.services import set_jurisdiction
from roster.models import Auxiliary, GradeRecord
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, Cast, sign_in

pytestmark = pytest.mark.django_db
LAST_DAY, DECISION_DAY = date(2026, 11, 25), date(2026, 11, 26)
HELD_SINCE, DUE_ON = date(2023, 9, 1), date(2026, 9, 1)
RESULTS = "2024年度称职,2025年度优秀,考核文件3号"


class Climb:
    """A clerk who proposes, a head who decides, somebody three years in the lowest grade."""

    def __init__(self, *, grade: str = "七级") -> None:
        self.cast = Cast()
        self.clerk, self.head = self.cast.user("hr"), self.cast.user("supervisor")
        self.lin = self.graded("林晓", grade)

    def graded(self, name: str, grade: str, *, since: date = HELD_SINCE) -> Auxiliary:
        auxiliary = self.cast.auxiliary(name, grade=grade, hired_on=date(2020, 1, 1))
        GradeRecord.objects.create(auxiliary=auxiliary, grade=grade, since=since)
        return auxiliary

    def holds_since(self, since: date) -> None:
        """A grade on file is not rewritten: it is taken back, and given from another day."""
        self.lin.grades.standing().update(revoked_on=TODAY)
        GradeRecord.objects.create(auxiliary=self.lin, grade=self.lin.grade, since=since)

    def proposed(self, to: str = "六级", **more: Any) -> GradeProposal:
        words = {"auxiliary": self.lin, "appraisal": RESULTS, "by": self.clerk, "on": TODAY, **more}
        return services.propose(to=to, **words)

    def public(self, **more: Any) -> GradeProposal:
        return services.publish(proposal=self.proposed(**more), by=self.clerk, on=TODAY)

    def decide(self, row: GradeProposal, **more: Any) -> GradeProposal:
        words = {"by": self.head, "on": DECISION_DAY, "document_number": "云公政12号", "effective_on": DUE_ON, **more}
        return services.decide(proposal=row, **words)


@pytest.fixture
def climb() -> Climb:
    return Climb()


def refused(act: Any) -> list[str]:
    with pytest.raises(Refused) as error:
        act()
    return [finding.code for finding in error.value.findings]


def test_from_the_list_of_who_is_due_to_the_grade_on_the_file(climb: Climb) -> None:
    (due,) = selectors.climbers(climb.clerk, {}, TODAY)
    assert (due.name, due.grade, due.step.to, due.step.due_on) == ("林晓", "七级", "六级", DUE_ON)

    row = climb.public()
    assert (row.status, row.published_until) == (Status.PUBLIC, LAST_DAY)
    row = climb.decide(row)
    assert row.status == Status.DECIDED
    climb.lin.refresh_from_db()
    assert climb.lin.grade == "六级"
    assert climb.lin.grades.filter(grade="六级", since=DUE_ON, document_number="云公政12号").exists()
    assert not selectors.climbers(climb.clerk, {}, TODAY), "the next step begins to count anew"


def test_nobody_climbs_before_the_day_two_steps_or_without_appraisal(climb: Climb) -> None:
    climb.holds_since(date(2023, 11, 17))
    assert refused(climb.proposed) == ["GR-02"]
    climb.holds_since(date(2023, 11, 16))
    assert refused(lambda: climb.proposed("五级")) == ["GR-09"]
    assert refused(lambda: climb.proposed(appraisal=" ")) == ["GR-03"]
    assert climb.proposed().status == Status.PROPOSED


def test_an_account_that_belongs_to_nobody_proposes_nothing(climb: Climb) -> None:
    desk = User.objects.create_user("desk", None)
    stagehands.give_role(desk, "hr", climb.cast["first"], since=LONG_AGO)
    with pytest.raises(NotNow):
        climb.proposed(by=desk)


def test_no_promotion_while_a_sanction_has_effect(climb: Climb) -> None:
    told = [facts.SanctionSpell(climb.lin.pk, "记过", date(2026, 6, 1), LAST_DAY)]
    source = lambda people, first, last: told  # noqa: E731
    barring = lambda day: Auxiliary.objects.filter(pk=climb.lin.pk).values("pk")  # noqa: E731
    facts.sanction_sources.append(source)
    facts.barring_sources.append(barring)
    try:
        assert refused(climb.proposed) == ["GR-05"]
        (held,) = selectors.climbers(climb.clerk, {"state": "held"}, TODAY)
        assert held.step.lacks == ("sanction",)
        assert climb.proposed(on=DECISION_DAY).status == Status.PROPOSED, "the day after its effect ended"
    finally:
        facts.sanction_sources.remove(source)
        facts.barring_sources.remove(barring)


def test_whoever_is_at_the_top_or_off_the_ladder_is_held_back_and_nobody_else(climb: Climb) -> None:
    climb.graded("登顶", "一级")
    climb.graded("旧级", "特级")
    climb.graded("未定级", "")
    held = {row.name: row.step.lacks for row in selectors.climbers(climb.clerk, {"state": "held"}, TODAY)}
    assert held == {"登顶": ("top",), "旧级": ("unknown",)}


def test_shantou_asks_for_training_and_shenzhen_must_supply_its_months(climb: Climb) -> None:
    long_ago = date(2022, 6, 1)
    set_jurisdiction(unit=climb.cast["first"], pack="CN-440500", since=long_ago, by=climb.clerk, reason="汕头")
    assert refused(climb.proposed) == ["GR-04"]
    climb.lin.qualifications.create(
        kind="training",
        subject="promotion",
        name="晋升培训",
        obtained_on=date(2026, 10, 1),
        valid_until=date(2027, 10, 1),
    )
    assert climb.proposed().status == Status.PROPOSED
    other = climb.graded("六级者", "六级")
    set_jurisdiction(unit=climb.cast["first"], pack="CN-440300", since=date(2022, 7, 1), by=climb.clerk, reason="深圳")
    assert "GR-02" in refused(lambda: climb.proposed("五级", auxiliary=other))


def test_the_upper_grades_are_given_within_their_share() -> None:
    climb = Climb(grade="四级")
    climb.holds_since(date(2022, 1, 1))
    row = climb.public(to="三级")
    assert refused(lambda: climb.decide(row, effective_on=DECISION_DAY)) == ["GR-06"], (
        "one person on strength: no place"
    )
    for number in range(5):
        climb.cast.auxiliary(f"同事{number}")
    assert climb.decide(row, effective_on=DECISION_DAY).status == Status.DECIDED, "one of six, at most three tenths"


def test_the_publicity_is_waited_for_and_another_decides(climb: Climb) -> None:
    row = climb.public()
    assert refused(lambda: climb.decide(row, on=LAST_DAY)) == ["GR-07"]
    assert refused(lambda: climb.decide(row, by=climb.clerk)) == ["GR-08"]
    with pytest.raises(BadInput):
        climb.decide(row, effective_on=date(2026, 8, 31))  # before it was due
    with pytest.raises(PermissionDenied):
        climb.decide(row, by=climb.cast.user("supervisor2"))


def test_an_objection_rests_the_proposal_until_another_settles_it(climb: Climb) -> None:
    row = climb.public()
    said = services.contest(proposal=row, text="考核结果有误", by=climb.clerk, on=LAST_DAY)
    with pytest.raises(NotNow):
        climb.decide(row)
    with pytest.raises(NotNow):
        services.settle(objection=said, upheld=False, answer="核实无误", by=climb.clerk)
    services.settle(objection=said, upheld=False, answer="核实无误", by=climb.head)
    with pytest.raises(NotNow):
        services.settle(objection=said, upheld=True, answer="再议", by=climb.head)
    assert climb.decide(row).status == Status.DECIDED


def test_every_objection_is_kept_and_nothing_is_decided_while_one_has_no_answer(climb: Climb) -> None:
    """Who entered it, when, what it says and what was found: a second one takes nothing from the first."""
    row, chief = climb.public(), User.objects.create_user("chief", None, person=climb.cast.person("政工沈"))
    stagehands.give_role(chief, "hr", climb.cast["first"], since=LONG_AGO)
    first = services.contest(proposal=row, text="考核结果有误", by=climb.clerk, on=TODAY)
    second = services.contest(proposal=row, text="任职年限不足", by=chief, on=LAST_DAY)
    services.settle(objection=first, upheld=False, answer="考核无误", by=climb.head)
    row.refresh_from_db()
    assert row.status == Status.CONTESTED
    with pytest.raises(NotNow):
        climb.decide(row)
    services.settle(objection=second, upheld=False, answer="年限已满", by=climb.head)
    third = services.contest(proposal=row, text="工作作风问题", by=climb.clerk, on=LAST_DAY)
    told = [(one.text, one.raised_on, one.entered_person, one.outcome, one.answer) for one in row.objections.all()]
    assert told == [
        ("考核结果有误", TODAY, climb.clerk.person, "dismissed", "考核无误"),
        ("任职年限不足", LAST_DAY, chief.person, "dismissed", "年限已满"),
        ("工作作风问题", LAST_DAY, climb.clerk.person, "open", ""),
    ]
    assert [due.subject for due in objections(TODAY, LAST_DAY)] == [f"discipline.gradeobjection:{third.pk}"]
    with pytest.raises(IntegrityError, match="rests"), transaction.atomic():
        GradeProposal.objects.filter(pk=row.pk).update(status="public")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        GradeObjection.objects.filter(pk=first.pk).update(outcome="open", settled_person=None)
    with pytest.raises(IntegrityError, match="apart"), transaction.atomic():
        someone = {"settled_person": climb.lin.person, "settled_at": third.entered_at}
        GradeObjection.objects.filter(pk=third.pk).update(outcome="dismissed", **someone)
    page = sign_in(Client(), climb.head).get(f"/discipline/grades/proposals/{row.pk}/").content.decode()
    for text in ("考核结果有误", "考核无误", "任职年限不足", "年限已满", "工作作风问题"):
        assert text in page
    settle = f"/discipline/grades/objections/{third.pk}/settle/"
    assert page.count("/settle/") == 1 and settle in page, "one has no answer yet"
    sent = {"upheld": "yes", "answer": "属实"}
    assert sign_in(Client(), climb.head).post(settle, sent).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.reason) == (Status.REJECTED, "An objection was upheld.")


def test_an_objection_that_is_upheld_or_late(climb: Climb) -> None:
    row = climb.public()
    with pytest.raises(NotNow):
        services.contest(proposal=row, text="迟到", by=climb.head, on=DECISION_DAY)
    said = services.contest(proposal=row, text="任职年限不足", by=climb.clerk, on=TODAY)
    services.settle(objection=said, upheld=True, answer="属实", by=climb.head)
    row.refresh_from_db()
    assert row.status == Status.REJECTED
    assert climb.proposed().status == Status.PROPOSED, "it may be proposed anew"


def test_one_open_proposal_a_person_and_only_the_proposer_withdraws(climb: Climb) -> None:
    row = climb.proposed()
    with pytest.raises(NotNow):
        climb.proposed()
    with pytest.raises(NotNow):
        services.withdraw(proposal=row, reason="改期", by=climb.head)
    assert services.withdraw(proposal=row, reason="改期", by=climb.clerk).status == Status.WITHDRAWN


def test_the_database_keeps_grades_to_their_rules(climb: Climb) -> None:
    with connection.cursor() as cursor:
        for old in Status.values:
            for new in Status.values:
                cursor.execute("SELECT grade_proposal_may_move(%s, %s)", [old, new])
                assert cursor.fetchone()[0] is ((old, new) in ACTS.moves()), (old, new)
    row = climb.public()
    head = {"decided_by": climb.head, "decided_person": climb.head.person_id, "decided_at": row.proposed_at}
    given = {"status": "decided", "decided_on": DECISION_DAY, "effective_on": DUE_ON, "document_number": "1", **head}
    clerk = {"decided_by": climb.clerk, "decided_person": climb.clerk.person_id}
    for values, said in (
        ({**given, "decided_on": LAST_DAY}, "grade_decided_after_publicity"),
        ({**given, **clerk}, "grade_decided_by_another"),
        ({**given, "to_grade": "一级"}, "frozen"),
        ({**given, "decided_person": climb.lin.person_id}, "the own grade"),
        ({"status": "proposed"}, "never to"),
    ):
        with pytest.raises(IntegrityError, match=said), transaction.atomic():
            GradeProposal.objects.filter(pk=row.pk).update(**values)


def test_the_list_costs_the_same_for_three_and_for_thirty(climb: Climb) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            list(selectors.climbers(climb.clerk, {}, TODAY))
        return len(seen)

    selectors.climbers(climb.clerk, {}, TODAY)
    before = cost()
    for number in range(12):
        climb.graded(f"同级{number}", "七级")
    assert cost() == before <= 10
