"""The columns of the sheets of pay. A sheet of entries also has one for each item that is entered month by month."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from typing import Final

from django.db.models import Q

from organisation.models import Unit
from payroll.models import PayItem
from roster.importing.columns import Column, Columns
from roster.importing.facts import above_and_below
from roster.importing.vocabulary import Words

ITEM: Final = "item:"  # before the code of an item, as key of its column
NAMED: Final = ("identity_number", "badge_number")  # one of them names the person
PERSON: Final = (
    Column("name", "姓名", "Name", also="辅警姓名|人员姓名|full name", needed=True),
    Column("identity_number", "身份证号", "Identity number", "identity", "身份证号码|公民身份号码|证件号码|ID number"),
    Column("badge_number", "辅警编号", "Badge number", also="工号|警号|辅警号|编号|胸号|badge", longest=20),
)
OF_MONTH: Final = (
    Column("overtime_150", "平日加班小时", "Overtime hours on workdays", "quantity", "工作日加班|平日加班|平时加班|延时加班"),
    Column("overtime_200", "休息日加班小时", "Overtime hours on rest days", "quantity", "休息日加班|双休日加班|周末加班"),
    Column("overtime_300", "法定节假日加班小时", "Overtime hours on statutory holidays", "quantity",
           "节假日加班|法定节假日加班|法定假日加班|节日加班"),
    Column("absence", "缺勤天数", "Days of absence", "quantity", "事假|事假天数|缺勤|旷工天数|无薪假天数"),
    Column("sick", "病假天数", "Days of sick leave", "quantity", "病假"),
    Column("bonus", "年终奖", "Yearly bonus", "money", "全年一次性奖金|年终一次性奖金"),
    Column("back_pay", "补发工资", "Pay of earlier months", "money", "补发|补发以前月份"),
    Column("damage", "赔偿扣款", "Damages", "money", "赔偿|损失赔偿"),
    Column("court", "法院扣款", "Court order", "money", "法院协助扣款|司法扣款"),
)  # fmt: skip
NOTE: Final = Column("note", "备注", "Remark", also="说明", longest=200)
MONTH: Final = Column("month", "月份", "Month", "month", "所属月份|工资月份|考勤月份|年月", needed=True)
DEDUCTIONS: Final[Words] = {
    "child": ("子女教育", "children's education"),
    "infant": ("3岁以下婴幼儿照护", "婴幼儿照护", "三岁以下婴幼儿照护", "care of infants"),
    "elderly": ("赡养老人", "support of the elderly"),
    "study": ("继续教育", "continuing education"),
    "loan": ("住房贷款利息", "房贷利息", "住房贷款", "housing loan interest"),
    "rent": ("住房租金", "租房", "housing rent"),
}
CARDS: Final = Columns(
    (
        *PERSON,
        Column("bank_card", "银行卡号", "Bank card", "bank_card", "工资卡号|银行账号|银行卡|bank account", needed=True),
        Column("bank_name", "开户行", "Bank", also="开户银行|银行名称|银行", longest=80),
        Column("starts_on", "生效日期", "From", "day", "起始日期|启用日期"),
        Column("first_wage_year", "首次任职年度", "Year of the first wage", "year", "首次入职年度|首次取得工资年度"),
        Column("low_income_year", "6万元免扣年度", "Year with 60,000 free", "year", "六万元扣除年度"),
    )
)
DECLARED: Final = Columns(
    (
        *PERSON,
        Column("kind", "扣除项目", "Deduction", "choice", "专项附加扣除项目|专项附加扣除", choices=DEDUCTIONS, needed=True),
        Column("monthly", "每月金额", "Yuan a month", "money", "月扣除金额|扣除金额|每月扣除金额", needed=True),
        Column("starts_on", "开始日期", "From", "day", "扣除开始日期|有效期起|起始日期", needed=True),
        Column("ends_on", "结束日期", "To", "last_day", "扣除结束日期|有效期止|终止日期"),
        Column("declared_on", "申报日期", "Declared on", "day", "填报日期"),
    )
)  # fmt: skip


def entry_columns(units: Sequence[Unit]) -> Columns:
    """Those of every sheet of entries, and the items of the schemes that may speak for these units: one query."""
    near = reduce(operator.or_, (above_and_below(unit, "scheme__unit") for unit in units), Q(pk__in=[]))
    rows = PayItem.objects.filter(near).exclude(basis=PayItem.Basis.MONTH).order_by("rank", "pk")
    names = dict(rows.values_list("code", "name"))
    taken = Counter(names.values()) + Counter(one.zh for one in (*PERSON, MONTH, *OF_MONTH, NOTE))
    items = []
    for code, name in names.items():
        said = name if taken[name] == 1 else f"{name} {code}"  # two items of one name are told apart by their codes
        items.append(Column(f"{ITEM}{code}", said, said, "quantity", code))
    return Columns((*PERSON, MONTH, *OF_MONTH, *items, NOTE))
