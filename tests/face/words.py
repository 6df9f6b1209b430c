"""Is every word of a page in the reader's language? Names, codes and texts of law are; everything else is a gap.

A word is at home if the reviewed list below has it, if it is data of the world (a name, a title somebody typed), or if it
stands in a pack of law. Choices, codes of acts and keys are no data: shown raw, they are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import polib
from django.apps import apps
from django.conf import settings
from django.db import models

from core.crypto import sealed_in
from tests.face.markup import Element, Reader

LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[._/@:#+-]?[A-Za-z0-9]+)*")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
CHINESE_DATE = re.compile(r"\d\s*年(?:\s*\d{1,2}\s*月)?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
CODE = re.compile(r"^(?:[A-Z0-9]{1,8}|[A-Z]{1,5}(?:-[A-Z0-9]+)+|.*[0-9_@/#].*|[a-z]+(?:[._-][a-z_]+)+)$")
# Latin in Chinese pages, each looked at: products, formats, keys of a keyboard, names that have no Chinese.
AT_HOME = frozenset(
    """
    English PDF Excel xlsx xls csv docx jpg jpeg png heic zip JSON API OpenAPI ReDoc Swagger CSV Word URL TOTP QR PIN SM4
    PostgreSQL Valkey Redis Celery Python Django Linux Chromium Windows Hello KB MB GB auxpolice kB
    Ctrl Shift Enter Esc Tab Alt
    wangxiaoming wxm
    manage.py backup
    GET POST PUT PATCH DELETE Authorization Token cursor
    """.split()
)
ELSEWHERE = {"script", "style", "code", "pre", "kbd", "samp", "template", "noscript"}
SAID = ("aria-label", "title", "placeholder", "alt", "data-label", "aria-description")
LABELS = {"button", "label", "th", "dt", "legend", "summary", "option", "caption", "h1", "h2", "h3", "title", "a"}


@dataclass
class Known:
    """What is data: the words and the whole values of the world, and the law."""

    words: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    chinese: str = ""


def known() -> Known:
    """Read from the tables of the rooms as they stand now, and from the packs."""
    found = Known()
    texts = []
    for model in apps.get_models():
        if not model.__module__.startswith("django."):
            for column in free_texts(model):
                texts += [
                    str(value) for value in model._default_manager.values_list(column, flat=True).distinct()[:2000]
                ]
            for column in sealed_in(model):
                texts += [str(getattr(row, column) or "") for row in model._default_manager.all()[:200]]
    found.values = {text.strip() for text in texts if text}
    law = law_texts()
    for text in (*found.values, *law):
        found.words.update(LATIN.findall(text))
    found.chinese = "\n".join((*found.values, *law, *(entry for entry, _ in catalogue())))
    return found


def free_texts(model: type[models.Model]) -> list[str]:
    """Columns somebody types into; no choices, no codes of ours."""
    sealed = set(sealed_in(model))
    ours = {"action", "act", "kind", "outcome", "status", "state", "code", "key", "content_type", "object_type"}
    return [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and column.name not in ours | sealed
    ]


@cache
def law_texts() -> tuple[str, ...]:
    """The packs and the lexicon without their English sentences."""
    found = []
    for folder in ("regulations/data", "duties/screening/lexicon"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*.toml")):
            for line in file.read_text(encoding="utf-8").splitlines():
                if not re.match(r"\s*\w*_?en\s*=", line):
                    found.append(re.sub(r"\w*_?en = \"(?:[^\"\\]|\\.)*\"", "", line))
    return tuple(found)


@cache
def catalogue() -> tuple[tuple[str, str], ...]:
    """Every English sentence with its Chinese one, of all rooms; plurals give both of theirs."""
    found = []
    for file in sorted(settings.BASE_DIR.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file)):
            if not entry.obsolete:
                chinese = entry.msgstr or entry.msgstr_plural.get(0, "")
                found += [(english, chinese) for english in (entry.msgid, entry.msgid_plural) if english]
    return tuple(found)


def spoken(reader: Reader) -> Iterator[tuple[Element, str]]:
    """What is seen or heard, with the element it stands in; nothing that says it is in another language."""
    page = next((one for one in reader.elements if one.tag == "html"), None)
    language = page.attributes.get("lang", "") if page else ""
    for one in reader.elements:
        chain = (one, *one.above())
        if any(upper.tag in ELSEWHERE or upper.attributes.get("translate") == "no" for upper in chain):
            continue
        if any(upper.attributes.get("lang", language)[:2] != language[:2] for upper in chain):
            continue
        if one.text.strip():
            yield one, " ".join(one.text.split())
        named = SAID + (("value",) if one.tag == "input" and one.attributes.get("type") in {"submit", "button"} else ())
        for name in named:
            if one.attributes.get(name, "").strip():
                yield one, one.attributes[name].strip()


def strangers(html: str, language: str, data: Known) -> list[str]:
    """The words that are not in the language of the page, each with where it stands."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    search = _latin if language == "zh-hans" else _chinese
    return [f"{wrong!r} in {one}: {said[:60]!r}" for one, said in spoken(reader) for wrong in search(one, said, data)]


def _latin(one: Element, said: str, data: Known) -> Iterator[str]:
    if said in untranslated() and said not in data.values and said not in AT_HOME:
        yield said
        return
    if said in data.values:
        return
    for word in LATIN.findall(said):
        bare = word.strip(".:/")
        if len(bare) > 1 and bare not in AT_HOME and bare not in data.words and not CODE.match(bare):
            yield bare


def _chinese(one: Element, said: str, data: Known) -> Iterator[str]:
    if said in data.values:
        return
    if one.tag in LABELS and said in chinese_words() and not any(said in line for line in law_texts()):
        yield said
        return
    yield from (run for run in HAN.findall(said) if run not in data.chinese)
    if CHINESE_DATE.search(said) and not any(said in value for value in data.values):
        yield from (date for date in CHINESE_DATE.findall(said) if date not in data.chinese)


@cache
def untranslated() -> frozenset[str]:
    """English of one or more words, to be seen in no Chinese page."""
    return frozenset(english for english, chinese in catalogue() if chinese != english and LATIN.search(english))


@cache
def chinese_words() -> frozenset[str]:
    return frozenset(chinese for _english, chinese in catalogue() if len(chinese) > 1)
