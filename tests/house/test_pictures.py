"""Is every picture that a page of the documentation names there, small enough, and one the script takes?"""

from __future__ import annotations

import re
import struct

import pytest
from django.conf import settings

from accounts.groups import GROUPS
from scripts import picture_pages

FOLDER = settings.BASE_DIR / "docs" / "pictures"
MANUAL = settings.BASE_DIR / "docs" / "manual"
NAMED = re.compile(r"!\[([^\]]*)\]\((?:[\w./]*/)?pictures/([\w-]+\.png)\)")
LINK = re.compile(r"\]\(([\w./-]+\.md)(?:#[\w-]+)?\)")
PAGES = [settings.BASE_DIR / "README.md", *sorted((settings.BASE_DIR / "docs").rglob("*.md"))]
LARGEST = 120_000
# Two share a manual.
MANUAL_OF = {"pay-clerk": "pay", "pay-approver": "pay"}


def named() -> dict[str, str]:
    """File → what is said of it."""
    return {name: said for page in PAGES for said, name in NAMED.findall(page.read_text(encoding="utf-8"))}


def test_the_documentation_shows_pictures_and_the_script_takes_each_of_them():
    assert named()
    assert set(named()) <= set(picture_pages.names())


def test_every_picture_is_described_in_words():
    assert all(said.strip() for said in named().values())


def test_twelve_main_pages_have_their_four_pictures():
    main = [picture.name for picture in picture_pages.MAIN]
    assert len(set(main)) == 12
    for picture in picture_pages.MAIN:
        assert sorted((language, dark) for _name, language, dark in picture.files()) == [
            ("en", False), ("en", True), ("zh", False), ("zh", True),
        ]  # fmt: skip


@pytest.mark.parametrize("name", picture_pages.names())
def test_the_picture_is_there_as_wide_as_its_name_says_and_small(name):
    content = (FOLDER / name).read_bytes()
    width = struct.unpack(">I", content[16:20])[0]
    assert content.startswith(b"\x89PNG") and re.search(rf"-{width}(-dark)?\.png$", name)
    assert len(content) <= LARGEST


def test_no_picture_lies_there_that_nobody_takes_any_more():
    assert {file.name for file in FOLDER.glob("*.png")} == set(picture_pages.names())


@pytest.mark.parametrize("group", sorted(GROUPS))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_role_has_its_manual_with_pictures_in_its_language(group, language):
    text = (MANUAL / f"{MANUAL_OF.get(group, group)}.{language}.md").read_text(encoding="utf-8")
    shown = [name for _said, name in NAMED.findall(text)]
    assert shown and all(f"-{language}-" in name for name in shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_to_a_page_of_the_documentation_is_broken(page):
    wrong = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert not wrong
