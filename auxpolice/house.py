"""The first lines of the navigation: the desk, and for auxiliaries their own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from auxpolice import desk as desk
from auxpolice import records as records
from core.perms import Perms
from core.registries import NavigationItem, action_words, navigation

_STAFF = tuple(permission for permission in Perms.all() if permission not in {Perms.VIEW_SELF, Perms.VIEW_LAW})

navigation.add(NavigationItem("desk", _("Today"), "desk", _STAFF, order=0, icon="today"))
navigation.add(NavigationItem("system", _("System"), "system", (Perms.MANAGE_SETTINGS,), order=950, icon="gear"))
navigation.add(NavigationItem("design", _("Parts of pages"), "design", (Perms.MANAGE_SETTINGS,), order=960))
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
# The auxiliary's four pages stand on the bar at the thumb.
for order, (key, title, icon) in enumerate(
    (
        ("me", pgettext_lazy("own page", "Today"), "today"),
        ("me-duties", pgettext_lazy("own page", "Duties"), "duty"),
        ("me-file", pgettext_lazy("own page", "Papers"), "file"),
        ("me-mine", pgettext_lazy("own page", "Me"), "person"),
    )
):
    held = ("/me/pay/",) if key == "me-file" else ()
    navigation.add(NavigationItem(key, title, key, (Perms.VIEW_SELF,), order=order, icon=icon, holds=held))
