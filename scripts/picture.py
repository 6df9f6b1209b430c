"""One page as one person sees it, and the sizes and languages it is shown in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

OFFICE, PHONE, LONG_PHONE = (1366, 768), (375, 740), (375, 1240)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
NOBODY = ""  # whoever has not signed in


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it, in both languages; a main page in the dark theme too."""

    name: str
    who: str
    show: Callable[[Page, str], None]
    size: tuple[int, int] = OFFICE
    main: bool = False

    def files(self) -> Iterator[tuple[str, str, bool]]:
        """File, language and whether it is dark."""
        for dark in (False, True) if self.main else (False,):
            for language in LANGUAGES:
                yield f"{self.name}-{language}-{self.size[0]}{'-dark' if dark else ''}.png", language, dark


def at(address: str) -> Callable[[Page, str], None]:
    """A page that is simply opened."""

    def show(page: Page, language: str) -> None:
        page.goto(address)

    return show
