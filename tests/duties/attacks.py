"""Ways in which somebody at an SQL prompt of the application could try to get round the law.

Each is prepared lawfully and answers the statements to type. `APPROVE` brings a draft to approved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core import clock
from core.actors import SYSTEM
from duties.models import Assignment, Ruling
from organisation.models import Officer
from organisation.services import set_jurisdiction
from regulations.services.bans import propose_ban
from regulations.services.two_persons import approve as approve_rule
from roster.models import Relationship
from tests.duties.stage import Stage

Statements = list[str]
TO_PENDING = "UPDATE duties_assignment SET status = 'pending' WHERE id = {0}"
SHENZHEN = "CN-440300"


@dataclass(frozen=True)
class Attack:
    """One way; `guard` is the trigger without which it succeeds ("" where a privilege stands in the way)."""

    name: str
    prepare: Callable[[Stage], Statements]
    guard: str = "approved_assignment_is_lawful"
    pack: str = "CN"


ATTACKS: dict[str, Attack] = {}


def attack(*, guard: str = "approved_assignment_is_lawful", pack: str = "CN") -> Callable[[Any], Any]:
    """Enter the decorated preparation as an attack."""

    def enter(prepare: Callable[[Stage], Statements]) -> Callable[[Stage], Statements]:
        ATTACKS[prepare.__name__] = Attack(prepare.__name__, prepare, guard, pack)
        return prepare

    return enter


def approving(stage: Stage, draft: Assignment, *, officer: Officer | None = None, user: Any = None) -> Statements:
    """The statements that approve a draft in the name of the chief, or of somebody else."""
    officer, user = officer or stage.chief, user or stage.supervisor
    return [
        TO_PENDING.format(draft.pk),
        f"UPDATE duties_assignment SET status = 'approved', approver_id = {user.pk}, "
        f"approver_officer_id = {officer.pk}, approved_at = now() WHERE id = {draft.pk}",
    ]


def ruling(stage: Stage, *, unit: str = "north", by: Any = None, **more: Any) -> Ruling:
    """A ruling that allows continued questioning."""
    by = by or stage.legal
    values = {"since": stage.day - dt.timedelta(days=1), "allows": True, "text": "可以", "cites": "SZ 9", **more}
    return Ruling.objects.create(
        about="contested",
        unit=stage.cast[unit],
        code="continued-questioning",
        by=by,
        person=by.person,
        created_at=clock.now(),
        **values,
    )


@attack()
def a_prohibited_duty(stage: Stage) -> Statements:
    return approving(stage, stage.draft("traffic-penalty-issue"))


@attack()
def a_prohibited_duty_beside_a_lawful_one(stage: Stage) -> Statements:
    return approving(stage, stage.draft("patrol-street", "sign-for-police"))


@attack()
def a_duty_which_the_bureau_forbade_itself_from_the_last_day_on(stage: Stage) -> Statements:
    ban = propose_ban(
        unit=stage.cast["first"],
        code="patrol-street",
        since=stage.day + dt.timedelta(days=2),
        reason="整顿",
        by=stage.cast.user("hr"),
    )
    approve_rule(row=ban, by=stage.supervisor)
    return approving(stage, stage.draft(ends_at=stage.starts_at + dt.timedelta(days=2)))


@attack()
def a_duty_prohibited_once_the_unit_follows_another_place(stage: Stage) -> Statements:
    last = stage.day + dt.timedelta(days=1)
    set_jurisdiction(unit=stage.cast["north"], pack=SHENZHEN, since=stage.day - dt.timedelta(days=9), by=SYSTEM)
    set_jurisdiction(unit=stage.cast["north"], pack="CN", since=last, by=SYSTEM)
    ruling(stage)
    return approving(stage, stage.draft("continued-questioning", ends_at=stage.starts_at + dt.timedelta(days=1)))


@attack(pack=SHENZHEN)
def a_contested_duty_without_a_ruling(stage: Stage) -> Statements:
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_contested_duty_ruled_by_whoever_asks(stage: Stage) -> Statements:
    ruling(stage, by=stage.requester)
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_contested_duty_ruled_by_whoever_approves(stage: Stage) -> Statements:
    ruling(stage, by=stage.supervisor)
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_contested_duty_with_the_ruling_of_another_unit(stage: Stage) -> Statements:
    ruling(stage, unit="south")
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_contested_duty_whose_newest_ruling_says_no(stage: Stage) -> Statements:
    ruling(stage)
    ruling(stage, allows=False, since=stage.day)
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_contested_duty_whose_ruling_has_ended(stage: Stage) -> Statements:
    ruling(stage, since=stage.day - dt.timedelta(days=9), until=stage.day - dt.timedelta(days=1))
    return approving(stage, stage.draft("continued-questioning"))


@attack(pack=SHENZHEN)
def a_led_duty_that_meets_only_the_looser_staffing(stage: Stage) -> Statements:
    return approving(stage, stage.draft("public-security-check-assist", leads=(stage.bai.pk,)))


@attack()
def a_led_duty_without_a_lead(stage: Stage) -> Statements:
    return approving(stage, stage.draft("respond-to-call", leads=()))


@attack()
def a_led_duty_with_one_officer_where_two_are_asked(stage: Stage) -> Statements:
    return approving(stage, stage.draft("capture-assist", leads=(stage.bai.pk,)))


@attack()
def a_checkpoint_of_one_officer_and_one_auxiliary(stage: Stage) -> Statements:
    return approving(stage, stage.draft("roadside-checkpoint", leads=(stage.bai.pk,), auxiliaries=(stage.lin.pk,)))


@attack()
def a_lead_who_is_a_trainee(stage: Stage) -> Statements:
    trainee = stage.cast.officer("实习", status="trainee")
    return approving(stage, stage.draft("respond-to-call", leads=(trainee.pk,)))


@attack()
def a_lead_who_retires_before_the_last_day(stage: Stage) -> Statements:
    Officer.objects.filter(pk=stage.bai.pk).update(ends_on=stage.day)
    ends_at = stage.starts_at + dt.timedelta(days=1)
    return approving(stage, stage.draft("respond-to-call", leads=(stage.bai.pk,), ends_at=ends_at))


@attack()
def no_commander(stage: Stage) -> Statements:
    return approving(stage, stage.draft(commander=None))


@attack()
def a_commander_who_does_not_serve(stage: Stage) -> Statements:
    return approving(stage, stage.draft(commander=stage.cast.officer("退休", status="retired").pk))


@attack()
def nobody_to_do_it(stage: Stage) -> Statements:
    return approving(stage, stage.draft(auxiliaries=()))


@attack()
def no_duty(stage: Stage) -> Statements:
    draft = stage.draft()
    return [f"DELETE FROM duties_assignmentduty WHERE assignment_id = {draft.pk}", *approving(stage, draft)]


@attack()
def approved_by_whoever_asked(stage: Stage) -> Statements:
    officer = stage.cast.officer("本人", person=stage.requester.person)
    return approving(stage, stage.draft(), officer=officer, user=stage.requester)


@attack()
def approved_by_the_second_account_of_whoever_asked(stage: Stage) -> Statements:
    twin = stage.user_of(stage.cast.officer("本人", person=stage.requester.person), group="supervisor", unit="first")
    return approving(stage, stage.draft(), officer=twin.person.officer, user=twin)


@attack()
def approved_by_its_own_lead(stage: Stage) -> Statements:
    return approving(stage, stage.draft(leads=(stage.chief.pk,)))


@attack()
def approved_by_a_member(stage: Stage) -> Statements:
    me = stage.another("辅警", person=stage.supervisor.person)
    return approving(stage, stage.draft(auxiliaries=(me.pk,)))


@attack()
def approved_by_a_relative_of_a_member(stage: Stage) -> Statements:
    kin = {"name": "陈", "related": stage.supervisor.person, "kind": "parent", "starts_on": stage.cast.today}
    Relationship.objects.create(auxiliary=stage.lin, **kin)
    return approving(stage, stage.draft())


@attack()
def approved_by_a_retired_officer(stage: Stage) -> Statements:
    Officer.objects.filter(pk=stage.chief.pk).update(status="retired")
    return approving(stage, stage.draft())


@attack()
def approved_in_the_name_of_another_officer(stage: Stage) -> Statements:
    return approving(stage, stage.draft(), officer=stage.bai)


@attack()
def approved_by_somebody_without_the_right(stage: Stage) -> Statements:
    user = stage.user_of(stage.cast.officer("旁人"))
    return approving(stage, stage.draft(), officer=user.person.officer, user=user)


@attack()
def approved_by_a_supervisor_of_another_bureau(stage: Stage) -> Statements:
    user = stage.cast.user("supervisor2")
    return approving(stage, stage.draft(), officer=stage.cast.officer("外局", person=user.person), user=user)


LIFE, PARTS = "assignment_keeps_to_its_life", "assignment_parts_are_frozen"


@attack(guard=LIFE)
def straight_from_draft_to_approved(stage: Stage) -> Statements:
    return approving(stage, stage.draft())[1:]


@attack(guard=LIFE)
def from_rejected_back_to_approved(stage: Stage) -> Statements:
    draft = stage.draft()
    no = f"UPDATE duties_assignment SET status = 'rejected', reason = '因' WHERE id = {draft.pk}"
    return [TO_PENDING.format(draft.pk), no, *approving(stage, draft)[1:]]


@attack(guard=LIFE)
def other_words_after_submission(stage: Stage) -> Statements:
    return [f"UPDATE duties_assignment SET text = '开罚单' WHERE id = {stage.submitted().pk}"]


@attack(guard=LIFE)
def other_hours_after_approval(stage: Stage) -> Statements:
    return [
        f"UPDATE duties_assignment SET ends_at = ends_at + interval '9 days' WHERE id = {stage.approved().pk}",
    ]


@attack(guard=LIFE)
def another_unit_after_submission(stage: Stage) -> Statements:
    return [f"UPDATE duties_assignment SET unit_id = {stage.cast['south'].pk} WHERE id = {stage.submitted().pk}"]


@attack(guard=LIFE)
def another_decision_after_approval(stage: Stage) -> Statements:
    return [f"UPDATE duties_assignment SET decision = '{{}}' WHERE id = {stage.approved().pk}"]


@attack(guard=LIFE)
def another_approver_after_approval(stage: Stage) -> Statements:
    return [f"UPDATE duties_assignment SET approver_officer_id = {stage.bai.pk} WHERE id = {stage.approved().pk}"]


@attack(guard=LIFE)
def another_requester_before_approving_it_oneself(stage: Stage) -> Statements:
    hr = stage.cast.user("hr")
    return [
        f"UPDATE duties_assignment SET requester_id = {hr.pk}, requester_person_id = {hr.person_id} "
        f"WHERE id = {stage.draft().pk}",
    ]


@attack(guard=LIFE)
def the_assignment_is_deleted(stage: Stage) -> Statements:
    number = stage.draft().pk
    parts = ("duties_assignmentduty", "duties_member", "duties_lead", "duties_commander")
    return [f"DELETE FROM {table} WHERE assignment_id = {number}" for table in parts] + [
        f"DELETE FROM duties_assignment WHERE id = {number}",
    ]


@attack(guard=PARTS)
def a_duty_slipped_in_after_submission(stage: Stage) -> Statements:
    return [
        "INSERT INTO duties_assignmentduty (assignment_id, code, source, words) "
        f"VALUES ({stage.submitted().pk}, 'publicity-education', 'chosen', '')",
    ]


@attack(guard=PARTS)
def a_duty_exchanged_after_approval(stage: Stage) -> Statements:
    return [
        f"UPDATE duties_assignmentduty SET code = 'publicity-education' WHERE assignment_id = {stage.approved().pk}",
    ]


@attack(guard=PARTS)
def a_member_exchanged_after_approval(stage: Stage) -> Statements:
    other = stage.another()
    assignment = stage.approved()
    return [
        f"UPDATE duties_member SET auxiliary_id = {other.pk} "
        f"WHERE assignment_id = {assignment.pk} AND auxiliary_id = {stage.lin.pk}",
    ]


@attack(guard=PARTS)
def a_lead_taken_away_after_approval(stage: Stage) -> Statements:
    return [f"DELETE FROM duties_lead WHERE assignment_id = {stage.approved().pk}"]


@attack(guard=PARTS)
def a_part_moved_to_another_assignment(stage: Stage) -> Statements:
    one, other = stage.draft(auxiliaries=(stage.lin.pk,)), stage.draft(auxiliaries=(stage.wu.pk,))
    return [f"UPDATE duties_member SET assignment_id = {other.pk} WHERE assignment_id = {one.pk}"]


@attack(guard="")
def a_ruling_is_rewritten(stage: Stage) -> Statements:
    return [f"UPDATE duties_ruling SET allows = true WHERE id = {ruling(stage, allows=False).pk}"]


@attack(guard="")
def a_ruling_is_deleted(stage: Stage) -> Statements:
    return [f"DELETE FROM duties_ruling WHERE id = {ruling(stage, allows=False).pk}"]


@attack(guard="")
def refused_attempts_are_deleted(stage: Stage) -> Statements:
    return ["DELETE FROM duties_refusedattempt"]


@attack(guard="")
def the_law_itself_is_rewritten(stage: Stage) -> Statements:
    return ["UPDATE regulations_verdictmirror SET verdict = 'permitted_under_command'"]


@attack(guard="")
def the_trigger_is_switched_off(stage: Stage) -> Statements:
    return ["ALTER TABLE duties_assignment DISABLE TRIGGER ALL"]


@attack(guard="")
def triggers_are_passed_over_as_a_replica(stage: Stage) -> Statements:
    return ["SET session_replication_role = 'replica'"]


@attack(guard="")
def everything_is_emptied(stage: Stage) -> Statements:
    return ["TRUNCATE duties_assignment CASCADE"]
