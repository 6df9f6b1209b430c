"""The words sheets use for choices, in both languages, and whom a sheet may list who is no auxiliary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from roster.importing.cells import narrow

Words = Mapping[str, Sequence[str]]  # key → its words; the first Chinese and the first English one are offered


def _words(chinese: str, english: str) -> tuple[str, ...]:
    return (*chinese.split(), *english.split("|"))


CATEGORY: Final[Words] = {
    "service": _words("勤务 勤务辅警 勤务类", "service"),
    "clerical": _words("文职 文职辅警 文职类", "clerical"),
}
# Not auxiliaries by article 3 of several local rules: packs, value roster.entry.not_auxiliary_kinds.
NOT_AUXILIARY: Final[Words] = {
    "security_guard": _words("保安 保安员 后勤保安 安保 门卫", "security guard|guard"),
    "volunteer": _words("志愿者 义工 平安志愿者 志愿", "volunteer"),
    "joint_defence": _words("联防 联防队员 群防群治 治安联防 义务联防 联防员", "joint defence"),
    "village_guard": _words("护村 护村队 护村队员 村治保 巡防队", "village guard"),
    "school_guard": _words("护校 护校队 护校队员 护学岗", "school guard"),
    "canteen": _words("食堂 食堂人员 厨师 炊事员 帮厨", "canteen|cook"),
    "cleaning": _words("保洁 保洁员 清洁工", "cleaning|cleaner"),
}
EDUCATION: Final[Words] = {
    "junior_secondary": _words("初中 初中及以下 小学", "junior secondary|junior secondary or below|junior high"),
    "senior_secondary": _words(
        "高中 中专 职高 技校 中技 高中中专 高中或中专 高中及中专",
        "senior secondary|senior or vocational secondary|senior high|vocational",
    ),
    "junior_college": _words("大专 专科 大学专科 高职", "junior college|college"),
    "bachelor": _words("本科 大学 大学本科 学士", "bachelor|bachelor's degree|university"),
    "master": _words("硕士 研究生 博士 硕士研究生 硕士及以上 研究生及以上", "master|master or above|doctor"),
}
POLITICAL: Final[Words] = {
    "masses": _words("群众 无党派 无党派人士", "no party|masses|none"),
    "league": _words("共青团员 团员", "league member|communist youth league|league"),
    "party": _words("中共党员 党员", "party member|communist party member|party"),
    "probationary": _words("预备党员 中共预备党员", "probationary party member|probationary member"),
    "other": _words("民主党派 其他党派 其他", "other party|other"),
}
CONTRACT_KIND: Final[Words] = {
    "fixed": _words("固定期限 固定 有固定期限 固定期限合同", "fixed term|fixed"),
    "open_ended": _words("无固定期限 无固定 无固定期限合同", "open-ended|open"),
    "task": _words("以完成一定工作任务为期限 以完成工作任务为期限 完成任务 任务", "until a task is done|task"),
}
FUNDING: Final[Words] = {
    "special_fund": _words("政府专项资金 专项资金 政府专项 财政专项 财政", "government special fund|special fund"),
    "foundation": _words("治安联防基金 联防基金 地方治安联防基金会 基金会", "local defence foundation|foundation"),
    "own_budget": _words("单位自筹 自筹 单位经费 单位自有资金", "the unit's own budget|own budget"),
}
SEX: Final[Words] = {"M": _words("男 男性", "male"), "F": _words("女 女性", "female")}


def by_word(words: Words) -> dict[str, str]:
    """Compared word → key; the key itself is understood too."""
    return {plain(word): key for key, said in words.items() for word in (*said, key)}


def plain(word: str) -> str:
    """For comparing: width, case, blanks and punctuation do not matter."""
    return re.sub(r"[\s_*:()'’.、/★-]+", "", narrow(word)).lower()


def offered(words: Words) -> dict[str, str]:
    """What a sentence offers to be written, in both languages."""
    return {
        "zh-hans": "、".join(said[0] for said in words.values()),
        "en": ", ".join(next(word for word in said if word.isascii()) for said in words.values()),
    }


def chinese(words: Words, key: str) -> str:
    return words[key][0] if key in words else ""


def english(words: Words, key: str) -> str:
    return next((word for word in words.get(key, ()) if word.isascii()), "")
