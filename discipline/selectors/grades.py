"""Who is ripe for the next grade, and the proposals in sight. A fixed number of queries, however many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from core.paging import ByKeys
from core.perms import Perms
from discipline import facts
from discipline.models import Appraisal, GradeProposal
from discipline.rules.appraisals import Result
from discipline.rules.grades import DecisionFacts, Held, ProposalFacts, Status, Step, next_step
from discipline.selectors import appraisals
from discipline.selectors import commendations as awards
from discipline.selectors.ladders import Ladders, Steps
from discipline.words import said
from organisation.selectors import subtree
from roster.models import Auxiliary, GradeRecord, Qualification

WHO: Final = (
    "auxiliary__person",
    "auxiliary__unit",
    "unit",
    "proposed_by__person",
    "decided_by__person",
    "published_in",
)
EDUCATION: Final = tuple(Auxiliary.Education.values)  # the lowest first
SHORTEST: Final = timedelta(days=150)  # no ladder grades anybody sooner: whoever was graded later is not read
LINE: Final = (
    "pk",
    "person__name",
    "badge_number",
    "unit__name",
    "unit__path",
    "grade",
    "held_since",
    "education",
)
Line = tuple[int, str, str, str, str, str, date, str]


@dataclass(frozen=True, slots=True)
class Climber:
    """Somebody on the way up: what is held, the next step, whether it is proposed already."""

    auxiliary: int
    name: str
    badge_number: str
    unit: str
    grade: str
    since: date
    step: Step
    proposed: bool


def climbers(user: User, asked: Mapping[str, str], day: date) -> ByKeys[Climber]:
    """People in sight with their next step, who is due first; `?state=ripe` (default), `soon` within half a year, `held` back."""
    people = Auxiliary.objects.visible_to(user, Perms.MANAGE_GRADES).on_strength()
    people = people.filter(subtree(user, asked.get("unit", "")))
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        people = people.search(words)
    ladders = Ladders(day)
    steps = Steps(ladders)
    rows = steps.dated(_dated(people, day)).filter(_state(asked.get("state") or "ripe", steps.held_back(), day))
    keys = rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list("pk", flat=True)
    return ByKeys(keys, lambda some: {one.auxiliary: one for one in steps_of(people.filter(pk__in=some), day, ladders)})


def _state(state: str, held_back: Q, day: date) -> Q:
    if state == "held":
        return held_back
    due = Q(due_on__gt=day, due_on__lte=day + timedelta(days=183)) if state == "soon" else Q(due_on__lte=day)
    return due & ~held_back


def steps_of(people: QuerySet[Auxiliary], day: date, ladders: Ladders | None = None) -> list[Climber]:
    """The next step of each of these people: eight queries at most, however many."""
    return _told(_stepped(_dated(people, day), ladders or Ladders(day)))


def _dated(people: QuerySet[Auxiliary], day: date) -> QuerySet[Auxiliary]:
    """With the day since which each holds the grade; without those who were graded or hired only lately."""
    standing = GradeRecord.objects.standing().filter(auxiliary=OuterRef("pk"), since__lte=day)
    newest = FilteredRelation("grades", condition=Q(grades__since__lte=day, grades__revoked_on=None))
    last = people.alias(newest=newest).filter(~Exists(standing.filter(since__gt=OuterRef("newest__since"))))
    held = last.annotate(held_since=Coalesce(F("newest__since"), F("hired_on")))
    return held.filter(held_since__lte=day - SHORTEST)


def _stepped(people: QuerySet[Auxiliary], ladders: Ladders) -> list[tuple[Line, Step]]:
    """What is read of each, and the step that follows."""
    rows: list[Line] = list(people.values_list(*LINE))
    keys, day = [row[0] for row in rows], ladders.day
    used = [ladders.of(path) for path in {row[4] for row in rows}]
    sanctioned = facts.sanctions(keys, day, day)
    earned = awards.awards_of(keys, date.min, day) if any(one.award_saves for one in used) else {}
    trained = _trained(keys) if any(one.needs_training for one in used) else {}
    found = []
    for row in rows:
        key, since, education = row[0], row[6], row[7]
        held = Held(
            grade=row[5],
            since=since,
            education=EDUCATION.index(education) if education in EDUCATION else None,
            awards=sum(1 for one in earned.get(key, ()) if one.awarded_on and one.awarded_on >= since),
            trained=any(on >= since for on in trained.get(key, ())),
            sanctioned=any(spell.bars_promotion for spell in sanctioned.get(key, ())),
        )
        found.append((row, next_step(held, ladders.of(row[4]))))
    return found


def _told(found: Sequence[tuple[Line, Step]]) -> list[Climber]:
    people = [line[0] for line, _step in found]
    proposed = set(GradeProposal.objects.open().filter(auxiliary__in=people).values_list("auxiliary_id", flat=True))
    return [
        Climber(key, name, badge, unit, grade, since, step, key in proposed)
        for (key, name, badge, unit, _path, grade, since, _education), step in found
    ]


def _trained(keys: Iterable[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    rows = Qualification.objects.filter(auxiliary__in=keys, subject=Qualification.Subject.PROMOTION)
    for key, on in rows.values_list("auxiliary_id", "obtained_on"):
        found.setdefault(key, []).append(on)
    return found


def step_of(auxiliary: Auxiliary, day: date) -> Climber | None:
    """The next step of one person; None for somebody graded or hired only lately, or who left."""
    people = Auxiliary.objects.on_strength().filter(pk=auxiliary.pk)
    return next(iter(steps_of(people, day)), None)


def own_file(person: int) -> QuerySet[Auxiliary]:
    """The file of this very person."""
    return Auxiliary.objects.filter(person=person)


def proposal_facts(auxiliary: Auxiliary, to: str, appraisal: str, day: date) -> tuple[ProposalFacts, dict[str, Any]]:
    """The facts of a proposal on this day, and the words of its sentences. `appraisal`: years before the first kept here."""
    climber = step_of(auxiliary, day)
    years = appraisals.annual_results(auxiliary, climber.since) if climber else []
    step = climber.step if climber else Step("", None)
    found = ProposalFacts(
        day=day,
        on_strength=auxiliary.status != Auxiliary.Status.LEFT,
        step=step,
        to=to,
        appraisal="; ".join([*results_told(years), *filter(None, [appraisal.strip()])]),
        failed=bool(years) and years[-1].result == Result.FAILED,
    )
    words = {
        "grade": auxiliary.grade or "–",
        "since": said(climber.since if climber else None),
        "due_on": said(step.due_on),
        "next": step.to or "–",
        "failed": years[-1].first.year if years else "–",
    }
    return found, words


def results_told(years: Iterable[Appraisal]) -> list[str]:
    """The final results of these years, each with its number."""
    return [f"{row.first.year} {row.get_result_display()} ({row.number})" for row in years]


def decision_facts(row: GradeProposal, by: User, day: date) -> tuple[DecisionFacts, dict[str, Any]]:
    """The facts of a decision on this day: the room in the upper grades is counted in the whole bureau."""
    ladder = Ladders(day).of(row.unit.path)
    upper = ladder.upper()
    people = Auxiliary.objects.on_strength().below(awards.bureau_of(row.unit))
    held = people.filter(grade__in=upper).exclude(pk=row.auxiliary_id).count()
    most = int(people.count() * ladder.upper_share)
    found = DecisionFacts(
        day=day,
        published_until=row.published_until,
        decider=by.person_id,
        proposer=row.proposed_person_id,
        person=row.auxiliary.person_id,
        relatives=awards.relatives_of(row.auxiliary),
        upper=row.to_grade in upper and row.from_grade not in upper,
        upper_held=held,
        upper_most=most,
    )
    return found, {"held": held, "most": most}


def proposals(user: User, asked: Mapping[str, str]) -> QuerySet[GradeProposal]:
    """Proposals in sight, the newest first."""
    rows = GradeProposal.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if (state := asked.get("state", "")) in Status.values:
        rows = rows.filter(status=state)
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        people = Auxiliary.objects.search(words).values("pk")
        rows = rows.filter(Q(number__istartswith=words) | Q(auxiliary__in=people))
    return rows.select_related(*WHO).order_by("-pk")


def in_public(person: int, day: date) -> QuerySet[GradeProposal]:
    """Grades proposed in public in the bureau where this person serves."""
    me = Auxiliary.objects.on_strength().filter(person=person).select_related("unit").first()
    if me is None:
        return GradeProposal.objects.none()
    rows = GradeProposal.objects.filter(
        status=Status.PUBLIC, published_until__gte=day, published_in__in=awards.numbers(me.unit.path)
    )
    return rows.select_related("auxiliary__person", "unit").order_by("published_until", "pk")
