"""Which form a post has, what the records fill in, and the words of both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core import clock
from discipline import figures
from discipline.appraisal_forms import form_for, forms, lines, title
from discipline.models import Appraisal, Complaint, Finding, Inspection, Responsibility, Subject
from discipline.rules.appraisals import Head, Result, proposed, reckoned
from discipline.selectors import appraisals as selectors
from discipline.services import appraisals as services
from payroll.models import PayInput
from regulations.packs import duties
from tests.cast import TODAY
from tests.discipline.appraisals.world import NEXT_YEAR, Year, heads

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("category", "codes", "form"),
    [
        ("service", ["traffic-direct", "traffic-dissuade"], "traffic"),
        ("service", ["traffic-direct", "patrol-street"], "service"),
        ("service", ["guard-suspect-assist"], "custody"),
        ("service", ["a-duty-that-left-the-catalogue"], "service"),
        ("service", [], "service"),
        ("clerical", ["certificate-processing"], "counter"),
        ("clerical", ["video-monitor"], "video"),
        ("clerical", ["traffic-direct"], "clerical"),
    ],
)
def test_the_form_goes_by_what_the_post_usually_does(category: str, codes: list[str], form: str) -> None:
    assert form_for(category, codes) == form


def test_every_form_speaks_of_the_five_heads_in_both_languages_and_of_duties_that_exist() -> None:
    known = {duty.code for duty in duties()} | {duty.group for duty in duties()}
    for form in forms().values():
        assert form.groups | form.duties <= known
        said = []
        for language in ("en", "zh-hans"):
            with translation.override(language):
                said.append([title(form.code), *(words for _head, _name, words in lines(form.code))])
        assert len(said[0]) == len(said[1]) == 6 and not set(said[0]) & set(said[1])


def test_a_score_just_below_a_threshold_proposes_the_lower_result() -> None:
    least = [90, 75, 60]
    assert [proposed(Decimal(score), least) for score in ("90", "89.99", "75", "74.99", "60", "59.99")] == [
        Result.EXCELLENT, Result.COMPETENT, Result.COMPETENT, Result.BASIC, Result.BASIC, Result.FAILED,
    ]  # fmt: skip
    weights, marks = dict.fromkeys(Head.values, 20), [("leader", heads(80)), ("leader", heads(81))]
    assert reckoned(marks, weights, {"leader": Decimal("0.6")})[1] == Decimal("80.50"), (
        "two leaders count by their mean"
    )
    assert reckoned(marks, weights, {"leader": Decimal(0)})[1] == Decimal("80.50"), "nobody else spoke"


@pytest.mark.django_db
def test_the_records_are_read_when_the_marks_are_closed_and_kept_in_both_languages(year: Year) -> None:
    mine, north, annual = year.mine, year.cast["north"], year.round
    values = {"auxiliary": mine, "month": TODAY.replace(day=1), "entered_by": None, "entered_at": clock.now()}
    PayInput.objects.create(kind="absence", quantity=2, **values)
    PayInput.objects.create(kind="overtime_150", quantity=Decimal("3.5"), **values)
    PayInput.objects.create(kind="sick", quantity=9, **values, withdrawn_at=clock.now())
    said = lambda: [line["said"]["en"] for line in selectors.figures_of([mine.pk], FIRST, LAST)[mine.pk]]  # noqa: E731
    assert said() == ["2 workdays absent, 0 workdays sick, 3.5 hours beyond", "年度培训"], (
        "what was withdrawn does not count"
    )

    inspection = Inspection.objects.create(
        number="DC-1", unit=north, checklist="on_the_spot", why="directed", planned_for=TODAY, planned_at=clock.now(),
        inspector=year.head, inspector_person=year.head.person,
    )  # fmt: skip
    finding = Finding.objects.create(
        number="WT-1", unit=north, source="inspection", inspection=inspection, item="uniform", what="脱岗",
        found_at=clock.start_of(TODAY), due_on=TODAY,
    )  # fmt: skip
    answers = Responsibility.objects.create(finding=finding, kind="acting", auxiliary=mine)
    complaint = Complaint.objects.create(
        number="TS-1", unit=north, channel="clerk", about="conduct", what="态度", received_on=TODAY,
        received_at=clock.now(), acknowledge_by=TODAY, due_on=TODAY, token_hash="1",
    )  # fmt: skip
    Subject.objects.create(complaint=complaint, auxiliary=mine)
    assert len(said()) == 2, "neither is established yet"
    Responsibility.objects.filter(pk=answers.pk).update(
        stands="established", settled_by=year.head, settled_at=clock.now()
    )
    assert said()[2:] == ["1"]

    year.turn_to("daily")
    services.accept(appraisal=year.told(80), by=year.me, on=NEXT_YEAR)
    year.round = annual
    year.marked(80)
    row = Appraisal.objects.get(pk=year.of().pk)
    assert [line["said"]["zh-hans"] for line in row.facts] == [
        "缺勤2个工作日，病假0个工作日，加班3.5小时", "年度培训", "日常称职1次", "1",
    ]  # fmt: skip
    PayInput.objects.filter(auxiliary=mine).update(withdrawn_at=clock.now())
    assert dict(selectors.figures_told(row, NEXT_YEAR))[figures.figures.all()[0].title]["en"].startswith("2 workdays")


@pytest.mark.django_db
def test_the_round_gives_everybody_the_form_of_the_post(year: Year) -> None:
    post = year.cast.post("交通疏导员")
    post.duty_codes = ["traffic-direct"]
    post.save()
    year.cast.auxiliary("路口", unit="south", papers=False, post=post)
    row = year.open("annual", unit="south").appraisals.get()
    assert row.form == "traffic"
    assert row.round.basis["weights_traffic"]["value"] == [20, 15, 25, 30, 10]
