"""An entry is told in words: no brackets, no codes where the house has a name."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from core.models import AuditEntry
from evidence import telling


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (False, "no"),
        (0, "0"),
        (["a", True], "a · yes"),
        ({"id": 3, "name": "李永康"}, "李永康 (3)"),
        ({"from": "2026-01-01", "to": None}, "from: 2026-01-01 · to: –"),
    ],
)
def test_a_value_is_told_without_brackets(value, words):
    with override("en"):
        assert telling.value_words(value) == words


def test_fields_bear_the_name_of_the_page_and_others_their_own():
    after = {"purpose": "new", "attempt": 2, "odd": 1}
    entry = AuditEntry(object_type="exports.Export", before={"purpose": "old"}, after=after)
    with override("zh-hans"):
        said = [("用途", "old", "new"), ("违规派遣拦截", "–", "2"), ("odd", "–", "1")]
        assert telling.changes(entry) == said
    with override("en"):
        assert telling.field_words("gone.Model", "stage") == "Stage"
    assert telling.field_words("gone.Model", "odd") == "odd"


def test_roles_are_named_and_those_of_an_emergency_told_apart():
    with override("zh-hans"):
        assert telling.role_words("hr,break-glass:inspector,older") == "人事干部 · 督察（应急授权） · older"
        assert telling.role_words("") == ""
        assert telling.entrance_words("command") == "命令行"
