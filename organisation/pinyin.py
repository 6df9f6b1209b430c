"""Names as pinyin and initials, for search and for order. Surnames that read differently have a table of their own."""

from __future__ import annotations

import re

SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou", "朴": "piao", "查": "zha", "盖": "ge", "翟": "zhai",
    "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi", "澹台": "tan tai", "宓": "mi", "纪": "ji", "任": "ren",
    "员": "yun", "冼": "xian", "华": "hua", "召": "shao", "黑": "he", "种": "chong", "重": "chong", "繁": "po",
    "折": "she", "缪": "miao", "车": "che", "乐": "yue", "祭": "zhai", "洗": "xian", "令狐": "ling hu", "覃": "qin",
    "叶": "ye", "应": "ying", "卜": "bu", "都": "du", "谌": "chen", "郗": "xi", "逄": "pang", "佴": "nai", "那": "na",
    "阚": "kan", "撖": "han", "尹": "yin", "宿": "su", "句": "gou", "盛": "sheng", "能": "nai", "哈": "ha", "贾": "jia",
}  # fmt: skip


def pinyin(name: str) -> str:
    """`单雄信` → `shan xiong xin`; separators (·) and spaces are dropped; other letters stay, lower case."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries cost every process a fifth of a second

    name = re.sub(r"[\s·•・]+", "", name)
    for length in (2, 1):
        if (surname := SURNAMES.get(name[:length])) and len(name) > length:
            return " ".join([surname, *lazy_pinyin(name[length:], style=Style.NORMAL)]).lower()
    return " ".join(lazy_pinyin(name, style=Style.NORMAL)).lower()


def initials(name: str) -> str:
    """`王小明` → `wxm`."""
    return "".join(word[0] for word in pinyin(name).split() if word)


def grams(name: str) -> list[str]:
    """What a search may type: single characters and pairs of the name, prefixes of pinyin (joined), prefixes of initials.

    Stored as an array under a core GIN index; see `search_key` for the other side.
    """
    spelled = pinyin(name).split()
    joined, short = "".join(spelled), "".join(word[0] for word in spelled)
    bare = re.sub(r"\s+", "", name).lower()
    found = {bare[i : i + n] for n in (1, 2, 3) for i in range(len(bare) - n + 1)}
    found |= {joined[:n] for n in range(2, len(joined) + 1)} | {short[:n] for n in range(1, len(short) + 1)}
    found |= {"".join(spelled[i:])[:n] for i in range(1, len(spelled)) for n in range(2, len("".join(spelled[i:])) + 1)}
    return sorted(gram for gram in found if gram and len(gram) <= 40)


def search_keys(words: str) -> list[str]:
    """The grams that must all be present for `words`; a longer Chinese word is asked for by its threes."""
    keys: list[str] = []
    for word in words.lower().replace("·", " ").split():
        if word.isascii():
            keys.append(word[:40])
        elif len(word) <= 3:
            keys.append(word)
        else:
            keys.extend(word[i : i + 3] for i in range(len(word) - 2))
    return keys
