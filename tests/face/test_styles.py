"""Colours only in the tokens, each pair that is used far enough apart, and no class that nobody knows."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.face import styles

COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|\b(?:white|black|red|green|blue|gr[ae]y|yellow|orange|navy)\b"
)
GROUNDS = ("ground", "paper", "sunk", "accent-soft")
SOFT = ("allow-soft", "refuse-soft", "refer-soft")
WRITTEN = (  # (colour of letters, grounds it is written on)
    ("ink", (*GROUNDS, *SOFT)),
    ("quiet", (*GROUNDS, *SOFT)),
    ("accent", (*GROUNDS, *SOFT)),
    ("accent-ink", ("accent", "accent-strong")),
    *((verdict, (*GROUNDS, f"{verdict}-soft")) for verdict in ("allow", "refuse", "refer")),
)
DRAWN = ("edge", "accent", "standard", *(f"series-{number}" for number in range(1, 7)))

# Classes a template names though no sheet speaks of them: hooks of tests and of other programs, each looked at.
WITHOUT_STYLE = {
    "success": "what kind a message is: tests and readers of the page tell it by this",
    "none": "nothing chosen yet: a hook of app.js",
    "people-none": "nobody fits what was typed: a hook of request.js",
    **dict.fromkeys(("happened", "law-title", "own-keep", "own-may"), "names a piece of a page, and needs no rule"),
    "finished": "the end of long work: where a progress that polls stops",
}
# Classes no template names: put there by a script, by htmx, or from a value the template shows.
FROM_ELSEWHERE = {
    "allow": "verdict.html", "refuse": "verdict.html", "refer": "verdict.html", "mark": "regulations, duties: verdict_mark",
    "open": "charts", "axis": "charts", "crossed": "charts", "dotted": "charts", "hatched": "charts", "lined": "charts",
    "solid": "charts", "track": "charts",
    "figures": "desk: the part a card belongs to", "know": "desk: the part a card belongs to",
    "now": "roster: the step one is at",
    "htmx-added": "htmx", "htmx-request": "htmx", "htmx-indicator": "htmx",
    "scripts": "app.js", "fetching": "app.js", "sending": "app.js", "fits": "app.js",
    "day-box": "days.js", "moment": "days.js", "combo": "picker.js", "combo-list": "picker.js", "narrow": "picker.js",
    "dressed": "drop.js", "full": "drop.js", "over": "drop.js", "too-large": "drop.js",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in styles.sheets() if name != "tokens.css"])
def test_no_sheet_but_the_tokens_says_a_colour(name):
    said = [value.strip() for value in styles.values(styles.sheets()[name]) if COLOUR.search(value)]
    assert not said


def test_no_template_and_no_script_says_a_colour():
    for path in (*styles.TEMPLATES.glob("**/*.html"), *(settings.BASE_DIR / "static" / "js").glob("*.js")):
        source = path.read_text(encoding="utf-8")
        assert " style=" not in source, path
        assert not re.search(r"""["'](?:#[0-9a-fA-F]{6}|rgba?\()""", source) or "theme" in source, path


def test_the_verdict_colours_are_used_for_verdicts_and_alarm_only():
    """The rules that use them, each looked at."""
    allowed = re.compile(r"\.(decision|verdict|mark|emergency|of-(allow|refuse|refer))")
    for sheet in styles.sheets().values():
        for selector, block in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            if re.search(r"var\(--(allow|refuse|refer)", block):
                assert allowed.search(selector), selector.strip()


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
def test_letters_stand_off_from_every_ground_they_are_written_on(theme):
    colours = styles.themes()[theme]
    pairs = [(ink, ground) for ink, grounds in WRITTEN for ground in grounds]
    weak = {pair: round(styles.contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_and_shapes_stand_off_from_what_they_lie_on(theme):
    colours = styles.themes()[theme]
    weak = {
        (shape, ground): round(styles.contrast(colours[shape], colours[ground]), 2)
        for shape in DRAWN
        for ground in GROUNDS
    }
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 3}


def test_contrast_is_computed_as_the_guidelines_do():
    assert styles.contrast("#000000", "#ffffff") == 21
    assert round(styles.contrast("#777777", "#ffffff"), 2) == 4.48


def test_every_token_that_is_used_exists_and_every_one_that_exists_is_used():
    sheets = styles.sheets()
    said = set(re.findall(r"--([\w-]+):", sheets["tokens.css"])) | {"type"}
    used = {name for sheet in sheets.values() for name in re.findall(r"var\(--([\w-]+)", sheet)}
    assert used - said == set()
    assert said - used == set()


def test_no_class_is_unknown_to_the_sheets_and_none_of_theirs_is_used_nowhere():
    known, named, made = styles.known_classes(), set(), set()
    for path in styles.TEMPLATES.glob("**/*.html"):
        here, built = styles.classes_of(path)
        named |= here
        made |= {re.escape(re.sub(r"\{\{.*?\}\}", "@", one)).replace("@", r"[\w-]+") for one in built}
    patterns = [re.compile(one) for one in made if one != r"[\w-]+"]
    unknown = named - known - set(WITHOUT_STYLE)
    assert not unknown, f"no sheet speaks of {sorted(unknown)}"
    idle = {name for name in known - named - set(FROM_ELSEWHERE) if not any(p.fullmatch(name) for p in patterns)}
    assert not idle, f"nothing bears {sorted(idle)}"
