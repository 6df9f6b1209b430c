"""Papers about one person: what the law wants stands on them, the serial is in the trail, and only who may prints them."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.test import Client

from core.errors import NotNow
from core.models import AuditEntry
from roster import services
from roster.models import Auxiliary, Contract
from roster.printing.contract import contract_data
from roster.services import printing
from tests.cast import TODAY, Cast, sign_in

SERIAL = re.compile(r"(LD|ZZ|LZ)-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
# LCL 17: what a labour contract must hold, by the words of its headings and parties.
WANTED = (
    "甲方（用人单位）", "住所", "法定代表人或者主要负责人", "乙方（劳动者）", "住址", "居民身份证号码", "劳动合同期限",
    "工作内容和工作地点", "工作时间和休息休假", "劳动报酬", "社会保险", "劳动保护、劳动条件和职业危害防护",
)  # fmt: skip
NEVER_FIRST = "，。、；：！？）》”"


@pytest.fixture
def lin(cast: Cast) -> Auxiliary:
    return cast.auxiliary("林晓", post=cast.post("巡逻防控"))


def words(answer: Any) -> str:
    """The text of a PDF that was answered."""
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf", answer.content[:300]
    assert "no-store" in answer["Cache-Control"]
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert [line for line in text.splitlines() if line.strip() and line.strip()[0] in NEVER_FIRST] == []
    assert f"第{len(pages)}页 共{len(pages)}页" in text
    return text


def post(user: Any, address: str, **data: str) -> Any:
    return sign_in(Client(), user).post(address, data)


def test_the_contract_holds_what_article_17_wants_and_says_that_it_is_a_draft(cast: Cast, lin: Auxiliary):
    contract = lin.contracts.get()
    text = words(post(cast.user("hr"), f"/roster/{lin.pk}/contracts/{contract.pk}/paper/"))
    flat = text.replace("\n", "")
    assert [wanted for wanted in WANTED if wanted not in flat] == []
    for told in (
        "林晓",
        lin.person.identity_number,
        "2024年1月1日",
        "2029年12月31日",
        "3,500.00",
        "叁仟伍佰元整",
        "巡逻防控",
    ):
        assert told in flat, told
    assert "法制部门审核确认" in flat and "第十七条第一款第三项" in flat
    assert "15日内" in flat, "of the Labour Contract Law, read from the pack"


def test_printing_is_an_act_of_the_trail_with_the_serial_of_the_paper(cast: Cast, lin: Auxiliary):
    hr = cast.user("hr")
    text = words(post(hr, f"/roster/{lin.pk}/contracts/{lin.contracts.get().pk}/paper/"))
    entry = AuditEntry.objects.get(action="contract.printed")
    assert entry.after["serial"] == SERIAL.search(text)[0]  # type: ignore[index]
    assert entry.actor_id == hr.pk and len(entry.after["sha256"]) == 64
    assert lin.person.identity_number not in str(entry.after)


@pytest.mark.parametrize("kind", ["open_ended", "task"])
def test_every_kind_of_term_has_its_sentence(cast: Cast, kind: str):
    someone = cast.auxiliary("周宁", papers=False)
    contract = cast.contract(someone, kind=kind, ends_on=None, monthly_wage=Decimal(0))
    said = str(contract_data(Contract.objects.select_related("employer").get(pk=contract.pk))["articles"])
    assert {"open_ended": "无固定期限", "task": "以完成"}[kind] in said
    assert "零元" not in said, "no wage on file is a line to write on"


def test_a_dispatched_contract_names_the_unit_that_uses_the_work(cast: Cast):
    someone = cast.auxiliary("周宁", papers=False)
    agreement = cast.agreement()
    contract = cast.contract(someone, employer=agreement.employer, agreement=agreement)
    said = str(contract_data(contract))
    assert "劳务派遣" in said and "用工单位" in said and agreement.number in said and "第五十八条" in said


def test_a_certificate_of_work_is_for_one_stated_purpose(cast: Cast, lin: Auxiliary):
    hr, address = cast.user("hr"), f"/roster/{lin.pk}/certificate/"
    assert post(hr, address).status_code == 422 and post(hr, address, purpose=" ").status_code == 422
    text = words(post(hr, address, purpose="申请住房公积金贷款")).replace("\n", "")
    wanted = ("在职证明", "林晓", lin.person.identity_number, "2024年1月1日", "仅用于申请住房公积金贷款", "非人民警察")
    for told in (*wanted, "须经本单位确认"):
        assert told in text, told
    assert AuditEntry.objects.get(action="certificate.printed").reason == "申请住房公积金贷款"


def test_the_certificate_of_the_end_holds_what_article_24_wants_and_no_reason(cast: Cast, lin: Auxiliary):
    hr = cast.user("hr")
    services.leave(auxiliary=lin, last_day=TODAY, ground="serious_breach", reason="多次旷工", by=hr, on=TODAY)
    text = words(post(hr, f"/roster/{lin.pk}/certificate/")).replace("\n", "")
    for told in ("劳动合同期限", "2024年1月1日至2029年12月31日", "解除或者终止劳动合同的日期", "2026年11月16日", "工作岗位",
                 "在本单位的工作年限", "2年10个月", "第五十条", "第二十四条"):  # fmt: skip
        assert told in text, told
    assert "旷工" not in text and "违反" not in text and "Serious" not in text


def test_a_name_is_never_broken_and_a_long_one_fits(cast: Cast):
    someone = cast.auxiliary("阿卜杜热依木·阿卜杜克热木")
    hr = cast.user("hr")
    for address, typed in (
        (f"/roster/{someone.pk}/certificate/", {"purpose": "办理银行开户手续和其他需要证明在职身份的有关事项"}),
        (f"/roster/{someone.pk}/contracts/{someone.contracts.get().pk}/paper/", {}),
    ):
        assert "阿卜杜热依木·阿卜杜克热木" in words(post(hr, address, **typed))


def test_typed_words_are_set_and_never_run(cast: Cast, lin: Auxiliary):
    typed = '#read("/etc/passwd") $x$ @a *b* \\ <c>'
    text = words(post(cast.user("hr"), f"/roster/{lin.pk}/certificate/", purpose=typed))
    assert '#read("/etc/passwd")' in text.replace("\n", "") and "root:" not in text


def test_another_files_contract_is_missing_and_officers_may_not(cast: Cast, lin: Auxiliary):
    other = cast.auxiliary("吴强")
    crossed = f"/roster/{lin.pk}/contracts/{other.contracts.get().pk}/paper/"
    assert post(cast.user("hr"), crossed).status_code == 404
    assert post(cast.user("hr2"), f"/roster/{lin.pk}/certificate/", purpose="x").status_code == 404
    assert post(cast.user("supervisor"), f"/roster/{lin.pk}/certificate/", purpose="x").status_code == 403
    assert not AuditEntry.objects.filter(action__endswith=".printed").exists()


def test_without_a_fresh_proof_nothing_is_printed(cast: Cast, lin: Auxiliary, settings):
    settings.STEP_UP_SECONDS = -1
    answer = post(cast.user("hr"), f"/roster/{lin.pk}/certificate/", purpose="loan")
    assert answer.status_code == 403 and answer["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(action="certificate.printed").exists()


def test_who_works_here_gets_no_certificate_of_the_end(cast: Cast, lin: Auxiliary):
    with pytest.raises(NotNow):
        printing.certify_end(auxiliary=lin, by=cast.user("hr"), on=date(2026, 11, 16))
