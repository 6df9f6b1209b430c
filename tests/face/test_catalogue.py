"""Sentences and terms: nothing is put together from pieces, nothing unmarked, one term for one idea in every room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from tests.face.words import catalogue

TEMPLATES = settings.BASE_DIR / "templates"
# Beginning or end that only makes sense beside something else; a colon introduces what stands below it.
GLUED = re.compile(r"^[\s,;:)\]!?/·-]|[\s,;(\[/·-]$")
ONLY_GLUE = re.compile(
    r"(?:and|or|of|by|in|on|at|with|than|is|was|the|a|an|not|its|their)(?: (?:and|or|of|the|a|in|on))*"
)
INDENTED = {"  Password of all of them: %(password)s", "  A sheet to import: %(path)s"}  # lines of `manage.py start`
SEPARATORS = {", ", "; ", ";", ":"}  # between whole things: 、 ； ： in Chinese
# Heads of a column or words of a label that are one such word, each looked at.
WHOLE = {"by"}  # who acted: a head of a column
# One English term, one Chinese: as docs/glossary.md has them. Behind the bar, what may stand for it.
TERMS = {
    "quota": "额度",
    "work card": "工作证",
    "restriction": "限制",
    "passkey": "通行密钥",
    "legal hold": "保全",
    "recovery code": "恢复码",
    "sealed code": "封存码",
    "leading officer": "带班民警",
    "commanding officer": "负责民警",
    "HR officer": "人事干部",
    "legal reviewer": "法制员|法制意见|法制部门",
    "second factor": "第二重验证",
    "export": "导出",
    "posting": "任职|派驻",
    "backup": "备份",
    "badge number": "编号",
    "refused attempt": "拦截",
    "probation": "试用期",
    "dispatch": "派遣",
    "accident policy": "意外险",
    "emergency rights": "应急授权|开启",
    "rule pack": "规则包",
    "work injury": "工伤",
    "training": "培训",
    "retention period": "保存期限",
    "contract": "合同",
    "assignment": "派遣|任务|安排",
}
# Sentences that say it otherwise, each looked at.
OTHERWISE = {
    "The statute knows no such ground for letting a contract run on.",
    "End the contract",
    "Run over, without a new contract",
    "%(count)s contracts end within the year; %(overrun)s have run over without a new one.",
    "Nobody confirmed to lead the assignment",
    "When nobody who opens emergency rights can be reached, the codes of two people do, each once. Let at least three "
    "people keep an envelope; none of them needs an account.",
}
# Plain words of templates that are the same in both languages.
UNTRANSLATED = {"English", "中文", "PDF", "API", "ReDoc", "JSON", "SM4", "UTC"}
# Shown when nothing works, the catalogues neither: they say everything in both languages.
BOTH = {Path("core/500.html"), Path("core/503.html")}
BLOCKS = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|{%\s*verbatim\b.*?{%\s*endverbatim\s*%}",
    re.S,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-label", "aria-description"}


def test_no_sentence_is_glued_from_pieces():
    wrong = [english for english, _ in catalogue() if GLUED.search(english) and english not in INDENTED | SEPARATORS]
    wrong += [english for english, _ in catalogue() if ONLY_GLUE.fullmatch(english) and english not in WHOLE]
    wrong += [chinese for _, chinese in catalogue() if chinese != chinese.strip() and not chinese.startswith("  ")]
    assert not wrong


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_chinese_in_every_room(term: str):
    said = re.compile(rf"\b{term}s?\b", re.I)
    sentences = ((english, chinese) for english, chinese in catalogue() if chinese and english not in OTHERWISE)
    found = {english: chinese for english, chinese in sentences if said.search(english)}
    assert found, f"nobody says {term!r} any more"
    assert {english: chinese for english, chinese in found.items() if not re.search(TERMS[term], chinese)} == {}


def test_chinese_is_written_with_chinese_marks():
    """Between Chinese characters no comma, semicolon, question mark or bracket of the Latin kind."""
    latin = re.compile(r"[\u4e00-\u9fff][,;!?()][\u4e00-\u9fff]")
    for_yesno = {"是,否"}  # a filter parts it at the comma
    assert {chinese for _, chinese in catalogue() if latin.search(chinese)} <= for_yesno


class Unmarked(HTMLParser):
    """Words of a template outside of what is translated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.skipped, self.found = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in {"script", "style", "code", "kbd", "pre"}
        self.found += [value for name, value in attrs if name in SPOKEN and value and words_in(value)]

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in {"script", "style", "code", "kbd", "pre"}

    def handle_data(self, data: str) -> None:
        if not self.skipped and words_in(data):
            self.found.append(" ".join(data.split()))


def words_in(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]{2,}|[\u3400-\u9fff]+", text) if word not in UNTRANSLATED]


def unmarked(text: str) -> list[str]:
    reader = Unmarked()
    reader.feed(TAGS.sub(" ", BLOCKS.sub(" ", text)))
    reader.close()
    return reader.found


def templates() -> Iterator[tuple[Path, list[str]]]:
    for file in sorted(TEMPLATES.rglob("*.html")):
        if (name := file.relative_to(TEMPLATES)) not in BOTH:
            yield name, unmarked(file.read_text(encoding="utf-8"))


def test_every_word_of_a_template_is_marked_for_translation():
    assert {str(name): found for name, found in templates() if found} == {}


@pytest.mark.parametrize(
    "text", ["<p>Save</p>", '<p title="Save">{{ x }}</p>', "{% if x %}Save{% endif %}", "<b>保存</b>"]
)
def test_an_unmarked_word_is_found(text: str):
    """The control."""
    assert unmarked(text)


def test_marked_words_and_code_are_left_alone():
    text = """{% translate "Save" %}{# no words #}{% blocktranslate %}Ask {{ name }} <b>now</b>{% endblocktranslate %}
    <a{% if here %} aria-current="page"{% endif %} href="/x/">{{ y }}</a><code>manage.py</code> <b>PDF</b>"""
    assert not unmarked(text)
