"""Every page as it is sent, in both languages, errors of forms too: well formed, every part named, every word translated."""

from __future__ import annotations

import pytest

from tests.face import markup, words
from tests.face.conftest import Press

MANY = 25


def told(found: list[str]) -> str:
    """The first of them, one a line, each once."""
    once = list(dict.fromkeys(found))
    return "\n".join([f"{len(once)} faults", *once[:MANY]])


def test_there_are_pages_of_every_kind(press: Press):
    """The control: neither a world without pages nor pages without errors."""
    for language in ("zh-hans", "en"):
        sheets = [sheet for sheet in press.sheets if sheet.language == language]
        assert len(sheets) > 100
        assert sum(sheet.status == 422 for sheet in sheets) > 10, [str(s) for s in sheets if s.status != 200]
    assert {404, 403} <= {sheet.status for sheet in press.sheets}


def test_no_page_breaks(press: Press):
    assert [str(sheet) for sheet in press.sheets if sheet.status == 500] == []


def test_every_page_is_well_formed_and_every_part_of_it_has_a_name(press: Press):
    found = [f"{wrong} – {sheet}" for sheet in press.sound for wrong in markup.faults(sheet.html, whole=sheet.is_whole)]
    assert not found, told(found)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_is_in_the_language_of_the_page(press: Press, language: str):
    sheets = [sheet for sheet in press.sound if sheet.language == language]
    found = [f"{word} – {sheet}" for sheet in sheets for word in words.strangers(sheet.html, language, press.data)]
    assert not found, told(found)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_its_language(press: Press, language: str):
    wrong = [
        str(sheet)
        for sheet in press.sound
        if sheet.is_whole and sheet.language == language and f'<html lang="{language}"' not in sheet.html
    ]
    assert not wrong


WRONG = {
    "closes": "<p><b>a</p></b>",
    "closes <section>": "<section>",
    "twice": '<p class="a" class="b">a</p>',
    "'x' stands 2 times": '<p id="x">a</p><p id="x">b</p>',
    "no label": '<input name="q">',
    "label of nothing": "<label>Name</label>",
    "names 'gone'": '<p aria-describedby="gone">a</p>',
    "leads to '#gone'": '<a href="#gone">a</a>',
    "no words": '<a href="/"><svg class="icon"></svg></a>',
    "inside": "<p>a<div>b</div></p>",
    "inside <a>": '<a href="/">x<button>y</button></a>',
    "may not stand in <ul>": "<ul><p>a</p></ul>",
    "may not stand in <div>": "<div><td>a</td></div>",
    "text 'a' directly": "<table>a<tr><td>b</td></tr></table>",
    "another form": "<form><form></form></form>",
    "no alt": '<img src="a.png">',
    "follows a heading": "<h1>a</h1><h3>b</h3>",
    "2 times <h1>": "<h1>a</h1><h1>b</h1>",
    "0 times <main>": "",
}


@pytest.mark.parametrize("told", WRONG)
def test_a_wrong_page_is_found(told: str):
    """The control."""
    page = f"<!doctype html><html><head><title>a</title></head><body>{WRONG[told]}</body></html>"
    assert any(told in fault for fault in markup.faults(page)), markup.faults(page)


def test_a_right_page_is_left_alone():
    page = """<!doctype html><html lang="en"><head><title>a</title><meta charset="utf-8"></head><body><main><h1>b</h1>
    <svg aria-hidden="true"><title>s</title><use href="#i"></use><path d="M0 0"/></svg>
    <form><label for="x">Name</label><input id="x" name="x"><label><input type="checkbox" name="y"> Yes</label>
    <button>Go</button></form><details><summary>More</summary><p>c</p></details>
    <dl><div><dt>d</dt><dd>e</dd></div></dl><table><tbody><tr><th scope="row">f</th><td><ul><li>g</li></ul></td></tr></tbody>
    </table></main></body></html>"""
    assert markup.faults(page) == []


def page(language: str, inside: str) -> str:
    return f'<html lang="{language}"><body><p>{inside}</p></body></html>'


@pytest.mark.parametrize(
    ("language", "inside", "found"),
    [
        ("zh-hans", "请点击 Submit", True),
        ("zh-hans", "<button>Save</button>", True),
        ("zh-hans", '<span title="Nothing here">无</span>', True),
        ("zh-hans", "下载 PDF，编号 RO-08，规则 patrol-street", False),
        ("zh-hans", '<button lang="en">English words</button><code>manage.py start now</code>', False),
        ("zh-hans", "林晓 Qwerty", False),
        ("en", "Press 提交按钮甲", True),
        ("en", "on 2026年11月 they", True),
        ("en", '<button lang="zh-hans">中文</button>', False),
        ("en", "林晓 comes", False),
    ],
)
def test_words_of_the_other_language_are_found(language: str, inside: str, found: bool):
    """The control."""
    data = words.Known({"Qwerty"}, {"林晓", "林晓 Qwerty"}, "林晓")
    assert bool(words.strangers(page(language, inside), language, data)) is found
