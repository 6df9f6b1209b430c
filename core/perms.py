"""Every permission by name. A permission is held on a Unit (django-guardian) and reaches everything below it."""

from __future__ import annotations

from typing import Final


class Perms:
    """Names of the rights; groups of them stand in accounts/groups.py, tables in docs/permissions.md."""

    # organisation
    VIEW_UNITS: Final = "view_units"
    EDIT_UNITS: Final = "edit_units"
    VIEW_OFFICERS: Final = "view_officers"
    EDIT_OFFICERS: Final = "edit_officers"
    # accounts
    MANAGE_ACCOUNTS: Final = "manage_accounts"
    OPEN_AUXILIARY_ACCOUNT: Final = "open_auxiliary_account"
    MANAGE_SETTINGS: Final = "manage_settings"
    VIEW_AUDIT: Final = "view_audit"
    VIEW_ALARMS: Final = "view_alarms"
    ASK_BREAK_GLASS: Final = "ask_break_glass"
    APPROVE_BREAK_GLASS: Final = "approve_break_glass"
    REVIEW_BREAK_GLASS: Final = "review_break_glass"
    # regulations
    VIEW_LAW: Final = "view_law"
    PROPOSE_LOCAL_RULE: Final = "propose_local_rule"
    APPROVE_LOCAL_RULE: Final = "approve_local_rule"
    # reminders
    VIEW_REMINDERS: Final = "view_reminders"
    # exports
    APPROVE_EXPORT: Final = "approve_export"
    # privacy
    HOLD_RECORDS: Final = "hold_records"
    # roster
    VIEW_AUXILIARIES: Final = "view_auxiliaries"
    EDIT_AUXILIARIES: Final = "edit_auxiliaries"
    IMPORT_ROSTER: Final = "import_roster"
    EXPORT_ROSTER: Final = "export_roster"
    VIEW_IDENTITY: Final = "view_identity"
    VIEW_PERSONAL: Final = "view_personal"
    VIEW_MEDICAL: Final = "view_medical"
    VIEW_VETTING: Final = "view_vetting"
    VIEW_CONDUCT: Final = "view_conduct"
    MANAGE_QUOTA: Final = "manage_quota"
    # duties
    CHECK_DUTIES: Final = "check_duties"
    VIEW_ASSIGNMENTS: Final = "view_assignments"
    REQUEST_ASSIGNMENT: Final = "request_assignment"
    APPROVE_ASSIGNMENT: Final = "approve_assignment"
    RULE_ON_LAW: Final = "rule_on_law"
    VIEW_REFUSED: Final = "view_refused"
    # discipline (VIEW_CONDUCT, above, opens what it holds)
    SUPERVISE: Final = "supervise"
    RECTIFY: Final = "rectify"
    HANDLE_COMPLAINTS: Final = "handle_complaints"
    INVESTIGATE: Final = "investigate"
    DECIDE_CASE: Final = "decide_case"
    HANDLE_APPEALS: Final = "handle_appeals"
    COMMEND: Final = "commend"
    APPRAISE: Final = "appraise"
    MANAGE_GRADES: Final = "manage_grades"
    HANDLE_INCIDENTS: Final = "handle_incidents"
    # payroll
    VIEW_INSURANCE: Final = "view_insurance"
    EDIT_INSURANCE: Final = "edit_insurance"
    VIEW_PAY: Final = "view_pay"
    EDIT_PAY: Final = "edit_pay"
    RELEASE_PAY: Final = "release_pay"
    COMPARE_PAY: Final = "compare_pay"
    # the auxiliary's own pages
    VIEW_SELF: Final = "view_self"

    @classmethod
    def all(cls) -> tuple[str, ...]:
        return tuple(value for name, value in vars(cls).items() if name.isupper())
