"""docs/permissions.md says what the code says; three administrators do no casework."""

from __future__ import annotations

from accounts.groups import ADMINISTRATORS, GROUPS
from core.perms import Perms
from scripts import permissions

CASEWORK = set(Perms.all()) - {
    Perms.VIEW_UNITS,
    Perms.VIEW_LAW,
    Perms.MANAGE_ACCOUNTS,
    Perms.MANAGE_SETTINGS,
    Perms.VIEW_AUDIT,
    Perms.VIEW_ALARMS,
    Perms.APPROVE_BREAK_GLASS,
    Perms.REVIEW_BREAK_GLASS,
}


def test_the_page_is_what_the_code_says():
    written = permissions.PAGE.read_text(encoding="utf-8")
    assert written == permissions.page(), "stale: run python scripts/permissions.py"


def test_every_right_is_held_by_some_group_and_no_group_invents_one():
    held = {permission for group in GROUPS.values() for permission in group.permissions}
    assert held == set(Perms.all())


def test_administrators_do_no_casework_and_share_no_power():
    for code in ADMINISTRATORS:
        assert not CASEWORK & set(GROUPS[code].permissions), code
    looking = {
        Perms.VIEW_UNITS,
        Perms.VIEW_LAW,
        Perms.VIEW_ALARMS,
    }  # an alarm is seen by two, so that neither can hide it
    powers = [set(GROUPS[code].permissions) - looking for code in ADMINISTRATORS]
    assert all(powers) and len(set.union(*powers)) == sum(len(power) for power in powers)


def test_whoever_prepares_pay_does_not_release_it_and_an_auxiliary_reads_nobody_else():
    assert Perms.EDIT_INSURANCE not in GROUPS["pay-approver"].permissions
    assert set(GROUPS["auxiliary"].permissions) == {Perms.VIEW_SELF, Perms.VIEW_LAW}
