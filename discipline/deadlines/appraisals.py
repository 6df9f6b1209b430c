"""What falls due in appraisals: self-reports, the answer to an objection, rounds that nobody brings to their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models import Appraisal, AppraisalRound
from discipline.rules.appraisals import TAKES_MARKS, Kind, Status

CLOSING_DAYS = 60  # after the year: by then an annual round should have its results
ENDING = (*TAKES_MARKS, Status.MARKED, Status.CALIBRATED)


def reports(day: date, until: date) -> Iterator[Due]:
    """Self-reports that are awaited."""
    of_the_round = Q(own_report_until=None, round__report_until__range=(day, until))
    rows = Appraisal.objects.filter(of_the_round | Q(own_report_until__range=(day, until)), status=Status.OPEN)
    rows = rows.annotate(term=Coalesce("own_report_until", "round__report_until"))
    for pk, number, name, person, unit, due_on in rows.values_list(
        "pk", "number", "auxiliary__person__name", "auxiliary__person_id", "unit_id", "term"
    ).iterator():
        address = f"/me/conduct/appraisals/{pk}/"
        yield Due(f"discipline.appraisal:{pk}", due_on, unit, f"{number} {name}", person, address)


def reviews(day: date, until: date) -> Iterator[Due]:
    """Objections nobody has answered."""
    rows = Appraisal.objects.filter(status=Status.CONTESTED, review_until__lte=until)
    for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "review_until").iterator():
        yield Due(f"discipline.appraisal_review:{pk}", due_on, unit, number, None, f"/discipline/appraisals/{pk}/")


def rounds(day: date, until: date) -> Iterator[Due]:
    """Rounds of a year whose results are not told long after it."""
    working = Appraisal.objects.filter(round=OuterRef("pk"), status__in=ENDING)
    rows = AppraisalRound.objects.filter(
        Exists(working), kind=Kind.ANNUAL, last__lte=until - timedelta(days=CLOSING_DAYS)
    )
    for pk, unit, name, last in rows.values_list("pk", "unit_id", "unit__name", "last").iterator():
        due_on = last + timedelta(days=CLOSING_DAYS)
        address = f"/discipline/appraisals/rounds/{pk}/"
        yield Due(f"discipline.appraisalround:{pk}", due_on, unit, f"{last.year} {name}", None, address)


register(
    Source(
        code="appraisal_report",
        title=_("Self-report awaited"),
        stages=(3, 1, 0),
        find=reports,
        advice=_("Hand in the self-report on your own page."),
        cites=("HOUSE",),
        tells_person=True,
        right=Perms.APPRAISE,
    )
)
register(
    Source(
        code="appraisal_review",
        title=_("Objection to an appraisal not answered"),
        stages=(5, 1, 0, -3),
        find=reviews,
        advice=_("Answer the objection: nothing is final before."),
        cites=("HOUSE",),
        right=Perms.HANDLE_APPEALS,
    )
)
register(
    Source(
        code="appraisal_round",
        title=_("Annual appraisal without results"),
        stages=(30, 7, 0, -14),
        find=rounds,
        advice=_("Close the marks, set the results and tell them."),
        cites=("HOUSE",),
        right=Perms.APPRAISE,
    )
)
