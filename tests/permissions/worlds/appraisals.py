"""A round of appraisal of the unit that is looked at: one person told, one objecting, one whose marks are open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from discipline.models import Appraisal, AppraisalMark, AppraisalRound
from discipline.rules.appraisals import Head
from organisation.models import Unit
from roster.models import Auxiliary
from tests.cast import Cast
from tests.permissions.world import Place

BASIS = {
    name: {"value": value, "cites": ["HOUSE"], "confidence": "C", "pack": "CN"}
    for name, value in {
        "weights_service": [20, 15, 25, 30, 10], "weights_clerical": [20, 25, 15, 30, 10], "voice_leader": "0.60",
        "voice_colleague": "0.25", "voice_public": "0.15", "least_excellent": 90, "least_competent": 75, "least_basic": 60,
        **{f"{term}_{kind}": days for term, days in (("report_days", 10), ("objection_workdays", 5))
           for kind in ("daily", "monthly", "annual")},
    }.items()
}  # fmt: skip
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


def objects(cast: Cast) -> dict[str, Any]:
    whole = round_of(cast["north"], cast.user("hr"))
    mine = appraisal(whole, cast.user("auxiliary").person.auxiliary, "own")
    told(mine, cast.user("hr"))
    objecting = appraisal(whole, cast.auxiliary("异议人"), "objecting")
    contested(told(objecting, cast.user("hr")))
    marked = appraisal(whole, cast.auxiliary("被考核人"), "open")
    marks = dict.fromkeys(Head.values, 80)
    leader = cast.user("supervisor")
    AppraisalMark.objects.create(
        appraisal=marked, source="leader", **marks, comment="踏实", given_on=clock.today(), marker=leader.person,
        entered_by=leader, entered_at=clock.now(),
    )  # fmt: skip
    return {
        "appraisal_round": whole,
        "appraisal": marked,
        "contested_appraisal": objecting,
        "own_appraisal": mine,
        "appraisal_told": told(appraisal(whole, cast.auxiliary("尹告知"), "told"), cast.user("hr")),
        "colleague_appraisal": appraisal(whole, cast.auxiliary("佟同事"), "colleague"),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same of the unit; among the archived the open one was left out. No colleague there is of a principal's unit."""
    whole = round_of(at.unit, at.desk)
    open_ = appraisal(whole, cast.auxiliary(f"appraised-{at.name}", unit=at.code), at.name)
    objecting = appraisal(whole, cast.auxiliary(f"objecting-{at.name}", unit=at.code), f"o-{at.name}")
    contested(told(objecting, at.desk))
    other = appraisal(whole, cast.auxiliary(f"other-{at.name}", unit=at.code), f"c-{at.name}")
    Appraisal.objects.filter(pk=other.pk).update(status="left_out", revision=2)
    if at.left:
        Appraisal.objects.filter(pk=open_.pk).update(status="left_out", revision=2)
    heard = told(appraisal(whole, cast.auxiliary(f"told-{at.name}", unit=at.code), f"t-{at.name}"), at.desk)
    return {"appraisal_round": whole, "appraisal": open_, "appraisal_told": heard,
            "contested_appraisal": objecting, "own_appraisal": objecting,
            "colleague_appraisal": other}  # fmt: skip


def own(cast: Cast, who: str) -> dict[str, Any]:
    """The appraisal of the principal, where there is a file; one of a colleague in the same unit whose marks are open."""
    person = cast.user(who).person
    if not hasattr(person, "auxiliary"):
        return {}
    me = person.auxiliary
    mine = Appraisal.objects.filter(auxiliary=me).first()
    if mine is None:
        mine = told(appraisal(round_of(me.unit, cast.user("hr"), kind="monthly"), me, who), cast.user("hr"))
    beside = cast.auxiliary(f"beside-{who}", unit=me.unit.code)
    return {"own_appraisal": mine, "colleague_appraisal": appraisal(mine.round, beside, f"b-{who}")}


def round_of(unit: Unit, by: User, *, kind: str = "annual") -> AppraisalRound:
    """A round of the unit; each further one of it begins a day later."""
    first = FIRST + timedelta(days=AppraisalRound.objects.filter(unit=unit).count())
    return AppraisalRound.objects.create(
        unit=unit, kind=kind, first=first, last=LAST, share="0.150", basis=BASIS, opened_by=by, opened_at=clock.now(),
        report_until=clock.today() + timedelta(days=10),
    )  # fmt: skip


def appraisal(whole: AppraisalRound, someone: Auxiliary, name: str) -> Appraisal:
    row = Appraisal(
        number=f"KH-{name}"[:20], round=whole, auxiliary=someone, unit=someone.unit, kind=whole.kind, first=whole.first,
        last=whole.last, form="service",
    )  # fmt: skip
    row.save()
    return row


def told(row: Appraisal, by: User, *, until: str = "told") -> Appraisal:
    """Reckoned, set and told, or only `until` a state before; once told the term to object runs."""
    steps: tuple[dict[str, Any], ...] = (
        {"status": "marked", "score": "80.00", "proposed": "competent", "heads": dict.fromkeys(
            ("virtue", "ability", "diligence", "results", "integrity"), "80.00")},
        {"status": "calibrated", "calibrated": "competent", "calibrated_by": by, "calibrated_person": by.person,
         "calibrated_at": clock.now()},
        {"status": "told", "told_on": clock.today(), "objection_until": clock.today() + timedelta(days=7)},
    )  # fmt: skip
    states = [step["status"] for step in steps]
    return _through(row, steps[: states.index(until) + 1])


def contested(row: Appraisal) -> Appraisal:
    today = clock.today()
    row.objection = "分数有误"
    return _through(
        row,
        (
            {
                "status": "contested",
                "contested": True,
                "contested_on": today,
                "review_until": today + timedelta(days=15),
            },
        ),
    )


def _through(row: Appraisal, steps: tuple[dict[str, Any], ...]) -> Appraisal:
    for values in steps:
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
    return row
