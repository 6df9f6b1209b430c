"""Whoever joined, came back or was moved here after a round was opened is added to it; whoever left is marked, not lost."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core import clock, outbox
from core.errors import BadInput
from core.models import AuditEntry
from discipline.deadlines.appraisals import reports
from discipline.models import Appraisal
from discipline.rules.appraisals import Missing, Status
from discipline.selectors import appraisals as selectors
from discipline.services import appraisals as services
from reminders.models import Message
from roster.models import Auxiliary, Leaving, Posting
from tests.cast import TODAY, sign_in
from tests.discipline.appraisals.world import NEXT_YEAR, Year

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=12)  # the term of the self-reports of the round is over


def joined(year: Year, name: str, *, posted: date | None = None, **more: Any) -> Auxiliary:
    found = year.cast.auxiliary(name, papers=False, **more)
    if posted is not None and posted != found.hired_on:
        Posting.objects.filter(auxiliary=found).update(ends_on=posted - timedelta(days=1))
        Posting.objects.create(auxiliary=found, unit=found.unit, starts_on=posted)
    return found


def why(year: Year, day: date = LATER) -> dict[str, tuple[Missing, date | None]]:
    rows, whole = selectors.missing(year.round, day), copy(year.round)
    whole.opened_at = clock.start_of(TODAY)  # the clock of these tests stands, the one that wrote the row does not
    return {one.name: (reason, since) for one, reason, since in selectors.why_missing(rows, whole)}


def test_who_is_missing_and_why(year: Year) -> None:
    assert why(year) == {}, "everybody of the day it was opened is in it"
    day = TODAY + timedelta(days=3)
    joined(year, "新入职", hired_on=day, posted=day)
    joined(year, "调入", posted=day)
    back = joined(year, "复职", hired_on=day, posted=day)
    Leaving.objects.create(auxiliary=back, last_day=date(2025, 3, 1), ground="resigned")
    joined(year, "补录")
    joined(year, "明年入职", hired_on=date(2027, 1, 4), posted=date(2027, 1, 4))
    gone = joined(year, "又离职", posted=day)
    Auxiliary.objects.filter(pk=gone.pk).update(status="left", left_on=day)
    joined(year, "别处", unit="south", posted=day)
    assert why(year, NEXT_YEAR) == {
        "新入职": (Missing.HIRED, day), "调入": (Missing.MOVED, day), "复职": (Missing.BACK, day),
        "补录": (Missing.LATER, None),
    }, "nobody of the year after, who left or serves elsewhere"  # fmt: skip
    services.leave_out(appraisal=year.of(year.others[0]), reason="长期病假", by=year.clerk)
    assert year.others[0].name not in why(year), "who was left out with a reason stays out"


def test_they_are_added_once_with_a_whole_term_of_their_own_and_told(year: Year) -> None:
    late = joined(year, "新入职", hired_on=TODAY + timedelta(days=3))
    account = year.cast.user("auxiliary2")
    Auxiliary.objects.filter(person=account.person).update(unit=year.cast["north"])
    moved = Auxiliary.objects.get(person=account.person)
    words: dict[str, Any] = {"round_": year.round, "on": LATER}
    with pytest.raises(PermissionDenied):
        services.add_missing(auxiliaries=[late.pk], by=year.cast.user("hr2"), **words)
    for nobody in ([], [late.pk, year.mine.pk], [10**9]):
        with pytest.raises(BadInput):
            services.add_missing(auxiliaries=nobody, by=year.clerk, **words)
    added = services.add_missing(auxiliaries=[late.pk, moved.pk], by=year.clerk, **words)
    assert {(one.status, one.form, one.report_until) for one in added} == {
        (Status.OPEN, "service", LATER + timedelta(days=10))
    }
    assert AuditEntry.objects.get(action="appraisal.added").after == {"people": [one.number for one in added]}
    with pytest.raises(BadInput):
        services.add_missing(auxiliaries=[late.pk], by=year.clerk, **words)
    while outbox.sweep():
        pass
    told = Message.objects.get(user=account, kind="discipline.appraisal_report")
    assert told.words == {"day": "2026-12-08"}
    due = {one.subject: one.due_on for one in reports(LATER, LATER + timedelta(days=30))}
    assert due == {f"discipline.appraisal:{one.pk}": LATER + timedelta(days=10) for one in added}
    mine = Appraisal.objects.get(round=year.round, auxiliary=moved)
    assert services.report(appraisal=mine, text="到岗以来的工作", by=account, on=LATER).status == Status.REPORTED
    year.marked(80)
    assert services.adopt(round_=year.round, by=year.clerk, on=NEXT_YEAR) == 4


def test_page_and_api_list_and_add_them_and_mark_who_left(year: Year) -> None:
    late = joined(year, "新入职", hired_on=TODAY)
    other = joined(year, "补录")
    clerk = sign_in(Client(), year.clerk)
    place = f"/discipline/appraisals/rounds/{year.round.pk}/"
    page = clerk.get(place).content.decode()
    assert f"{place}missing/" in page and "2 people who serve here" in page and "Left since" not in page
    listed = clerk.get(f"{place}missing/").content.decode()
    assert "新入职" in listed and "补录" in listed and "entered into the program since" in listed
    assert clerk.post(f"{place}missing/", {}).status_code == 422
    assert clerk.post(f"{place}missing/", {"auxiliaries": [year.mine.pk]}).status_code == 422
    assert clerk.post(f"{place}missing/", {"auxiliaries": [late.pk]}).status_code == 302
    api = f"/api/v1/appraisal-rounds/{year.round.pk}/missing/"
    (row,) = clerk.get(api).json()["results"]
    assert (row["auxiliary"], row["name"], row["why"], row["since"]) == (other.pk, "补录", "later", None)
    for sent, status in (([year.mine.pk], 400), ([], 400), ([other.pk], 200)):
        answer = clerk.post(api, {"auxiliaries": sent}, content_type="application/json")
        assert answer.status_code == status, answer.content
    assert answer.json()["people"] == 4
    Auxiliary.objects.filter(pk=late.pk).update(status="left", left_on=TODAY)
    page = clerk.get(place).content.decode()
    assert "missing/" not in page and "1 person without a result" in page and "left on" in page
    gone = clerk.get(f"{place}?gone=1").content.decode()
    assert "新入职" in gone and "补录" not in gone
    one = Appraisal.objects.get(round=year.round, auxiliary=late)
    assert clerk.get(f"/api/v1/appraisals/{one.pk}/").json()["left_on"] == TODAY.isoformat()
    assert one.status == Status.OPEN, "marked, not lost"


def test_the_lists_cost_the_same_for_two_and_for_ten(year: Year, django_assert_num_queries: Any) -> None:
    for number in range(2):
        joined(year, f"补录{number}", posted=TODAY)
    with django_assert_num_queries(3):
        assert len(why(year)) == 2
    for number in range(2, 10):
        joined(year, f"补录{number}", posted=TODAY)
    with django_assert_num_queries(3):
        assert len(why(year)) == 10
