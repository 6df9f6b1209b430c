"""What waits for one reader in every subject of the room: the room's own cards of the desk, and the lists behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core.registries import NavigationItem, desk_cards, navigation

HOUSE: Final = "discipline.house."


@dataclass(frozen=True)
class Card:
    """A card with what it has to say today."""

    key: str
    title: Any
    template: str
    content: Mapping[str, Any]
    part: str

    @property
    def count(self) -> int | None:
        found: int | None = self.content.get("count")
        return found

    @property
    def calm(self) -> bool:
        """It asks for nothing today."""
        return bool(self.content.get("calm"))


def cards(user: Any, day: date) -> list[Card]:
    """The cards of this room for the rights held, each with its next terms; one that has nothing to say stays away."""
    found = []
    for card in desk_cards.all():
        ours = card.context.__module__.startswith(HOUSE)
        if ours and user.may(card.permission) and (content := card.context(user, day)) is not None:
            found.append(Card(card.key, card.title, card.template, content, card.part))
    return found


def lists(user: Any) -> list[NavigationItem]:
    """The lists of this room that the reader may open, in the order of the navigation."""
    ours = [item for item in navigation.all() if item.group == "conduct" and item.url_name.startswith("discipline:")]
    return [
        item
        for item in ours
        if item.url_name != "discipline:index" and any(user.may(right) for right in item.permissions)
    ]
