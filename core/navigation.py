"""The headings of the navigation, and what of it stands under which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from core.registries import NavigationItem

T = TypeVar("T")

GROUPS: Final[dict[str, Any]] = {
    "today": "",  # stands first and needs no heading
    "duties": _("Duty work"),
    "conduct": _("Conduct"),
    "people": _("Personnel"),
    "units": _("Units"),
    "figures": _("Figures"),
    "pay": _("Pay and insurance"),
    "law": _("Law"),
    "administration": _("Administration"),
}
# An item that names no group stands under the heading of its hundred.
HUNDREDS: Final = {0: "today", 1: "duties", 2: "people", 3: "units", 4: "figures", 5: "today", 6: "pay", 7: "law"}
ON_THE_BAR: Final = 4
FEW: Final = 5  # so few entries need no headings


def group_of(item: NavigationItem) -> str:
    """The key of the heading an item stands under."""
    return item.group or HUNDREDS.get(item.order // 100, "administration")


def grouped(lines: Iterable[tuple[str, T]]) -> list[tuple[Any, list[T]]]:
    """Lines with the key of their group → (heading, lines) in the order of GROUPS; one without heading if they are few."""
    found = list(lines)
    if len(found) <= FEW:
        return [("", [line for _key, line in found])] if found else []
    groups = [(title, [line for key, line in found if key == group]) for group, title in GROUPS.items()]
    return [(title, inside) for title, inside in groups if inside]
