"""Search in the law: duties by name, pinyin, initials or code; instruments by title and number; articles by number or by
what rests on them. All in memory: the packs are read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from organisation.pinyin import pinyin
from regulations.library import uses
from regulations.packs import load, slug
from regulations.words import in_language

Row = tuple[str, str, str]
ARTICLE = re.compile(r"^(?P<text>.*?)\s*(?:第|article|art\.?)?\s*(?P<number>\d+(?:\(\d+\))*)\s*条?$", re.IGNORECASE)
LETTERS = re.compile(r"^[a-z ]+$")


def find_duties(user: Any, words: str, limit: int) -> Sequence[Row]:
    """Duties of the catalogue, those called so first."""
    asked = words.strip().lower()
    found = [(far, code) for code, names in _names().items() if (far := _far(asked, names)) is not None]
    packs = load()
    return [
        (in_language(packs.duty(code), "name"), code, reverse("law:duty", args=[code]))
        for _far_, code in sorted(found)[:limit]
    ]


def all_duties(words: str) -> str:
    return f"{reverse('law:duties')}?{urlencode({'q': words})}"


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Code of a duty → everything it may be called, lower case; pinyin joined, and its initials."""
    found: dict[str, tuple[str, ...]] = {}
    for duty in load().duties():
        spelled = pinyin(duty.name_zh).split()
        joined, short = "".join(spelled), "".join(word[0] for word in spelled)
        found[duty.code] = (duty.name_zh.lower(), duty.name_en.lower(), duty.code, joined, short)
    return found


def _far(asked: str, names: tuple[str, ...]) -> int | None:
    """0 called so, 1 begins so, 2 holds it; None for neither. Letters alone look into pinyin and initials, too."""
    spelled = asked.replace(" ", "") if LETTERS.match(asked) and len(asked) > 1 else ""
    plain, sounds = names[:3], names[3:]
    if asked in plain or (spelled and spelled in sounds):
        return 0
    if any(name.startswith(asked) for name in plain) or (spelled and any(name.startswith(spelled) for name in sounds)):
        return 1
    return 2 if any(asked in name for name in plain) else None


def find_texts(user: Any, words: str, limit: int) -> Sequence[Row]:
    """Articles by instrument and number, instruments by title, then articles by the sentences that rest on them."""
    found: dict[str, Row] = {}
    for row in (*_by_number(words), *_instruments(words), *_by_sentence(words)):
        found.setdefault(row[2], row)
        if len(found) == limit:
            break
    return list(found.values())


def _by_number(words: str) -> Iterator[Row]:
    """`劳动合同法 19`, `劳动合同法第19条`, `LCL 19(2)`."""
    asked = ARTICLE.match(words.strip())
    if asked is None or len(asked["text"].strip()) < 2:
        return
    for one in uses.instruments(asked["text"].strip(" 《》第")):
        for article in uses.by_article().get(one.source.key, {}):
            if article == asked["number"] or article.startswith(f"{asked['number']}("):
                yield _article(one.source, article)


def _instruments(words: str) -> Iterator[Row]:
    for one in uses.instruments(words.strip(" 《》")):
        title = in_language(one.source, "title")
        yield title, one.source.number or one.source.key, reverse("law:instrument", args=[one.source.key])


def _by_sentence(words: str) -> Iterator[Row]:
    """Articles that a rule, a duty's row or a value of these words rests on."""
    asked = words.strip().lower()
    if len(asked) < 2:
        return
    sources = load().sources
    for key, articles in uses.by_article().items():
        for article, resting in articles.items():
            use = next((u for u in resting if asked in u.name_zh.lower() or asked in u.name_en.lower()), None)
            if use is not None and article and key in sources:
                label, _note, url = _article(sources[key], article)
                yield label, in_language(use, "name"), url


def _article(source: Any, article: str) -> Row:
    told = _("%(title)s, article %(article)s") % {"title": in_language(source, "title"), "article": article}
    return told, source.key, f"{reverse('law:instrument', args=[source.key])}#art-{slug(article)}"
