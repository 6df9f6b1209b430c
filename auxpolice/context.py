"""What every page shows: navigation by rights, notices of the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.registries import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of the shell; nothing for those who are not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO, "navigation": []}
    items = [item for item in navigation.all() if any(user.may(p) for p in item.permissions)]
    return {"demo": settings.DEMO, "navigation": items, "may": _May(user), "groups": user.group_codes}


class _May:
    """`{% if may.edit_auxiliaries %}` in templates: the same question the view asks."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def __getitem__(self, permission: str) -> bool:
        return bool(self._user.may(permission))
