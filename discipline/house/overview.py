"""The first page of the room in the navigation: for whoever holds one of its rights."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import NavigationItem, navigation

RIGHTS: Final = (
    Perms.VIEW_CONDUCT,
    Perms.INVESTIGATE,
    Perms.DECIDE_CASE,
    Perms.HANDLE_APPEALS,
    Perms.SUPERVISE,
    Perms.RECTIFY,
    Perms.HANDLE_COMPLAINTS,
    Perms.COMMEND,
    Perms.APPRAISE,
    Perms.MANAGE_GRADES,
    Perms.HANDLE_INCIDENTS,
)
navigation.add(NavigationItem("discipline", _("Conduct at a glance"), "discipline:index", RIGHTS, 149, group="conduct"))
