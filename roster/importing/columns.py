"""The columns a sheet may have: one key, a Chinese and an English heading, and what else offices call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from roster.importing import vocabulary as words
from roster.importing.vocabulary import Words, by_word, plain


@dataclass(frozen=True)
class Column:
    """One column. `kind` says how its cells are read (rows.py); `choices` the words of a choice."""

    key: str
    zh: str
    en: str
    kind: str = "text"
    also: str = ""  # further headings, bars between
    longest: int = 60
    choices: Words | None = None
    needed: bool = False  # without it nobody can be entered

    def headings(self) -> tuple[str, ...]:
        return (self.zh, self.en, self.key, *self.also.split("|")) if self.also else (self.zh, self.en, self.key)

    def heading(self, language: str | None) -> str:
        return self.zh if (language or "zh").startswith("zh") else self.en

    @cached_property
    def key_by_word(self) -> Mapping[str, str]:
        """Of a choice: compared word → key."""
        return by_word(self.choices or {})


class Columns(dict[str, Column]):
    """The columns of one kind of sheet by their keys, and which of them a heading means."""

    def __init__(self, columns: Iterable[Column]) -> None:
        super().__init__((column.key, column) for column in columns)
        self._by_heading = {plain(heading): one.key for one in self.values() for heading in one.headings()}

    def key_of(self, heading: str) -> str | None:
        """Which column a heading means: remarks in brackets, stars, colons and blanks do not matter."""
        whole = self._by_heading.get(plain(heading))
        return whole or self._by_heading.get(plain(_NOTE.sub("", heading)))

    def needed(self) -> list[str]:
        return [column.key for column in self.values() if column.needed]


_NOTE = re.compile(r"[(（\[【].*?[)）\]】]")
COLUMNS: Final = Columns(
    (
        Column("name", "姓名", "Name", also="辅警姓名|人员姓名|full name", needed=True),
        Column(
            "identity_number",
            "身份证号",
            "Identity number",
            "identity",
            "身份证号码|公民身份号码|身份证|居民身份证号码|证件号码|ID number|ID card|id no",
            needed=True,
        ),
        Column(
            "badge_number", "辅警编号", "Badge number", also="工号|警号|辅警号|编号|胸号|badge|badge no", longest=20
        ),
        Column(
            "category", "类别", "Category", "choice", "辅警类别|人员类别|岗位类别", choices=words.CATEGORY, needed=True
        ),
        Column("unit", "单位", "Unit", also="单位代码|单位名称|所在单位|部门|所属单位|工作单位|unit code", longest=100),
        Column("post", "岗位", "Post", also="岗位名称|职位|岗位(职务)|position", needed=True),
        Column("grade", "层级", "Grade", also="辅警层级|等级|职级|level", longest=40),
        Column("sex", "性别", "Sex", "choice", "gender", choices=words.SEX),
        Column("born_on", "出生日期", "Born on", "day", "出生年月日|生日|date of birth|birth date"),
        Column("education", "学历", "Education", "choice", "文化程度|最高学历", choices=words.EDUCATION),
        Column("political_status", "政治面貌", "Political status", "choice", "党派", choices=words.POLITICAL),
        Column("veteran", "是否退役军人", "Veteran", "yes_no", "退役军人|是否退伍军人|退伍军人|是否退役"),
        Column("specialities", "特长", "Specialities", "list", "专业特长|skills", longest=200),
        Column("phone", "手机", "Phone", "phone", "联系电话|手机号|手机号码|电话|联系方式|mobile|telephone"),
        Column("email", "邮箱", "E-mail", "email", "电子邮箱|电子邮件|邮件|email address"),
        Column("address", "住址", "Address", also="家庭住址|现住址|地址|通讯地址", longest=200),
        Column("emergency_name", "紧急联系人", "Emergency contact", also="紧急联系人姓名"),
        Column("emergency_phone", "紧急联系人电话", "Emergency phone", "phone", "紧急联系电话|紧急电话"),
        Column("bank_card", "银行卡号", "Bank card", "bank_card", "工资卡号|银行账号|银行卡|bank account"),
        Column("first_worked_on", "参加工作日期", "First worked on", "day", "参加工作时间|首次参加工作日期"),
        Column("hired_on", "入职日期", "Hired on", "day", "入职时间|录用日期|聘用日期|到岗日期|hire date", needed=True),
        Column("medical_on", "年度体检日期", "Medical on", "day", "体检日期|最近体检日期|medical"),
        Column("employer", "用人单位", "Employer", also="派遣单位|劳务派遣公司|派遣公司|合同甲方", longest=120),
        Column("agreement", "派遣协议", "Dispatch agreement", also="派遣协议编号|劳务派遣协议|派遣协议号"),
        Column("contract_number", "合同编号", "Contract number", also="劳动合同编号|合同号|contract no"),
        Column(
            "contract_kind",
            "合同类型",
            "Contract kind",
            "choice",
            "合同期限类型|劳动合同类型",
            choices=words.CONTRACT_KIND,
        ),
        Column("contract_from", "合同开始日期", "Contract from", "day", "合同开始|合同起始日期|合同起|contract start"),
        Column(
            "contract_to",
            "合同结束日期",
            "Contract to",
            "last_day",
            "合同结束|合同终止日期|合同到期日期|合同到期|合同止|contract end",
        ),
        Column(
            "probation_until", "试用期至", "Probation until", "day", "试用期结束日期|试用期截止|试用期止|probation end"
        ),
        Column("signed_on", "签订日期", "Signed on", "day", "合同签订日期|签订时间|签约日期"),
        Column("monthly_wage", "月工资", "Monthly wage", "money", "工资|月薪|合同工资|月工资标准|monthly pay|wage"),
        Column("card_number", "工作证号", "Work card", also="工作证编号|辅警工作证号|证件号|card number", longest=40),
        Column(
            "card_from", "发证日期", "Card valid from", "day", "证件签发日期|工作证发证日期|证件起始日期|card issued on"
        ),
        Column(
            "card_until",
            "证件有效期",
            "Card valid until",
            "day",
            "证件有效期至|工作证有效期|工作证有效期至|card expiry",
        ),
        Column("pre_post_on", "岗前培训日期", "Pre-post training on", "day", "岗前培训|岗前培训时间|岗前培训合格日期"),
        Column("annual_on", "年度培训日期", "Annual training on", "day", "年度培训|年度培训时间|年度培训合格日期"),
        Column(
            "training_until", "培训有效期", "Training valid until", "day", "培训有效期至|年度培训有效期|培训证书有效期"
        ),
        Column(
            "driving_licence", "驾驶证", "Driving licence", also="准驾车型|驾照|驾驶证类型|驾驶证准驾车型", longest=20
        ),
        Column("licence_from", "驾驶证领证日期", "Licence obtained on", "day", "初次领证日期|领证日期"),
        Column("licence_until", "驾驶证有效期", "Licence valid until", "day", "驾驶证有效期至|驾照有效期"),
        Column(
            "funding",
            "经费来源",
            "Paid from",
            "choice",
            "资金来源|经费渠道|funding|funding source",
            choices=words.FUNDING,
        ),
    )
)
SILENT: Final = frozenset({"序号", "no", "#", "行号"})  # read over without a word
