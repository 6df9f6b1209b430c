"""The legal reviewer's act: rule where texts conflict, or name what unclear work is. Then it is decided again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from duties.decision import Decision
from duties.life import Status
from duties.models import Assignment, AssignmentDuty, RefusedAttempt, Ruling, local_day
from duties.selectors.facts import decide_many
from duties.services.deciding import keep_refusal, proposal_of
from duties.services.locking import lock, ready_for
from regulations import packs


@dataclass(frozen=True)
class Opinion:
    """What the reviewer says: on a contested duty of the request (`code`), or what the work is (`named_codes`)."""

    allows: bool
    text: str
    cites: str
    code: str = ""
    named_codes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def about(self) -> Ruling.About:
        return Ruling.About.CONTESTED if self.code else Ruling.About.UNCLEAR


@transaction.atomic
def rule(*, assignment: Assignment, opinion: Opinion, by: User) -> Assignment:
    """Rule on a referred request: it becomes pending, or is rejected; a refusal it brings to light is kept."""
    locked = lock(assignment)
    ready_for("rule", locked, by)
    _check(locked, opinion, by)
    ruling = _keep(locked, opinion, by)
    if opinion.about == Ruling.About.UNCLEAR and opinion.allows:
        _name_the_work(locked, opinion.named_codes)
    decision = decide_many([proposal_of(locked)])[0]
    _conclude(locked, ruling, decision, by)
    return locked


def _check(assignment: Assignment, opinion: Opinion, by: User) -> None:
    if by.person_id is None or by.person_id == assignment.requester_person_id:
        raise NotNow(_("Whoever asked for an assignment does not rule on it."))
    wrong: dict[str, list[str]] = {}
    if not opinion.text.strip():
        wrong["text"] = [_("Give the reasons.")]
    if not opinion.cites.strip():
        wrong["cites"] = [_("Cite the articles.")]
    codes = set(assignment.duties.values_list("code", flat=True))
    if opinion.code and opinion.code not in codes:
        wrong["code"] = [_("Choose one of the duties of this request.")]
    if not opinion.code and opinion.allows:
        known = {duty.code for duty in packs.duties()}
        if not opinion.named_codes or set(opinion.named_codes) - known:
            wrong["named_codes"] = [_("Name the work by duties of the catalogue.")]
    if opinion.until and opinion.until < (opinion.since or local_day(clock.now())):
        wrong["until"] = [_("The last day is before the first.")]
    if wrong:
        raise BadInput(wrong)


def _keep(assignment: Assignment, opinion: Opinion, by: User) -> Ruling:
    now = clock.now()
    ruling = Ruling.objects.create(
        about=opinion.about,
        unit=assignment.unit,
        assignment=assignment,
        code=opinion.code,
        named_codes=list(opinion.named_codes),
        allows=opinion.allows,
        text=opinion.text.strip(),
        cites=opinion.cites.strip(),
        since=opinion.since or local_day(now),
        until=opinion.until,
        by=by,
        person_id=by.person_id,
        created_at=now,
    )
    after = {"duty": opinion.code, "names": opinion.named_codes, "allows": opinion.allows, "cites": opinion.cites}
    record("ruling.given", ruling, by=by, after=after, reason=opinion.text)
    emit("duties.ruled", {"ruling": ruling.pk, "unit": assignment.unit_id, "code": opinion.code})
    return ruling


def _name_the_work(assignment: Assignment, codes: Sequence[str]) -> None:
    """The ruling's duties become duties of the request, and its text is no longer unclear."""
    there = set(assignment.duties.values_list("code", flat=True))
    AssignmentDuty.objects.bulk_create(
        AssignmentDuty(assignment=assignment, code=code, source=AssignmentDuty.Source.RULING)
        for code in dict.fromkeys(codes)
        if code not in there
    )
    assignment.screening = {**assignment.screening, "unclear": False, "denied": []}


def _conclude(assignment: Assignment, ruling: Ruling, decision: Decision, by: User) -> None:
    """Pending where it is now allowed; rejected where it is refused; still referred where another point is open."""
    before = assignment.status
    assignment.decision, assignment.decided_at = decision.as_dict(), clock.now()
    assignment.revision += 1
    turned_down = ruling.about == Ruling.About.UNCLEAR and not ruling.allows
    if decision.refused or turned_down:
        assignment.status, assignment.reason = Status.REJECTED, ruling.text[:500]
        assignment.closed_by, assignment.closed_at = by, clock.now()
        if decision.refused and decision.reasons != ("ruled_out",):
            keep_refusal(assignment, decision, stage=RefusedAttempt.Stage.RULE, by=by)
    elif decision.allowed:
        assignment.status = Status.PENDING
    assignment.save()
    after = {"status": assignment.status, "ruling": ruling.number}
    record("assignment.ruled", assignment, by=by, before={"status": before}, after=after)
    emit("duties.decided", {"assignment": assignment.pk, "unit": assignment.unit_id, "status": assignment.status})
