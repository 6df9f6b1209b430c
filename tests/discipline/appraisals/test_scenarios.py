"""Appraisals as a lawyer reads them: from the opened round over marks, result and objection to the effect, and every refusal.

That the appraisal is the basis of grade, reward, renewal and ending is law (HA 28, GX 25, ST 24, NB 14). The five heads are in
the digest of one county rule; results, weights, terms and the share of excellent are house policy (HOUSE), and say so.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.actors import SYSTEM
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry, OutboxEvent
from discipline import facts
from discipline.models import Appraisal
from discipline.rules.appraisals import Result, Status
from discipline.services import appraisals as services
from discipline.services import grades
from regulations.services import approve, propose_value
from roster.models import GradeRecord
from tests.cast import TODAY
from tests.discipline.appraisals.world import NEXT_YEAR, Year, heads, refused

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 1, 18)  # five working days after Monday, 11 January 2027


def test_a_year_from_the_opened_round_to_the_final_result(year: Year) -> None:
    assert (year.round.first, year.round.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert year.round.report_until == date(2026, 11, 26), "ten days for the self-report, house policy"
    assert year.round.basis["weights_service"]["cites"] == ["GRADE-C", "HOUSE"]
    assert year.round.basis["least_excellent"]["confidence"] == "C", "house policy is never called law"
    row = year.of()
    assert (row.status, row.number[:7], row.form) == (Status.OPEN, "KH2026-", "service")

    row = services.report(appraisal=row, text="全年巡逻二百次，未发生违纪。", by=year.me, on=TODAY)
    assert row.status == Status.REPORTED
    year.marked(80)
    row = year.of()
    assert (row.status, row.score, row.proposed) == (Status.MARKED, Decimal("80.00"), Result.COMPETENT)
    assert [line["said"]["en"] for line in row.facts] == ["年度培训"], (
        "training from the file; nothing else was entered"
    )

    assert services.adopt(round_=year.round, by=year.clerk, on=NEXT_YEAR) == 2
    assert services.tell(round_=year.round, by=year.clerk, on=NEXT_YEAR) == 2
    row = year.of()
    assert (row.told_on, row.objection_until, row.result) == (NEXT_YEAR, LAST_DAY, "")
    assert services.conclude_unopposed(on=LAST_DAY, by=SYSTEM) == 0, "the last day is still a day to object"
    papers = LAST_DAY + timedelta(days=2)
    assert services.conclude_unopposed(on=papers, by=SYSTEM) == 0, "a paper received in time is entered yet"
    assert services.conclude_unopposed(on=papers + timedelta(days=1), by=SYSTEM) == 2
    assert services.conclude_unopposed(on=papers + timedelta(days=1), by=SYSTEM) == 0
    row = year.of()
    assert (row.status, row.result, row.final_on) == (Status.FINAL, Result.COMPETENT, date(2027, 1, 21))
    told = OutboxEvent.objects.filter(kind="discipline.appraised").order_by("pk").first()
    assert told and told.payload == {
        "appraisal": row.pk, "auxiliary": year.mine.pk, "kind": "annual", "first": "2026-01-01", "last": "2026-12-31",
        "result": "competent", "on": "2027-01-21",
    }, "what pay, grades and figures may listen to"  # fmt: skip


def test_the_score_is_worked_out_by_voice_and_head(year: Year) -> None:
    """Leader 90 in all heads; colleague 70; the public 60 but 100 for integrity. Voices 60, 25, 15; service weights.

    Each of four heads: (90*60 + 70*25 + 60*15) / 100 = 80.50; integrity: (5400 + 1750 + 1500) / 100 = 86.50.
    Whole: 80.50 * 0.90 + 86.50 * 0.10 = 81.10. The other has the leader's 80 alone: his weight is the whole.
    """
    row = year.of(year.others[0])
    year.mark(row, 90)
    year.mark(row, 70, by=year.me, source="colleague")
    services.mark(
        appraisal=row, source="public", marks=heads(60, integrity=100), by=year.clerk, on=TODAY, comment="走访"
    )
    year.mark(year.of(), 80)
    services.reckon(round_=year.round, by=year.clerk, on=NEXT_YEAR)
    row = year.of(year.others[0])
    whole = dict.fromkeys(("virtue", "ability", "diligence", "results"), "80.50")
    assert row.heads == {**whole, "integrity": "86.50"}
    assert (row.score, row.proposed) == (Decimal("81.10"), Result.COMPETENT)
    assert year.of().score == Decimal("80.00")


def test_marks_are_not_closed_without_a_leader_or_before_the_person_could_report(year: Year) -> None:
    year.mark(year.of())
    close = lambda on: services.reckon(round_=year.round, by=year.clerk, on=on)  # noqa: E731
    assert refused(lambda: close(date(2026, 11, 26))) == ["AP-01", "AP-02"]
    assert refused(lambda: close(date(2026, 11, 27))) == ["AP-01"], "the term of the self-reports is over"
    with pytest.raises(BadInput):
        services.leave_out(appraisal=year.of(year.others[0]), reason=" ", by=year.clerk)
    services.leave_out(appraisal=year.of(year.others[0]), reason="十月入职", by=year.clerk)
    assert close(date(2026, 11, 27)) == 1
    with pytest.raises(NotNow):
        year.mark(year.of(), by=year.clerk)


def test_nobody_marks_the_own_work_a_relatives_twice_or_from_another_unit(year: Year) -> None:
    row = year.of()
    assert refused(lambda: year.mark(row, by=year.me, source="colleague")) == ["AP-10"]
    year.related(year.head)
    with pytest.raises(Refused) as error:
        year.mark(row)
    (finding,) = error.value.findings
    assert [cite["cites"] for cite in finding.cites] == ["NB 16(1)", "GX 34(1)"], "avoidance is law there"
    year.mine.relationships.update(near_relative=False)
    year.mark(row)
    with pytest.raises(NotNow):
        year.mark(row)
    for name, source in (
        ("auxiliary2", "colleague"), ("auxiliary2", "leader"), ("hr2", "leader"), ("inspector", "public"),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            year.mark(row, by=year.cast.user(name), source=source)
    with pytest.raises(BadInput):
        services.mark(appraisal=row, source="public", marks=heads(101), by=year.clerk, on=TODAY)
    year.mark(row, by=year.clerk, source="public")
    year.mark(row, by=year.clerk, source="public")
    assert row.marks.filter(marker=None).count() == 2, "the public is asked more than once and stays unnamed"


def test_the_self_report_is_the_persons_own_in_time_and_once(year: Year) -> None:
    row = year.of()
    with pytest.raises(PermissionDenied):
        services.report(appraisal=row, text="代写", by=year.clerk, on=TODAY)
    with pytest.raises(NotNow):
        services.report(appraisal=row, text="迟交", by=year.me, on=date(2026, 11, 27))
    services.report(appraisal=row, text="述职", by=year.me, on=date(2026, 11, 26))
    with pytest.raises(NotNow):
        services.report(appraisal=row, text="再交", by=year.me, on=date(2026, 11, 26))


def test_excellent_keeps_its_share_and_a_change_its_reason(year: Year) -> None:
    """Seven people, 15 percent: 1.05, so one place. Two are proposed excellent; one is set lower, with the reason."""
    year.turn_to("monthly", others=5)
    year.marked(95, 95, 70)
    first, second = year.of(), year.of(year.others[0])
    assert first.proposed == second.proposed == Result.EXCELLENT

    def set_(row: Appraisal, result: str, reason: str = "") -> Appraisal:
        return services.calibrate(appraisal=row, result=result, by=year.clerk, on=NEXT_YEAR, reason=reason)

    adopt = lambda: services.adopt(round_=year.round, by=year.clerk, on=NEXT_YEAR)  # noqa: E731
    with pytest.raises(Refused) as error:
        adopt()
    (finding,) = error.value.findings
    assert finding.sentence("en") == "The share of excellent is used up: 2 for 1 places."
    assert [cite["cites"] for cite in finding.cites] == ["HOUSE"]
    assert refused(lambda: set_(first, "competent")) == ["AP-05"]
    set_(first, "competent", "名额所限，工作量少于另一人")
    assert adopt() == 6
    assert refused(lambda: set_(first, "excellent")) == ["AP-04"]
    set_(second, "basic", "年末失职")
    assert set_(first, "excellent").reason == "", "it is what the marks propose: no reason is needed"


def test_an_office_sets_its_own_share_by_two_persons(year: Year) -> None:
    key, north = "discipline.appraisal.excellent_share", year.cast["north"]
    row = propose_value(unit=north, key=key, amount="0.5", since=TODAY, reason="局党委会议纪要", by=year.clerk)
    approve(row=row, by=year.head)
    year.turn_to("monthly")
    year.marked(95, 70)
    assert services.adopt(round_=year.round, by=year.clerk, on=NEXT_YEAR) == 2, "one of two"


def test_a_sanction_bars_excellent_and_a_relative_sets_no_result(year: Year) -> None:
    year.turn_to("monthly", others=5)

    def excellent() -> Appraisal:
        return services.calibrate(appraisal=year.of(), result="excellent", by=year.clerk, on=NEXT_YEAR)

    told = [facts.SanctionSpell(year.mine.pk, "警告", date(2026, 6, 1), date(2026, 11, 30))]
    source = lambda people, first, last: told  # noqa: E731
    facts.sanction_sources.append(source)
    try:
        year.marked(95, 70)
        assert refused(excellent) == ["AP-06"]
        assert [line["said"]["zh-hans"] for line in year.of().facts] == ["警告"]
    finally:
        facts.sanction_sources.remove(source)
    year.related(year.clerk)
    assert refused(excellent) == ["AP-07"]


def test_no_result_is_set_while_marks_of_others_are_open(year: Year) -> None:
    year.mark(year.of())
    services.leave_out(appraisal=year.of(year.others[0]), reason="长期病假", by=year.clerk)
    services.reckon(round_=year.round, by=year.clerk, on=NEXT_YEAR)
    Appraisal.objects.create(
        number="KH-late", round=year.round, auxiliary=year.others[0], unit=year.cast["north"], kind="annual",
        first=year.round.first, last=year.round.last, form="service",
    )  # fmt: skip
    act = lambda: services.calibrate(appraisal=year.of(), result="competent", by=year.clerk, on=NEXT_YEAR)  # noqa: E731
    assert refused(act) == ["AP-03"]


def test_an_objection_is_answered_by_somebody_who_took_no_part_and_never_makes_it_worse(year: Year) -> None:
    row = year.told(70)
    assert row.calibrated == Result.BASIC
    for somebody in (year.cast.user("auxiliary2"), year.legal, year.cast.user("hr2")):
        with pytest.raises(PermissionDenied):
            services.contest(appraisal=row, text="代为异议", by=somebody, on=LAST_DAY)
    with pytest.raises(NotNow):
        services.contest(appraisal=row, text="迟到", by=year.me, on=LAST_DAY + timedelta(days=1))
    row = services.contest(appraisal=row, text="出勤计算有误", by=year.me, on=LAST_DAY)
    assert (row.status, row.review_until) == (Status.CONTESTED, date(2027, 2, 2))
    others = services.conclude_unopposed(on=date(2027, 3, 1), by=SYSTEM)
    assert others == 1, "the colleague's; an objection does not run out"

    def settle(by: Any, result: str = "competent") -> Appraisal:
        words = {"answer": "复核出勤记录，异议成立", "on": date(2027, 1, 25)}
        return services.settle(appraisal=row, result=result, by=by, **words)

    for clerk in (year.clerk, year.head):
        with pytest.raises(PermissionDenied):
            settle(clerk)
    with pytest.raises(BadInput):
        settle(year.legal, "failed")
    year.related(year.legal)
    assert refused(lambda: settle(year.legal)) == ["AP-09"]
    year.mine.relationships.update(near_relative=False)
    row = settle(year.legal)
    assert (row.status, row.calibrated, row.result) == (Status.FINAL, Result.BASIC, Result.COMPETENT)


def test_who_has_no_sign_in_objects_on_paper_and_the_trail_says_who_entered_it(year: Year) -> None:
    year.told(70)
    row = year.of(year.others[0])
    with pytest.raises(NotNow):
        services.contest(appraisal=row, text="迟到", by=year.clerk, on=LAST_DAY + timedelta(days=1))
    late = {"by": year.clerk, "on": LAST_DAY + timedelta(days=2)}
    for day in (NEXT_YEAR - timedelta(days=1), LAST_DAY + timedelta(days=3)):
        with pytest.raises(BadInput):
            services.contest(appraisal=row, text="书面异议", received_on=day, **late)
    row = services.contest(appraisal=row, text="书面异议", received_on=LAST_DAY, **late)
    assert (row.status, row.contested_on) == (Status.CONTESTED, LAST_DAY), "received in time, entered later"
    entry = AuditEntry.objects.get(action="appraisal.contested")
    assert (entry.actor_id, entry.after["on_paper"]) == (year.clerk.pk, True)


def test_whoever_accepts_need_not_wait_for_the_term(year: Year) -> None:
    row = services.accept(appraisal=year.told(80), by=year.me, on=NEXT_YEAR)
    assert (row.status, row.result, row.accepted_on) == (Status.FINAL, Result.COMPETENT, NEXT_YEAR)
    with pytest.raises(NotNow):
        services.contest(appraisal=row, text="反悔", by=year.me, on=NEXT_YEAR)


def test_a_month_and_a_day_ask_for_no_self_report_and_leave_shorter_terms(year: Year) -> None:
    year.turn_to("monthly")
    assert (year.round.first, year.round.last, year.round.report_until) == (date(2026, 11, 1), date(2026, 11, 30), None)
    with pytest.raises(NotNow):
        services.report(appraisal=year.of(), text="述职", by=year.me, on=TODAY)
    row = year.told(65)
    assert row.objection_until == date(2027, 1, 14), "three working days"
    services.accept(appraisal=row, by=year.me, on=NEXT_YEAR)
    year.turn_to("daily")
    assert year.told(65).objection_until == date(2027, 1, 12), "one working day"


def test_a_round_is_opened_once_for_people_of_ones_own_units_and_not_for_the_future(year: Year) -> None:
    with pytest.raises(NotNow):
        year.open("annual")
    with pytest.raises(BadInput):
        year.open("daily", day=date(2026, 11, 17))
    with pytest.raises(PermissionDenied):
        services.open_round(unit=year.cast["north"], kind="daily", day=TODAY, by=year.cast.user("hr2"), on=TODAY)
    with pytest.raises(NotNow):
        year.open("annual", unit="south")  # nobody serves there
    year.cast.auxiliary("南所", unit="south", papers=False)
    assert year.open("annual", unit="first").appraisals.count() == 1, "nobody is appraised twice for one year"


def test_the_grade_rests_on_the_final_results_and_a_failed_year_bars_it(year: Year) -> None:
    GradeRecord.objects.create(auxiliary=year.mine, grade="七级", since=date(2023, 9, 1))
    year.mine.grade = "七级"
    year.mine.save()

    def propose(on: date = TODAY) -> Any:
        return grades.propose(auxiliary=year.mine, to="六级", appraisal="", by=year.clerk, on=on)

    assert refused(propose) == ["GR-03"], "neither a result nor one of the years before"
    row = year.told(40)
    assert row.calibrated == Result.FAILED
    assert refused(propose) == ["GR-03"], "told is not final"
    services.accept(appraisal=row, by=year.me, on=NEXT_YEAR)
    assert refused(lambda: propose(NEXT_YEAR)) == ["GR-11"]

    later = date(2028, 1, 10)
    year.round = year.open("annual", day=date(2027, 6, 1), on=date(2027, 12, 1))
    for one in year.round.appraisals.all():
        year.mark(one, 80)
    for act in (services.reckon, services.adopt, services.tell):
        act(round_=year.round, by=year.clerk, on=later)
    services.accept(appraisal=year.of(), by=year.me, on=later)
    said = propose(later).appraisal
    assert said.startswith("2026 not competent (KH2026-") and "2027 competent (KH2027-" in said
