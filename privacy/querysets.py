"""Whose requests: HR over the unit of the auxiliary."""

from __future__ import annotations

from core.perms import Perms
from core.scope import ScopedQuerySet


class RequestQuerySet(ScopedQuerySet):
    """Requests about one's own data 个人信息权利请求."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.EDIT_AUXILIARIES
