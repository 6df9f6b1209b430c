"""What every page shows: navigation by rights, notices of the house."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.selectors import running_emergencies
from core import clock
from core.navigation import ON_THE_BAR, group_of, grouped
from core.registries import NavigationItem, navigation, search_sources


@dataclass(frozen=True)
class Entry:
    """One line of the navigation, ready to be shown."""

    title: Any
    url: str
    current: bool
    count: int | str | None = None
    group: str = "today"
    icon: str = ""
    key: str = ""  # of its badge; empty where nothing is counted
    short: Any = ""  # its name on the bar at the thumb


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of the shell; nothing for those who are not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "next_step", None):
        return {"demo": settings.DEMO, "navigation": []}
    lines = entries(request, user)
    return {
        "demo": settings.DEMO,
        "house_day": clock.today(),
        "navigation": lines,
        "navigation_groups": grouped((line.group, line) for line in lines),
        "on_the_bar": [line for line in lines if line.icon][:ON_THE_BAR],
        "counts_later": hasattr(request, "counts_later"),
        "searchable": any(user.may(source.permission) for source in search_sources.all()),
        "may": _May(user),
        "emergencies": running_emergencies(user),
    }


def entries(request: HttpRequest, user: Any) -> list[Entry]:
    """The navigation of this user; the entry whose address is the longest beginning of this page's is the current one."""
    items = [item for item in navigation.all() if any(user.may(permission) for permission in item.permissions)]
    addresses = [_address(item.url_name) for item in items]
    beginnings = [
        (beginning, address)
        for item, address in zip(items, addresses, strict=True)
        for beginning in (address, *item.holds)
        if beginning == request.path or (beginning != "/" and request.path.startswith(beginning))
    ]
    here = max(beginnings, key=lambda pair: len(pair[0]), default=("", ""))[1]
    counted = None if hasattr(request, "counts_later") else user
    return [_entry(item, address, here, counted) for item, address in zip(items, addresses, strict=True)]


@cache
def _address(name: str) -> str:
    """Addresses of the navigation stay as long as the program."""
    return reverse(name)


def _entry(item: NavigationItem, address: str, here: str, user: Any | None) -> Entry:
    """Without a user its badge stays empty."""
    count = item.badge(user) if item.badge and user else None
    key = item.key.replace(".", "-") if item.badge else ""
    return Entry(item.title, address, address == here, count, group_of(item), item.icon, key, item.short or item.title)


class _May:
    """`{% if may.edit_auxiliaries %}` in templates: the same question the view asks."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def __getitem__(self, permission: str) -> bool:
        return bool(self._user.may(permission))
