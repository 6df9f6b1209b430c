"""Cutting free text into words: one Chinese character, one English word or one number each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WEAK_STOP, STRONG_STOP = ",:：,", ";!?;。!?\n"
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*|\d+(?:[.:]\d+)*|[㐀-鿿\U00020000-\U0003ffff]|[^\s\w​‌‍﻿]")
_SHORT_FORMS = {
    "don't": "do not", "doesn't": "do not", "didn't": "do not", "won't": "will not", "can't": "can not", "cannot": "can not",
    "isn't": "is not", "aren't": "is not", "wasn't": "is not", "weren't": "is not", "mustn't": "must not", "needn't": "need not",
    "shouldn't": "should not", "wouldn't": "will not", "haven't": "have not", "hasn't": "have not", "hadn't": "have not",
    "couldn't": "can not", "ain't": "is not",
}  # fmt: skip
_IRREGULAR = {
    "took": "take", "taken": "take", "wrote": "write", "written": "write", "gave": "give", "given": "give", "held": "hold",
    "kept": "keep", "caught": "catch", "brought": "bring", "sent": "send", "stood": "stand", "made": "make", "went": "go",
    "gone": "go", "ran": "run", "drove": "drive", "driven": "drive", "led": "lead", "sat": "sit", "told": "tell",
    "chose": "choose", "wore": "wear", "worn": "wear", "drew": "draw", "drawn": "draw", "rode": "ride", "spoke": "speak",
    "bound": "bind", "left": "leave", "found": "find", "got": "get", "gotten": "get", "picked": "pick", "knew": "know",
    "men": "man", "women": "woman", "people": "people", "was": "is", "were": "is", "are": "is", "been": "be",
    "does": "do", "did": "do", "done": "do", "has": "have", "had": "have", "said": "say", "saw": "see", "seen": "see",
    "paid": "pay", "lent": "lend", "broke": "break", "broken": "break", "shot": "shoot", "tied": "tie", "ties": "tie", "tying": "tie",
    "this": "this", "his": "his", "its": "its", "us": "us", "bus": "bus", "gas": "gas", "less": "less", "during": "during",
    "thing": "thing", "nothing": "nothing", "something": "something", "anything": "anything", "evening": "evening",
    "morning": "morning", "bring": "bring", "string": "string", "during_": "during", "need": "need", "seized": "seize",
    "speed": "speed", "feed": "feed", "red": "red", "bed": "bed", "led_": "lead", "plainclothes": "plainclothes",
}  # fmt: skip


def _table() -> dict[int, str]:
    """Full width to half width and the commonest traditional characters; one character for one, so places keep."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    traditional = (
        "罰單開協輔員幹運還會這個來時對們讓錄處駕駛車騎門關閉體關係簽證據搜查詢問訊審條實報發給帶調動電話視頻監獄執護衛"
        "場縣區鎮鄉鎖鑰槍彈藥裝備維護數據網絡號碼賬戶帳錢繳費標識圖書檔案館藝術員隊長隻單獨語聲說話請謝語讀寫學習記"
    )
    simplified = (
        "罚单开协辅员干运还会这个来时对们让录处驾驶车骑门关闭体关系签证据搜查询问讯审条实报发给带调动电话视频监狱执护卫"
        "场县区镇乡锁钥枪弹药装备维护数据网络号码账户账钱缴费标识图书档案馆艺术员队长只单独语声说话请谢语读写学习记"
    )
    pairs = dict(zip(traditional, simplified, strict=True)) | {
        "銬": "铐", "檢": "检", "嫌": "嫌", "醫": "医", "陪": "陪", "誰": "谁", "責": "责", "認": "认", "決": "决", "規": "规", "違": "违",
        "貼": "贴", "線": "线", "盤": "盘", "傳": "传", "喚": "唤", "別": "别", "無": "无", "沒": "没", "廳": "厅", "樓": "楼", "將": "将",
        "與": "与", "為": "为", "後": "后", "應": "应", "當": "当", "現": "现", "從": "从", "幾": "几", "點": "点", "進": "进", "過": "过",
        "導": "导", "強": "强", "製": "制", "緝": "缉", "販": "贩", "蹤": "踪", "隨": "随", "領": "领", "導": "导", "業": "业", "務": "务",
        "勸": "劝", "離": "离", "廣": "广", "張": "张", "節": "节", "職": "职", "責": "责", "總": "总", "際": "际", "類": "类", "術": "术",
        "偵": "侦", "勤": "勤", "測": "测", "試": "试", "醉": "醉", "攔": "拦", "擋": "挡", "撞": "撞", "輛": "辆", "輪": "轮", "載": "载",
        "轉": "转", "辦": "办", "邊": "边", "遠": "远", "遙": "遥", "鏡": "镜", "頭": "头", "髒": "脏", "屍": "尸", "傷": "伤", "財": "财",
        "貨": "货", "質": "质", "贓": "赃", "資": "资", "賭": "赌", "購": "购", "釋": "释", "鑑": "鉴", "鑒": "鉴", "閱": "阅", "間": "间",
        "隔": "隔", "雙": "双", "難": "难", "離": "离", "麼": "么", "個": "个", "倆": "俩", "兩": "两", "東": "东", "樣": "样", "機": "机",
        "歸": "归", "漢": "汉", "無": "无", "營": "营", "盜": "盗", "眾": "众", "禁": "禁", "穩": "稳", "級": "级", "結": "结", "絕": "绝",
        "緊": "紧", "繼": "继", "續": "续", "羣": "群", "聯": "联", "聽": "听", "舉": "举", "藥": "药", "號": "号", "補": "补", "覽": "览",
        "觀": "观", "記": "记", "許": "许", "訴": "诉", "評": "评", "該": "该", "誤": "误", "調": "调", "談": "谈", "論": "论", "諮": "咨",
        "證": "证", "譯": "译", "護": "护", "變": "变", "軍": "军", "較": "较", "輕": "轻", "連": "连", "達": "达", "選": "选", "遞": "递",
        "鄰": "邻", "醒": "醒", "釘": "钉", "銀": "银", "錯": "错", "鍵": "键", "陣": "阵", "陽": "阳", "階": "阶", "項": "项", "順": "顺",
        "預": "预", "頂": "顶", "飲": "饮", "館": "馆", "驗": "验", "驚": "惊", "驅": "驱", "鬧": "闹", "麻": "麻", "黨": "党", "齊": "齐",
    }  # fmt: skip
    return wide | {ord(old): new for old, new in pairs.items()} | {0x3000: " ", ord("‘"): "'", ord("’"): "'"}


_TABLE = _table()


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, where each stands, and in which clause and sentence."""

    plain: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    joined: frozenset[int]  # words that follow a list mark such as 、


def normalise(text: str) -> str:
    """The text in lower case, half width and simplified characters, each at its old place."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(_TABLE)


@lru_cache(maxsize=20_000)
def stem(word: str) -> tuple[str, ...]:
    """An English word without its ending; short forms become two words."""
    word = word.replace("’", "'")
    if word in _SHORT_FORMS:
        return tuple(part for whole in _SHORT_FORMS[word].split() for part in stem(whole))
    word = word.split("'")[0]
    if word in _IRREGULAR:
        return (_IRREGULAR[word],) if _IRREGULAR[word] == word else stem(_IRREGULAR[word])
    if len(word) <= 3:
        return (word,)
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith("ing") and len(word) > 5:
        word = word[:-3]
    elif word.endswith("ed") and len(word) > 4:
        word = word[:-2]
    elif word.endswith("es") and word[-3] in "sxzhe":
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return (word[:-1] if len(word) > 3 and word.endswith("e") else word,)


def split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the lexicon."""
    return read(phrase).words


def read(text: str) -> Reading:
    """Cut a text into words, clauses (comma) and sentences (full stop)."""
    plain = normalise(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    clauses: list[int] = []
    sentences: list[int] = []
    joined: set[int] = set()
    clause = sentence = 0
    for match in _WORD.finditer(plain):
        word, start = match[0], match.start()
        if word[0].isalnum():
            for part in stem(word) if word[0] < "{" and word[0] > "9" else (word,):
                words.append(part)
                starts.append(start)
                ends.append(match.end())
                clauses.append(clause)
                sentences.append(sentence)
        elif word in STRONG_STOP or (word == "." and plain[match.end() : match.end() + 1] in ("", " ", "\n")):
            sentence, clause = sentence + 1, clause + 1
        elif word in WEAK_STOP:
            clause += 1
        elif word in "、/":
            joined.add(len(words))
    return Reading(plain, tuple(words), tuple(starts), tuple(ends), tuple(clauses), tuple(sentences), frozenset(joined))
