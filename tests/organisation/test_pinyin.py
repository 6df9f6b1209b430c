"""Names as pinyin: surnames that read differently, search by what a clerk types."""

import pytest

from organisation.pinyin import grams, initials, pinyin, search_keys


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("王小明", "wang xiao ming"),
        ("单雄信", "shan xiong xin"),
        ("仇英", "qiu ying"),
        ("尉迟恭", "yu chi gong"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
    ],
)
def test_surnames_are_read_as_surnames(name, spelled):
    assert pinyin(name) == spelled


@pytest.mark.parametrize(
    "typed", ["王", "小明", "王小明", "wang", "wangx", "wangxiaoming", "wxm", "wx", "xiaoming", "XiaoMing", "王 小明"]
)
def test_a_person_is_found_by_name_pinyin_and_initials(typed):
    assert set(search_keys(typed)) <= set(grams("王小明"))


@pytest.mark.parametrize("typed", ["李", "li", "wxh", "小名", "ming xu"])
def test_others_are_not_found(typed):
    assert not set(search_keys(typed)) <= set(grams("王小明"))


def test_rare_characters_do_not_break_anything():
    assert initials("𠮷田") and grams("𠮷·田")
