"""Groups of rights, defined in code: what each role of design may do. `sync_groups` writes them at migrate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.perms import Perms as P


@dataclass(frozen=True)
class Group:
    """A role's name and rights. Three administrators exclude each other and every other group."""

    code: str
    title: Any
    permissions: tuple[str, ...]
    administrator: bool = False


# Rights that show nothing about another person. Whoever holds any other right needs a second factor: a new right does too.
ABOUT_NOBODY_ELSE = frozenset({P.VIEW_SELF, P.VIEW_LAW})
_READING = (P.VIEW_UNITS, P.VIEW_LAW, P.CHECK_DUTIES, P.ASK_BREAK_GLASS)

GROUPS: Mapping[str, Group] = {
    group.code: group
    for group in (
        Group(
            "hr",
            _("HR officer"),
            (
                *_READING,
                P.VIEW_OFFICERS,
                P.EDIT_OFFICERS,
                P.EDIT_UNITS,
                P.OPEN_AUXILIARY_ACCOUNT,
                P.PROPOSE_LOCAL_RULE,
                P.VIEW_REMINDERS,
                P.VIEW_AUXILIARIES,
                P.EDIT_AUXILIARIES,
                P.IMPORT_ROSTER,
                P.EXPORT_ROSTER,
                P.APPROVE_EXPORT,
                P.HOLD_RECORDS,
                P.VIEW_IDENTITY,
                P.VIEW_PERSONAL,
                P.VIEW_MEDICAL,
                P.VIEW_VETTING,
                P.VIEW_CONDUCT,
                P.COMMEND,
                P.APPRAISE,
                P.MANAGE_GRADES,
                P.HANDLE_INCIDENTS,
                P.MANAGE_QUOTA,
                P.VIEW_ASSIGNMENTS,
                P.REQUEST_ASSIGNMENT,
                P.VIEW_INSURANCE,
                P.EDIT_INSURANCE,
                P.COMPARE_PAY,
            ),
        ),
        Group(
            "requester",
            _("Requesting officer"),
            (*_READING, P.VIEW_OFFICERS, P.VIEW_AUXILIARIES, P.VIEW_ASSIGNMENTS, P.REQUEST_ASSIGNMENT),
        ),
        Group(
            "supervisor",
            _("Supervising officer"),
            (
                *_READING,
                P.VIEW_OFFICERS,
                P.VIEW_AUXILIARIES,
                P.VIEW_ASSIGNMENTS,
                P.APPROVE_ASSIGNMENT,
                P.APPROVE_EXPORT,
                P.VIEW_REMINDERS,
                P.APPROVE_LOCAL_RULE,
                P.RECTIFY,
                P.DECIDE_CASE,
                P.COMMEND,
                P.APPRAISE,
                P.MANAGE_GRADES,
                P.HANDLE_INCIDENTS,
            ),
        ),
        Group(
            "legal",
            _("Legal reviewer"),
            (*_READING, P.RULE_ON_LAW, P.PROPOSE_LOCAL_RULE, P.APPROVE_LOCAL_RULE, P.HANDLE_APPEALS),
        ),
        Group(
            "inspector",
            _("Inspector"),
            (
                *_READING,
                P.VIEW_REFUSED,
                P.VIEW_CONDUCT,
                P.SUPERVISE,
                P.HANDLE_COMPLAINTS,
                P.INVESTIGATE,
                P.HANDLE_INCIDENTS,
            ),
        ),
        Group(
            "pay-clerk",
            _("Pay clerk"),
            (
                P.VIEW_UNITS,
                P.VIEW_LAW,
                P.VIEW_PAY,
                P.EDIT_PAY,
                P.COMPARE_PAY,
                P.VIEW_INSURANCE,
                P.EDIT_INSURANCE,
                P.ASK_BREAK_GLASS,
            ),
        ),
        Group(
            "pay-approver",
            _("Pay approver"),
            (
                P.VIEW_UNITS,
                P.VIEW_LAW,
                P.VIEW_PAY,
                P.RELEASE_PAY,
                P.COMPARE_PAY,
                P.VIEW_INSURANCE,
                P.ASK_BREAK_GLASS,
            ),
        ),
        Group("auxiliary", _("Auxiliary"), (P.VIEW_SELF, P.VIEW_LAW)),
        Group(
            "higher",
            _("Higher organ"),
            (
                *_READING,
                P.VIEW_OFFICERS,
                P.VIEW_AUXILIARIES,
                P.VIEW_REMINDERS,
                P.MANAGE_QUOTA,
                P.COMPARE_PAY,
                P.COMMEND,
            ),
        ),
        Group("sysadmin", _("System administrator"), (P.MANAGE_SETTINGS, P.VIEW_UNITS, P.VIEW_LAW), administrator=True),
        Group(
            "secadmin",
            _("Security administrator"),
            (P.MANAGE_ACCOUNTS, P.APPROVE_BREAK_GLASS, P.VIEW_ALARMS, P.VIEW_UNITS, P.VIEW_LAW),
            administrator=True,
        ),
        Group(
            "auditor",
            _("Audit administrator"),
            (P.VIEW_AUDIT, P.REVIEW_BREAK_GLASS, P.VIEW_ALARMS, P.VIEW_UNITS, P.VIEW_LAW),
            administrator=True,
        ),
    )
}

ADMINISTRATORS = tuple(code for code, group in GROUPS.items() if group.administrator)
# What may be asked for in an emergency: an officer's work, no administrator's chair, nobody's own file.
EMERGENCY_GROUPS = tuple(group for group in GROUPS.values() if not group.administrator and group.code != "auxiliary")
