"""What becomes of a finding: put right or overdue, checked by another person; the leading officer beside the auxiliary."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core import clock
from core.errors import BadInput, NotNow, Refused
from discipline.deadlines import supervision as deadlines
from discipline.house import supervision as house
from discipline.models import Finding, FindingStep, Responsibility
from discipline.services import supervision
from discipline.services.supervision import Seen
from duties.services import flag_unled
from reminders.models import Message
from tests.cast import TODAY
from tests.hostile.files import png

LATER = TODAY + dt.timedelta(days=16)
PNG = png(4, 4)


def due(source, day):
    return [(one.subject.partition(":")[0], one.due_on) for one in source(day, day)]


def test_from_found_to_put_right(beat):
    """Found, reported by the unit, looked at by the inspector, settled; each step is kept, each side is told."""
    found = beat.finding()
    beat.sweep()
    supervision.report(finding=found, what="已补发标识", by=beat.supervisor)
    beat.sweep()
    done = supervision.recheck(finding=found, passed=True, what="现场核实", on=TODAY, by=beat.inspector)
    beat.sweep()
    assert done.status == "passed"
    assert [step.kind for step in found.steps.all()] == ["reported", "passed"]
    told = Message.objects.filter(words__number=found.number).order_by("pk").values_list("user__username", "kind")
    assert list(told) == [
        ("supervisor", "discipline.found"),
        ("inspector", "discipline.finding_reported"),
        ("supervisor", "discipline.finding_passed"),
    ]


def test_what_did_not_pass_goes_back_with_a_new_day(beat):
    found = supervision.recheck(
        finding=beat.reported(), passed=False, what="仍有一人未佩戴", due_on=LATER, on=TODAY, by=beat.inspector
    )
    assert (found.status, found.due_on) == ("open", LATER)
    again = supervision.report(finding=found, what="全部补齐", by=beat.supervisor)
    assert again.status == "reported"


def test_whoever_reported_it_does_not_check_it(beat):
    """The head of the station also holds the inspector's right: the re-check is refused to the same person (SV-03)."""
    both = beat.user_of(beat.cast.officer("双职民警"), group="supervisor", unit="first")
    from accounts.services import grant_role
    from core.actors import SYSTEM

    grant_role(user=both, group="inspector", unit=beat.cast["north"], starts_on=TODAY, by=SYSTEM, today=TODAY)
    both = type(both).objects.get(pk=both.pk)
    found = supervision.report(finding=beat.finding(), what="已补发", by=both)
    with pytest.raises(Refused) as refused:
        supervision.recheck(finding=found, passed=True, what="我看过了", on=TODAY, by=both)
    assert [finding.code for finding in refused.value.findings] == ["SV-03"]
    words = {"finding": found, "kind": "passed", "what": "x", "due_on": found.due_on, "at": clock.now()}
    step = FindingStep(**words, by=both, person=both.person)
    with pytest.raises(IntegrityError, match="does not check it"), transaction.atomic():
        step.save()


def test_a_finding_never_moves_without_its_step(beat):
    found = beat.finding()
    for change in ({"status": "passed"}, {"status": "reported"}, {"due_on": LATER}, {"unit": beat.cast["south"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.delete()


def test_an_overdue_finding_shows_on_the_desk_and_in_the_reminders(beat):
    found, day = beat.finding(), LATER
    assert house.overdue(beat.inspector, TODAY) is None
    card = house.overdue(beat.inspector, day)
    assert card["count"] == 1 and card["rows"] == [found]
    assert house.to_put_right(beat.supervisor, day)["rows"] == [found]
    assert house.overdue(beat.cast.user("supervisor2"), day) is None
    assert due(deadlines.findings, day) == [("discipline.finding", TODAY + dt.timedelta(days=15))]
    supervision.report(finding=found, what="已补发", by=beat.supervisor)
    assert due(deadlines.findings, day) == []
    assert due(deadlines.rechecks, day + dt.timedelta(days=7)) == [
        ("discipline.recheck", TODAY + dt.timedelta(days=22))
    ]


def test_more_time_is_given_with_a_reason_and_only_forward(beat):
    found = beat.finding()
    with pytest.raises(BadInput):
        supervision.extend(finding=found, due_on=TODAY, what="再等", on=TODAY, by=beat.inspector)
    assert (
        supervision.extend(finding=found, due_on=LATER, what="标识在制作", on=TODAY, by=beat.inspector).due_on == LATER
    )
    with pytest.raises(PermissionDenied):
        supervision.extend(finding=found, due_on=LATER + dt.timedelta(1), what="x", on=TODAY, by=beat.supervisor)


def test_what_is_settled_stays_settled(beat):
    found = supervision.withdraw(finding=beat.finding(), what="核实后系他单位人员", by=beat.inspector)
    with pytest.raises(NotNow):
        supervision.report(finding=found, what="已整改", by=beat.supervisor)


# --- who answers for it


def test_the_leading_officers_are_named_beside_the_auxiliary(beat):
    """GX 28: whoever leads answers beside. Both leads stand there to be examined before anybody names the auxiliary."""
    found = beat.finding(assignment=beat.duty())
    assert set(found.responsibilities.values_list("officer", "kind", "stands")) == {
        (beat.bai.pk, "leading", "to_examine"),
        (beat.gao.pk, "leading", "to_examine"),
    }
    supervision.name_auxiliary(finding=found, auxiliary=beat.lin, by=beat.inspector)
    assert found.responsibilities.count() == 3
    with pytest.raises(NotNow):
        supervision.name_auxiliary(finding=found, auxiliary=beat.lin, by=beat.inspector)


def test_a_responsibility_is_established_with_its_reason_and_once(beat):
    found = beat.finding(assignment=beat.duty())
    row = found.responsibilities.get(officer=beat.bai)
    settled = supervision.settle(
        responsibility=row, stands="established", reason="未检查着装", on=TODAY, by=beat.inspector
    )
    assert (settled.stands, settled.reason) == ("established", "未检查着装")
    with pytest.raises(NotNow):
        supervision.settle(responsibility=row, stands="none", reason="改变", on=TODAY, by=beat.inspector)
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.filter(pk=row.pk).update(stands="none")


def test_nobody_settles_his_own(beat):
    own = beat.cast.officer("督察民警", person=beat.inspector.person)
    row = supervision.name_officer(finding=beat.finding(), officer=own, by=beat.inspector)
    with pytest.raises(Refused) as refused:
        supervision.settle(responsibility=row, stands="none", reason="无责", on=TODAY, by=beat.inspector)
    assert [finding.code for finding in refused.value.findings] == ["SV-04"]
    with pytest.raises(IntegrityError, match="his own"), transaction.atomic():
        Responsibility.objects.filter(pk=row.pk).update(
            stands="none", settled_by=beat.inspector, settled_at=clock.now()
        )


def test_the_auxiliary_reads_what_names_him_and_nobody_elses(beat):
    found = beat.finding(assignment=beat.duty())
    supervision.name_auxiliary(finding=found, auxiliary=beat.lin, by=beat.inspector)
    (mine,) = house.own_responsibility(beat.lin, TODAY)["responsibilities"]
    assert mine.auxiliary == beat.lin
    assert house.own_responsibility(beat.wu, TODAY) is None


# --- what flows in by itself


def test_a_duty_that_nobody_led_becomes_a_finding_by_itself_once(beat):
    duty = beat.duty()
    flag_unled(moment=duty.starts_at + dt.timedelta(minutes=1))
    beat.sweep()
    beat.sweep()
    found = Finding.objects.get(assignment=duty)
    assert (found.source, found.found_by) == ("unled", None)
    assert found.due_on == TODAY + dt.timedelta(days=3)
    assert found.responsibilities.filter(kind="leading", stands="to_examine").count() == 2
    assert supervision.find_unled(assignment=duty, on=TODAY) is None


def test_a_refused_attempt_is_read_where_it_stands_until_a_finding_is_made_of_it(beat):
    from discipline.selectors.supervision import came_in

    with pytest.raises(Refused) as refused:
        beat.submitted(text="开具罚单", codes=())
    attempt = refused.value.attempt
    assert list(came_in(beat.inspector, TODAY)) == [attempt]
    assert list(came_in(beat.cast.user("supervisor2"), TODAY)) == []
    found = supervision.find_in_attempt(attempt=attempt, what="说明为何要求辅警开罚单", on=TODAY, by=beat.inspector)
    assert list(came_in(beat.inspector, TODAY)) == []
    with pytest.raises(NotNow):
        supervision.find_in_attempt(attempt=attempt, what="再次", on=TODAY, by=beat.inspector)
    assert found.attempt == attempt


# --- photos


def picture(name="现场.png"):
    return SimpleUploadedFile(name, PNG, "image/png")


def test_a_photo_is_kept_sealed_and_looking_at_it_is_recorded(beat, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = supervision.add_photo(finding=beat.finding(), photo=picture(), by=beat.inspector)
    stored = next(path for path in tmp_path.rglob("*") if path.is_file())
    assert "现场" not in stored.name and not stored.read_bytes().startswith(b"\x89PNG")
    with row.file.open("rb") as opened:
        assert opened.read() == PNG


def test_what_is_no_picture_is_not_taken(beat):
    from tests.hostile.well_meant import paper

    with pytest.raises(BadInput):
        supervision.report(
            finding=beat.finding(), what="见附件", by=beat.supervisor, photo=SimpleUploadedFile("a.pdf", paper())
        )


def test_what_was_found_lies_sealed(beat):
    from django.db import connection

    found = beat.finding(what="金丝雀CANARY")
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM discipline_finding f WHERE id = %s", [found.pk])
        assert "CANARY" not in cursor.fetchone()[0]
    assert Finding.objects.get(pk=found.pk).what == "金丝雀CANARY"


def test_a_wrong_item_without_words_says_what_the_item_says(beat):
    (found,) = beat.conclude(beat.begun(), recording=Seen("wrong"))
    assert "执法记录仪" in found.what
