"""The library as a book: articles in their order, found by what rests on them, and the life of an instrument by date."""

from __future__ import annotations

from regulations.library import uses


def test_articles_stand_in_the_order_of_their_numbers() -> None:
    articles = [one.article for one in uses.articles_of("HA")]
    numbered = [article for article in articles if article.startswith("15(")]
    assert numbered.index("15(2)") < numbered.index("15(10)")
    assert articles.index("9" if "9" in articles else "10") < articles.index("15(2)")


def test_an_article_is_found_by_its_number_and_by_the_duty_that_rests_on_it() -> None:
    assert {found.article for found in uses.find_articles("HA 17(5)")} == {"17(5)"}
    by_duty = uses.find_articles("开具交通处罚")
    assert by_duty
    assert all(any("开具交通处罚" in use.name_zh for use in found.uses) for found in by_duty)
    assert uses.find_articles("") == uses.find_articles("no-such-word-anywhere") == []


def test_every_word_must_be_met_and_a_place_narrows_the_search() -> None:
    assert uses.find_articles("HA 17(5) patrol-street") == []
    assert {found.source.pack for found in uses.find_articles("patrol", "CN-410000")} <= {"CN-410000"}


def test_a_verdict_is_shown_with_what_it_inherits() -> None:
    rows = [use.row for article in uses.articles_of("CQ") for use in article.duties]
    assert rows
    assert all(row.conditions is not None and row.verdict for row in rows)


def test_the_history_of_an_instrument_goes_from_its_issue_to_what_rests_on_it() -> None:
    days = uses.history_of("HA")
    assert [one.day for one in days] == sorted(one.day for one in days)
    assert {"published", "in_force", "uses"} <= {one.what for one in days}
    assert sum(len(one.uses) for one in days) > 20
