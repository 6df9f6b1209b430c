"""The trail, assignments, exports, insurance, rights of the person, rules of the place, reminders."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making, Tables
from tests.guards.attacks.people import RANDOM, one, twin, typed

ANYBODY = "(SELECT min(id) FROM accounts_user)"
LINKED = "SELECT EXISTS (SELECT FROM core_auditlink WHERE entry_id = (SELECT max(id) FROM core_auditentry))"
PENDING, DRAFT, APPROVED = (
    f"(SELECT min(id) FROM duties_assignment WHERE status = '{status}')" for status in ("pending", "draft", "approved")
)
ASSIGNMENT = "duties_assignment"
PARTS = ("duties_assignmentduty", "duties_member", "duties_commander", "duties_lead")
KINDS = ("housing_fund", "injury", "maternity", "medical", "pension", "unemployment")
BY_TWO = ("banlift", "confirmation", "localban", "localvalue")


def noted(tables: Tables) -> Attack:
    return Attack([tables["core_auditentry"].more()], want=LINKED)


def duty_again(tables: Tables) -> Attack:
    return Attack([tables["duties_assignmentduty"].more(assignment_id=DRAFT, code="'patrol-street'")] * 2)


def part_gone(table: str, whose: str, *behind: str) -> Making:
    return lambda tables: Attack([f'DELETE FROM "{table}" WHERE assignment_id = {whose}'], behind)


def led_by_its_approver(tables: Tables) -> Attack:
    """Who approved joins the leads afterwards."""
    approver = f"(SELECT approver_officer_id FROM duties_assignment WHERE id = {APPROVED})"
    row = tables["duties_lead"].more(assignment_id=APPROVED, officer_id=approver)
    return Attack([row], ("assignment_parts_are_frozen",))


def asked_twice(tables: Tables) -> Attack:
    same = {"kind": "'verdict'", "pack": "'CN'", "key": "'k'", "row_since": "NULL"}
    return Attack([tables["regulations_confirmation"].more(**same)] * 2)


def insured_twice(kind: str) -> Making:
    return lambda tables: Attack([tables["payroll_enrolment"].twin("true", [], kind=f"'{kind}'")] * 2)


def renewed_twice(tables: Tables) -> Attack:
    return Attack([tables["payroll_accidentpolicy"].twin("true", [], renews_id="id", number=RANDOM)] * 2)


def decided(table: str, **to: str) -> Making:
    """A fresh proposal is decided."""
    return lambda tables: Attack([tables[table].more(), tables[table].change(newest(table), **to)])


def newest(table: str) -> str:
    return f'id = (SELECT max(id) FROM "{table}")'


def lifted_twice(tables: Tables) -> Attack:
    lifts = tables["regulations_banlift"]
    yes = lifts.change(newest("regulations_banlift"), approved_at="now()", approved_by_id=other())
    return Attack([lifts.more(), yes, lifts.more(), yes])


def other() -> str:
    return "(SELECT min(u.id) FROM accounts_user u WHERE u.id <> proposed_by_id)"


def made(table: str, **given: str) -> Making:
    return lambda tables: Attack([tables[table].more(**given)])


ATTACKS: dict[str, Making] = {
    "core_auditentry:audit_is_queued": noted,
    "core_auditqueue:audit_is_linked": noted,
    "core_auditentry:audit_only_grows": one("core_auditentry", "", action="'nothing'"),
    "core_auditentry:audit_is_never_emptied": typed("TRUNCATE core_auditentry"),
    "core_auditlink:link_only_grows": one("core_auditlink", "", form="2"),
    "core_auditlink:link_is_never_emptied": typed("TRUNCATE core_auditlink"),
    "core_auditlink:core_auditlink_entry_id_key": twin(
        "core_auditlink", "", "entry_id", seq="(SELECT max(seq) + 1 FROM core_auditlink)"
    ),
    "duties_assignment:a_no_has_its_reason": one(ASSIGNMENT, "status = 'pending'", status="'rejected'", reason="''"),
    "duties_assignment:approved_assignment_is_lawful": one(
        ASSIGNMENT, "status = 'pending'", status="'approved'", approver_id="requester_id", approved_at="now()",
        approver_officer_id="(SELECT min(id) FROM organisation_officer)",
    ),
    "duties_assignment:approved_by_somebody": one(
        ASSIGNMENT, "status = 'pending'", "approved_assignment_is_lawful", status="'approved'"
    ),
    "duties_assignment:assignment_ends_after_it_starts": one(ASSIGNMENT, "status = 'draft'", ends_at="starts_at"),
    "duties_assignment:assignment_keeps_to_its_life": one(ASSIGNMENT, "status = 'approved'", place="'elsewhere'"),
    "duties_assignment:duties_assignment_version_check": one(
        ASSIGNMENT, "status = 'draft'", "assignment_keeps_to_its_life", version="-1"
    ),
    "duties_assignmentduty:duty_once": duty_again,
    "duties_assignmentversion:duties_assignmentversion_version_check": made("duties_assignmentversion", version="-1"),
    "duties_ruling:ruling_ends_after_start": made(
        "duties_ruling", about="'contested'", since="'2026-01-02'", until="'2026-01-01'"
    ),
    "duties_ruling:ruling_says_on_what": made("duties_ruling", about="'contested'", code="''"),
    "evidence_securityalarm:an_answered_alarm_says_what_came_of_it": one("evidence_securityalarm", "", answer="'x'"),
    "exports_export:export_decided_before_made": one(
        "exports_export", "status = 'waiting'", status="'ready'", expires_at="now()", made_at="now()"
    ),
    "exports_export:export_decided_by_another": one(
        "exports_export", "status = 'waiting'", decided_at="now()", decided_by_id="by_id", decided_person_id="person_id"
    ),
    "exports_export:export_has_a_purpose": one("exports_export", "", purpose="''"),
    "exports_export:export_ready_has_an_end": one("exports_export", "status = 'ready'", expires_at="NULL"),
    "exports_export:large_export_needs_two": one("exports_export", "NOT needs_second", people="101"),
    "payroll_accidentpolicy:payroll_accidentpolicy_renews_id_key": renewed_twice,
    "payroll_accidentclaim:claim_reported_after_it_happened": one(
        "payroll_accidentclaim", "", reported_on="happened_on - 1"
    ),
    "payroll_accidentclaim:payroll_accidentclaim_grade_check": one(
        "payroll_accidentclaim", "", "claim_grade_of_a_disability", grade="-1"
    ),
    "payroll_accidentclaim:claim_grade_of_a_disability": one("payroll_accidentclaim", "kind = 'medical'", grade="3"),
    "payroll_accidentclaim:claim_decided_on_a_day": one("payroll_accidentclaim", "paid IS NULL", paid="1"),
    "payroll_accidentpolicy:policy_does_not_renew_itself": one("payroll_accidentpolicy", "", renews_id="id"),
    "payroll_accidentpolicy:policy_sums_not_negative": one("payroll_accidentpolicy", "", cover="-1"),
    "payroll_enrolment:enrolment_base_not_negative": one("payroll_enrolment", "", base="-1"),
    "payroll_enrolment:enrolment_ends_after_start": one(
        "payroll_enrolment", "", *(f"one_{kind}_at_a_time" for kind in KINDS), ends_on="starts_on - 1", ended_why="'left'"
    ),
    "payroll_enrolment:enrolment_ends_for_a_reason": one("payroll_enrolment", "ends_on IS NULL", ended_why="'left'"),
    "privacy_rightsrequest:rights_answered_by_another": one(
        "privacy_rightsrequest", "status = 'open'", status="'accepted'", decided_at="now()", decided_by_id=ANYBODY,
        decided_person_id="person_id",
    ),
    "privacy_rightsrequest:rights_answered_by_somebody": one("privacy_rightsrequest", "status = 'open'", status="'accepted'"),
    "privacy_rightsrequest:rights_no_has_a_reason": one(
        "privacy_rightsrequest", "status = 'open'", status="'declined'", decided_at="now()", decided_by_id=ANYBODY
    ),
    "regulations_banlift:a_ban_is_lifted_once": lifted_twice,
    "regulations_localban:local_ban_ends_after_start": made(
        "regulations_localban", since="'2026-01-02'", until="'2026-01-01'"
    ),
    "regulations_localvalue:local_value_ends_after_start": made(
        "regulations_localvalue", since="'2026-01-02'", until="'2026-01-01'"
    ),
    "reminders_notice:an_answer_has_its_author": one("reminders_notice", "answered_at IS NULL", answered_at="now()"),
}  # fmt: skip
ATTACKS |= {f"{table}:assignment_parts_are_frozen": part_gone(table, PENDING) for table in PARTS}
ATTACKS |= {
    f"{table}:approved_assignment_is_lawful": part_gone(table, APPROVED, "assignment_parts_are_frozen")
    for table in PARTS
}
ATTACKS["duties_lead:approved_assignment_is_lawful"] = led_by_its_approver
ATTACKS["regulations_confirmation:one_open_confirmation"] = asked_twice
ATTACKS |= {f"payroll_enrolment:one_{kind}_at_a_time": insured_twice(kind) for kind in KINDS}
for name in BY_TWO:
    table = f"regulations_{name}"
    ATTACKS |= {
        f"{table}:{name}_approval_has_a_person": decided(table, approved_at="now()"),
        f"{table}:{name}_approved_by_another": decided(table, approved_at="now()", approved_by_id="proposed_by_id"),
        f"{table}:{name}_decided_once": decided(
            table, approved_at="now()", approved_by_id=other(), declined_at="now()"
        ),
        f"{table}:proposed_before_decided": made(table, declined_at="now()"),
        f"{table}:decided_once_by_another": decided(table, reason="'rewritten'"),
    }
