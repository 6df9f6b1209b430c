"""The first lines of the navigation: the desk, and for auxiliaries their own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import NavigationItem, navigation

_STAFF = tuple(permission for permission in Perms.all() if permission not in {Perms.VIEW_SELF, Perms.VIEW_LAW})

navigation.add(NavigationItem("desk", _("Today"), "desk", _STAFF, order=0))
navigation.add(NavigationItem("me", _("My page"), "me", (Perms.VIEW_SELF,), order=0))
