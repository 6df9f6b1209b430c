"""What comes in as JSON: documents that the database and the answer can hold, and sentences for the others."""

import pytest
from django.utils import translation
from rest_framework.exceptions import ParseError

from core.parsing import DEEPEST, HouseJSON, read_json


class Stream:
    """A body of the given length that counts how much of it was read."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.taken = 0

    def read(self, most: int) -> bytes:
        self.taken = min(most, self.length)
        return b" " * self.taken


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", '{"a": Infinity}', '"\\u0000"', '"\\ud800"', '{"\\ud800": 1}', '{"a": [{"b": "\\u0000"}]}', "[" * 90_000],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_a_sentence(text: str):
    with pytest.raises(ValueError, match="."):
        read_json(text)


def test_rare_characters_and_ordinary_depth_are_welcome():
    assert read_json('{"name": "\\ud842\\udfb7·阿依古丽"}') == {"name": "𠮷·阿依古丽"}
    assert read_json("[" * DEEPEST + "]" * DEEPEST)
    with translation.override("zh-hans"), pytest.raises(ValueError, match="嵌套"):
        read_json("[" * (DEEPEST + 1) + "1" + "]" * (DEEPEST + 1))


def test_a_body_without_end_is_not_read_to_its_end(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
    stream = Stream(10 * 1024**2)
    with pytest.raises(ParseError, match="1 MB"):
        HouseJSON().parse(stream)
    assert stream.taken == 1024**2 + 1
