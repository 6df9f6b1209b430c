"""Alarms, exports, rights of the person, stored files."""

from __future__ import annotations

from core import clock
from core.crypto.refiling import _reseal
from evidence.models import SecurityAlarm
from evidence.services import answer_alarm
from exports import services as exports
from exports.models import Export
from privacy import services as privacy
from privacy.models import LegalHold, RightsRequest
from roster.keeping import forget_papers
from roster.models import Auxiliary, Document
from tests.cast import LONG_AGO, TODAY, identity
from tests.guards.waiting import Lock


def answers_alarm(stage):
    now = clock.now()
    alarm = SecurityAlarm.objects.create(kind="test", subject="a", detail={}, at=now, noted_at=now, key="guard")
    by = stage.cast.user("auditor")
    return alarm, lambda: answer_alarm(alarm=alarm, by=by, answer="看过了")


def waiting_export(stage) -> Export:
    """A request with a sensitive column, which waits for a second person."""
    by = stage.cast.user("hr")
    return Export.objects.create(
        serial=identity()[-12:], token=identity(), kind="roster", format="csv", purpose="年度检查", by=by,
        person=by.person, unit=stage.cast["north"], language="zh-hans", day=TODAY, requested_at=clock.now(), people=1,
        sensitive=["medical_on"], needs_second=True, status=Export.Status.WAITING,
    )  # fmt: skip


def declines_export(stage):
    export = waiting_export(stage)
    return export, lambda: exports.decline_export(export=export, by=stage.supervisor, reason="用途不明")


def ends_hold(stage):
    by = stage.cast.user("legal")
    hold = LegalHold.objects.create(person=stage.wu.person, why="诉讼", starts_on=LONG_AGO, by=by)
    return hold, lambda: privacy.end_hold(hold=hold, ends_on=TODAY, by=by)


def answers_request(stage):
    asked = RightsRequest.objects.create(
        auxiliary=stage.wu, person=stage.wu.person, kind="correction", field="phone", wrong="旧号", due_on=TODAY,
        should_be="13912345678", made_at=clock.now(),
    )  # fmt: skip
    return asked, lambda: privacy.refuse(request=asked, by=stage.cast.user("hr"), reason="号码不符")


def _paper(file: Auxiliary) -> Document:
    values = {"content_type": "application/pdf", "size": 1, "sha256": "0" * 64, "uploaded_at": clock.now()}
    return Document.objects.create(auxiliary=file, kind="medical", title="体检", file="gone.pdf", **values)


def forgets_papers(stage):
    file = stage.cast.auxiliary("旧人", papers=False)
    file.postings.update(ends_on=TODAY)
    Auxiliary.objects.filter(pk=file.pk).update(status="left", left_on=TODAY)
    return _paper(file), lambda: forget_papers(clock.today().replace(year=TODAY.year + 9), set())


def reseals(stage):
    paper = _paper(stage.cast.auxiliary("旧钥"))
    return paper, lambda: _reseal(Document, Document._meta.get_field("file"), paper.pk)


LOCKS = (
    Lock("evidence/services/alarms.py:answer_alarm", answers_alarm),
    Lock("exports/services/common.py:locked", declines_export),
    Lock("privacy/services/forgetting.py:end_hold", ends_hold),
    Lock("privacy/services/requesting.py:_to_answer", answers_request),
    Lock("roster/keeping.py:forget_papers", forgets_papers),
    Lock("core/crypto/refiling.py:_reseal", reseals),
)
