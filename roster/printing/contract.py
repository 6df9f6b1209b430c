"""The labour contract as a paper to sign: what the law wants in it (LCL 17, 58), lines to write on for what the record lacks.

The terms are those of the statute; the words are ours, so every page says that the organ's legal reviewer confirms them first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from organisation.models import Employer
from regulations.packs import at_or_first, cite
from regulations.selectors import unit_pack
from roster.models import Contract
from roster.printing.words import capitals, day

Piece = str | dict[str, Any]
DRAFT: Final = "草案：条款依据法律列出，行文须经本单位法制部门审核确认后使用"
TITLE: Final = "劳动合同书"


def blank(width: int, words: str = "") -> Piece:
    """A line to write on, so many millimetres wide, or the words that the record holds."""
    return {"words": words, "width": width}


def article(title: str, basis: str, *paragraphs: Sequence[Piece]) -> dict[str, Any]:
    return {"title": title, "basis": basis, "paragraphs": [list(pieces) for pieces in paragraphs]}


def contract_data(contract: Contract) -> dict[str, Any]:
    """Parties and articles; the foot is the printer's."""
    dispatched = contract.employer.kind == Employer.Kind.FIRM
    return {
        "title": TITLE,
        "draft": DRAFT,
        "number": contract.number,
        "parties": [*_employer(contract, dispatched), *_worker(contract)],
        "articles": list(_articles(contract, dispatched)),
        "signed_on": day(contract.signed_on),
        "employer": contract.employer.name,
    }


def _employer(contract: Contract, dispatched: bool) -> list[list[Any]]:
    employer = contract.employer
    rows: list[list[Any]] = [
        ["甲方（用人单位）", employer.name],
        ["统一社会信用代码", employer.credit_code],
        ["住所", ""],
        ["法定代表人或者主要负责人", ""],
    ]
    if dispatched:
        rows += [["用工单位", contract.unit.name], ["劳务派遣协议编号", str(contract.agreement or "")]]
    return rows


def _worker(contract: Contract) -> list[list[Any]]:
    auxiliary = contract.auxiliary
    person = auxiliary.person
    return [
        ["乙方（劳动者）", person.name],
        ["性别", {"M": "男", "F": "女"}.get(person.sex, "")],
        ["居民身份证号码", person.identity_number],
        ["住址", auxiliary.address],
        ["联系电话", person.phone],
    ]


def _articles(contract: Contract, dispatched: bool) -> Iterator[dict[str, Any]]:
    yield article("劳动合同期限", "《劳动合同法》第十二条至第十五条、第十七条第一款第三项、第十九条", *_term(contract))
    yield article("工作内容和工作地点", "《劳动合同法》第十七条第一款第四项", *_work(contract))
    if dispatched:
        yield article("劳务派遣", "《劳动合同法》第五十八条", *_dispatch(contract))
    yield article(
        "工作时间和休息休假", "《劳动合同法》第十七条第一款第五项、第三十一条",
        ["甲方安排乙方实行", blank(40), "工时制度。"],
        ["甲方依法保障乙方休息休假的权利；安排加班的，依法安排补休或者支付加班费。"],
    )  # fmt: skip
    yield article("劳动报酬", "《劳动合同法》第十七条第一款第六项、第二十条、第三十条", *_pay(contract))
    yield article(
        "社会保险", "《劳动合同法》第十七条第一款第七项",
        ["甲乙双方依法参加社会保险，按时足额缴纳社会保险费；乙方个人应当缴纳的部分由甲方依法代扣代缴。"],
        ["住房公积金、意外伤害保险等其他保障：", blank(90), "。"],
    )  # fmt: skip
    yield article(
        "劳动保护、劳动条件和职业危害防护", "《劳动合同法》第十七条第一款第八项；《工伤保险条例》",
        ["甲方依照国家有关规定为乙方提供必要的劳动条件、防护装备和安全培训；乙方因工作受到伤害的，依法享受工伤保险待遇。"],
        ["本岗位的职业危害及其防护措施：", blank(90), "。"],
    )  # fmt: skip
    yield article(
        "培训、保密和其他约定", "《劳动合同法》第十七条第二款",
        ["乙方应当保守在工作中知悉的国家秘密、警务工作秘密和公民个人信息。"],
        ["双方约定的其他事项：", blank(110)],
        [blank(150)],
    )  # fmt: skip
    yield _ending(contract)
    yield article(
        "争议处理", "《劳动合同法》第七十七条",
        ["因履行本合同发生争议的，双方可以协商解决，也可以依法申请调解、仲裁，提起诉讼。"],
    )  # fmt: skip
    yield article(
        "其他", "《劳动合同法》第十六条",
        ["本合同未尽事宜，或者与法律、法规不一致的，依照法律、法规执行。"],
        ["本合同由双方协商一致，经双方在文本上签字或者盖章生效；文本由双方各执一份。"],
    )  # fmt: skip


def _term(contract: Contract) -> list[list[Piece]]:
    starts, ends = blank(38, day(contract.starts_on)), blank(38, day(contract.ends_on))
    if contract.kind == Contract.Kind.FIXED:
        rows: list[list[Piece]] = [["本合同为固定期限劳动合同，自", starts, "起至", ends, "止。"]]
    elif contract.kind == Contract.Kind.OPEN_ENDED:
        rows = [["本合同为无固定期限劳动合同，自", starts, "起。"]]
    else:
        rows = [["本合同以完成", blank(60), "工作任务为期限，自", starts, "起。"]]
    if contract.probation_until is not None:
        return [*rows, ["其中试用期自", starts, "起至", blank(38, day(contract.probation_until)), "止。"]]
    return [*rows, ["本合同不约定试用期。"]]


def _work(contract: Contract) -> list[list[Piece]]:
    auxiliary = contract.auxiliary
    post = auxiliary.post.title if auxiliary.post is not None else ""
    kind = "勤务辅警" if auxiliary.category == "service" else "文职辅警"
    rules = cite("NAT").as_dict()["title_zh"]
    return [
        ["乙方在", blank(60, contract.unit.name), "从事", blank(36, post), f"岗位工作，岗位类别为{kind}。"],
        ["工作地点：", blank(110)],
        [
            "乙方不是人民警察，在公安机关及其人民警察的指挥和监督下开展辅助性工作，不得从事法律、法规和",
            f"《{rules}》等规定禁止警务辅助人员从事的工作；甲方及用工单位不得安排乙方从事上述工作。",
        ],
    ]  # fmt: skip


def _dispatch(contract: Contract) -> list[list[Piece]]:
    starts, ends = blank(38, day(contract.starts_on)), blank(38, day(contract.ends_on))
    return [
        ["甲方将乙方派遣至用工单位", blank(60, contract.unit.name), "工作，派遣期限自", starts, "起至", ends, "止。"]
    ]


def _pay(contract: Contract) -> list[list[Piece]]:
    wage = contract.monthly_wage
    figures = blank(28, f"{wage:,.2f}" if wage else "")
    rows: list[list[Piece]] = [
        ["乙方的月工资为人民币", figures, "元（大写：", blank(46, capitals(wage) if wage else ""), "），"
         "甲方于每月", blank(14), "日前以货币形式足额支付。"],
    ]  # fmt: skip
    if contract.probation_until is not None:
        rows.append(["试用期月工资为人民币", blank(28), "元，不低于法律规定的比例和用人单位所在地的最低工资标准。"])
    return rows


def _ending(contract: Contract) -> dict[str, Any]:
    pack = unit_pack(contract.unit, contract.starts_on)
    days = at_or_first("roster.leaving.transfer_days", day=contract.starts_on, pack=pack).value
    return article(
        "合同的变更、解除和终止", "《劳动合同法》第三十五条至第五十条；《劳动合同法实施条例》第十三条",
        ["本合同的变更、解除和终止依照《劳动合同法》执行，双方不约定法定情形之外的终止条件。"],
        ["解除或者终止时，甲方出具解除或者终止劳动合同的证明，并在", f"{days}日内为乙方办理档案和社会保险关系转移手续；"
         "依法应当支付经济补偿的，在办结工作交接时支付。"],
    )  # fmt: skip
