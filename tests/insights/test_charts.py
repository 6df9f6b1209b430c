"""Geometry of the drawings: what is more is longer, nothing is cut off, and what is something is seen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from core.charts import (
    TALL,
    WIDTH,
    Chart,
    Row,
    TableLine,
    bars,
    breadth,
    columns,
    in_lines,
    legend,
    mirrored,
    shortened,
)


def test_a_bar_is_as_long_as_its_number_and_the_longest_fills_the_width():
    drawing = bars([Row("甲", (40,)), Row("乙", (80,)), Row("丙", (0,)), Row("丁", (1,))])
    found = [rect.width for rect in drawing.rects if rect.look == "solid"]
    assert found == [WIDTH // 2, WIDTH, WIDTH // 80]
    assert [rect.look for rect in drawing.rects].count("track") == 4


def test_pieces_of_a_bar_lie_side_by_side_and_differ_by_pattern():
    drawing = bars([Row("甲", (30, 10, 60))], ("a", "b", "c"))
    pieces = [rect for rect in drawing.rects if rect.says]
    assert [piece.look for piece in pieces] == ["solid", "hatched", "dotted"]
    assert pieces[1].x == pieces[0].x + pieces[0].width and pieces[2].x + pieces[2].width <= WIDTH
    assert drawing.patterns == ("hatched", "dotted")
    assert pieces[1].says == "甲 · b: 10"


def test_a_mark_beyond_the_bar_stands_at_the_end_and_one_within_crosses_it():
    beyond, within = bars([Row("甲", (10,), mark=20)]), bars([Row("甲", (20,), mark=Decimal("10"))])
    assert next(r.width for r in beyond.rects if r.look == "solid") == WIDTH // 2
    assert beyond.strokes[0].x1 == WIDTH - 1 and within.strokes[0].x1 == WIDTH // 2


def test_columns_stand_on_their_line_and_say_their_number():
    drawing = columns([Row("1", (5,), under="2026"), Row("2", (10,)), Row("3", (0,))])
    foot = drawing.strokes[0].y1
    assert all(rect.y + rect.height == foot for rect in drawing.rects)
    assert [rect.height for rect in drawing.rects] == [TALL // 2, TALL, 0]
    assert {"5", "10", "0", "2026"} <= {words.text for words in drawing.words}


def test_who_joined_stands_above_the_line_and_who_left_hangs_below_it():
    drawing = mirrored([Row("1", (3, 1)), Row("2", (0, 4))], ("in", "out"))
    line = drawing.strokes[0].y1
    above, below = (
        [r for r in drawing.rects if r.says and r.look == look and r.height] for look in ("solid", "hatched")
    )
    assert all(rect.y + rect.height == line for rect in above) and all(rect.y == line for rect in below)
    assert above[0].height == pytest.approx(3 * below[0].height, abs=3)


@pytest.mark.parametrize("draw", [bars, columns, lambda rows: mirrored(rows, ("a", "b"))])
def test_nothing_is_drawn_of_nothing(draw):
    assert draw([]) is None


def test_letters_keep_within_the_drawing():
    long = "云溪县公安局交通警察大队第三中队机动勤务组与邻近派出所联合值守点"
    drawing = bars([Row(long, (12,), shown="12 / 405")], (long, "b"))
    for words in drawing.words:
        assert (words.x if words.at == "end" else words.x + breadth(words.text)) <= WIDTH
    assert shortened(long, 100).endswith("…") and breadth(shortened(long, 100)) <= 100
    assert len({words.y for words in legend(("a" * 30, "b" * 30))[1]}) == 2


def test_a_name_too_long_for_its_line_takes_two_and_nothing_of_it_is_lost():
    name = "Guarding a suspect with no officer present at all"
    drawing = bars([Row(name, (1,)), Row("short", (1,))])
    said = [words.text for words in drawing.words if words.at == "start"]
    assert len(said) == 3 and " ".join(said[:2]) == name
    assert drawing.height > bars([Row("a", (1,)), Row("short", (1,))]).height
    assert in_lines("甲" * 40, 100)[0].endswith("…") and in_lines("a " * 80, 100)[1].endswith("…")


def test_a_chart_shows_its_table_and_its_files_and_needs_no_style_of_its_own():
    rows = [Row("<甲>", (3, 4), url="/roster/?unit=x")]
    chart = Chart("k", "Title", "Says.", bars(rows, ("a", "b")), ("U", "a", "b"), (TableLine("<甲>", (3, None), "/l/"),),
                  note="A note.", open_point=True, files=(("CSV", "/k.csv"),))  # fmt: skip
    page = render_to_string("components/chart.html", {"chart": chart})
    assert 'role="img"' in page and "<title id=" in page and "<desc id=" in page
    assert 'href="/k.csv"' in page and 'href="/l/"' in page and "–" in page
    assert 'id="hatched-k"' in page and 'fill="url(#hatched-k)"' in page
    assert "style=" not in page and "<甲>" not in page and "&lt;甲&gt;" in page
