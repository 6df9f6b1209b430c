"""Is every picture that a page of the documentation names there, small enough, and one the script takes?"""

from __future__ import annotations

import re
import struct

import pytest
from django.conf import settings

from scripts import pictures

NAMED = re.compile(r"pictures/([\w-]+\.png)")
PAGES = [settings.BASE_DIR / "README.md", *sorted((settings.BASE_DIR / "docs").rglob("*.md"))]
LARGEST = 200_000


def named() -> set[str]:
    return {name for page in PAGES for name in NAMED.findall(page.read_text(encoding="utf-8"))}


def test_the_documentation_shows_pictures_and_the_script_takes_each_of_them():
    assert named()
    assert named() <= set(pictures.names())


@pytest.mark.parametrize("name", pictures.names())
def test_the_picture_is_there_as_wide_as_its_name_says_and_small(name):
    content = (pictures.FOLDER / name).read_bytes()
    width = struct.unpack(">I", content[16:20])[0]
    assert content.startswith(b"\x89PNG") and name.endswith(f"-{width}.png")
    assert len(content) <= LARGEST
