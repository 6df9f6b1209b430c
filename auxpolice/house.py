"""The first lines of the navigation: the desk, and for auxiliaries their own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import NavigationItem, action_words, navigation

_STAFF = tuple(permission for permission in Perms.all() if permission not in {Perms.VIEW_SELF, Perms.VIEW_LAW})

navigation.add(NavigationItem("desk", _("Today"), "desk", _STAFF, order=0))
navigation.add(NavigationItem("system", _("System"), "system", (Perms.MANAGE_SETTINGS,), order=950))
action_words.update(
    {
        "backup.made": _("Backup made"),
        "backup.failed": _("Backup failed"),
        "backup.removed": _("Old backups removed"),
        "backup.restored": _("Restored from a backup"),
        "backup.late_told": _("Told that the backup is late"),
        "backup.failed_told": _("Told that the backup failed"),
        "backup.small_told": _("Told that the backup is small"),
    }
)
navigation.add(NavigationItem("me", _("My page"), "me", (Perms.VIEW_SELF,), order=0))
