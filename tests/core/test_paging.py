"""Pages of rows whose keys are known: only the page that is shown is read."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from core.paging import ByKeys, page_of

HOUSE = {number: f"row {number}" for number in range(1, 301)}


def test_the_page_is_read_in_the_order_of_its_keys_and_nothing_else() -> None:
    asked: list[list[int]] = []

    def read(keys):
        asked.append(list(keys))
        return {key: HOUSE[key] for key in sorted(keys)}

    rows = ByKeys(range(300, 0, -1), read)
    page = page_of(RequestFactory().get("/", {"page": "6"}), rows)
    assert page.paginator.count == len(rows) == 300
    assert list(page)[:2] == ["row 50", "row 49"] and asked == [list(range(50, 0, -1))]
    assert rows[0] == "row 300" and rows[-1] == "row 1"
    asked.clear()
    assert len([*rows]) == 300 and len(asked) == 1


def test_what_went_away_since_is_left_out_and_nothing_is_read_for_nobody() -> None:
    gone = ByKeys([1, 999, 2], lambda keys: {key: HOUSE[key] for key in keys if key in HOUSE})
    assert gone[:] == ["row 1", "row 2"] and len(gone) == 3
    nobody: ByKeys[str] = ByKeys([], lambda keys: pytest.fail("nobody to read"))
    assert not nobody and list(nobody) == [] and nobody[:5] == []
    with pytest.raises(IndexError):
        nobody[0]
