"""Every part of pages hangs in the gallery, and the line beside it is the one that puts it on a page."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from auxpolice.gallery import PARTS
from tests.cast import Cast, sign_in

COMPONENTS = settings.BASE_DIR / "templates" / "components"
SHOWN = [part for _title, parts in PARTS for part in parts]
PAGES = {"confirm", "form_page"}  # parts that are a whole page: opened from the gallery


@pytest.fixture
def keeper(db) -> Client:
    return sign_in(Client(), Cast().user("sysadmin"))


def parts_on_file() -> set[str]:
    return {path.stem for path in COMPONENTS.glob("*.html") if not path.stem.startswith("_")}


def test_every_part_hangs_in_the_gallery_once():
    names = [part.name for part in SHOWN]
    assert sorted(names) == sorted(parts_on_file())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_draws_every_part(keeper, language):
    """Not only its name: the template itself is rendered, on the gallery or on the page it opens."""
    page = keeper.get("/design/", HTTP_ACCEPT_LANGUAGE=language)
    drawn = {template.name for template in page.templates}
    for name in PAGES:
        answer = keeper.get(f"/design/{name}/", HTTP_ACCEPT_LANGUAGE=language)
        assert f'href="/design/{name}/"' in page.content.decode() and answer.status_code == 200
        drawn |= {template.name for template in answer.templates}
    lacking = {name for name in parts_on_file() if f"components/{name}.html" not in drawn}
    assert not lacking
    assert f'lang="{language}"' in page.content.decode()


def test_every_part_tells_its_arguments_at_its_top():
    for name in parts_on_file():
        source = (COMPONENTS / f"{name}.html").read_text(encoding="utf-8")
        assert re.match(r"(\{% load [\w ]+ %\})*\s*\{(#|% comment %)", source), name


def test_fragments_of_parts_are_used_by_a_part():
    """What begins with an underscore belongs to another part or to the page itself."""
    rooms = [path.parent for path in settings.BASE_DIR.glob("*/apps.py")]  # widgets name theirs in Python
    files = [*settings.BASE_DIR.glob("templates/**/*.html"), *(path for room in rooms for path in room.rglob("*.py"))]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    for path in COMPONENTS.glob("_*.html"):
        assert f'"components/{path.name}"' in sources, path.name


def test_what_is_sent_from_the_gallery_is_kept_nowhere(keeper):
    said = keeper.post("/design/confirm/", follow=True)
    assert said.redirect_chain == [("/design/", 302)]
    assert b'class="message success"' in said.content.partition(b'id="toasts"')[2][:400]
    wrong = keeper.post("/design/form_page/", {"day": "31.31"})
    assert wrong.status_code == 422 and b'value="31.31"' in wrong.content
    assert keeper.get("/design/status/").status_code == 404


def test_a_table_names_itself_for_readers():
    source = get_template("components/table.html").render({"label": "People", "content": "", "cards": True})
    assert 'aria-label="People"' in source and "<caption" in source and 'tabindex="0"' in source
