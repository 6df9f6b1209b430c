"""Which pages the pictures show, and how one comes there: twelve main pages in every look, and what the manual tells of."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from scripts.picture import LANGUAGES, LONG_PHONE, OFFICE, PHONE, Picture, at  # noqa: F401 - and for whoever takes them
from scripts.picture_pages_of_conduct import OF_CONDUCT

ROOT = Path(__file__).resolve().parent.parent
STATION = "99990104"  # 城关派出所 of the demonstration


def bad_sheet(page: Page, language: str) -> None:
    page.goto("/roster/import/")
    page.locator("main input[type=file]").first.set_input_files(ROOT / "docs" / "examples" / "bad-new-district.xlsx")
    page.locator("#id_unit").select_option("999903", force=True)  # a long list is typed over
    page.locator("main form button.main").first.click()
    page.locator("table.cards").first.wait_for()


def file(page: Page, language: str) -> None:
    """Somebody whose contract has run over."""
    page.goto("/reminders/?kind=contract_end")
    address = page.locator("main a[href^='/roster/']").first.get_attribute("href") or "/roster/"
    page.goto(address.partition("#")[0])


def refused_request(page: Page, language: str) -> None:
    """What is typed is decided at once."""
    page.goto(f"/duties/assignments/new/?unit={STATION}")
    for order in (0, 2):  # the second one is on duty at that hour
        page.locator("input[name=auxiliaries]").nth(order).check()
    text, place = {
        "zh": ("治安巡逻，并开具罚单", "人民路"),
        "en": ("Street patrol, and write the tickets", "Renmin Road"),
    }[language]
    page.locator("#id_place").fill(place)
    page.locator("#id_text").fill(text)
    page.locator("#live .decision.refuse").wait_for()
    page.evaluate("scrollTo(0, 0)")


def checker(page: Page, language: str) -> None:
    text = {"zh": "在学校门口护学，并检查可疑人员的身份证", "en": "Guard the school gate and check identity cards"}[
        language
    ]
    page.goto(f"/duties/check/?text={text}")
    page.locator(".decision").first.wait_for()


def assignment(page: Page, language: str) -> None:
    page.goto("/duties/assignments/?status=approved")
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state()


def attempt(page: Page, language: str) -> None:
    page.goto("/duties/refused/")
    page.locator("main table a").first.click()
    page.wait_for_load_state()


def ruling(page: Page, language: str) -> None:
    page.goto("/duties/rulings/")
    page.locator("main a[href$='/rule/']").first.click()
    page.wait_for_load_state()


def export_to_decide(page: Page, language: str) -> None:
    """What HR asked for, as the second person sees it."""
    page.goto("/exports/?show=waiting")
    rows = page.locator("main table tbody a")  # newest first; the Chinese one was asked for before the English one
    (rows.first if language == "en" else rows.last).click()
    page.wait_for_load_state()


def audit_entry(page: Page, language: str) -> None:
    page.goto("/evidence/?act=assignment.refused")
    page.locator("main table a").first.click()
    page.wait_for_load_state()


def ask_for_export(page: Page, language: str) -> None:
    """The list of a bureau: more than 100 people, so somebody else decides."""
    page.goto("/exports/new/roster/?unit=999901")
    page.locator("#id_purpose").fill({"zh": "报送县局年度统计", "en": "Yearly figures for the county bureau"}[language])
    page.locator("main button.main").click()
    page.wait_for_load_state()


def run(page: Page, which: int = 0) -> str:
    """This month's draft (0), or the run that was released last month (1)."""
    page.goto("/payroll/runs/")
    page.locator("main table tbody a").nth(which).click()
    page.wait_for_load_state()
    return page.url


def draft(page: Page, language: str) -> None:
    run(page)


def anomalies(page: Page, language: str) -> None:
    """Whoever is paid for the first time: few enough to see the box for the reason."""
    run(page)
    page.locator("main table").first.locator("tbody a").nth(2).click()
    page.wait_for_load_state()


def payslip(page: Page, language: str) -> None:
    """Of somebody who is insured and was away."""
    page.goto(f"{run(page)}?q=YX0001")
    page.locator("main a[href*='/runs/slips/']").first.click()
    page.wait_for_load_state()


def scheme(page: Page, language: str) -> None:
    page.goto("/payroll/schemes/")
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state()


def handed_over(page: Page, language: str) -> None:
    """The clerk accepts each kind of what stands out and hands the run over; the second time it is done already."""
    address = run(page)
    waiting = page.locator("main table").first.locator("tbody tr:has(.status.on) a")
    while waiting.count():  # accepting leads back to the run
        waiting.first.click()
        page.locator("#id_reason").fill({"zh": "已逐条核对", "en": "Each was looked at"}[language])
        page.locator("main button[name=all]").click()
        page.wait_for_load_state()
    if page.locator("main a[href$='/review/']").count():
        page.locator("main a[href$='/review/']").click()
        page.locator("main form button.main").click()
        page.wait_for_load_state()
    page.goto(address)


def release(page: Page, language: str) -> None:
    page.goto(f"{run(page)}release/")


def own_payslip(page: Page, language: str) -> None:
    page.goto("/me/pay/")
    page.locator("main a[href^='/me/pay/']").first.click()
    page.wait_for_load_state()


MAIN = (
    Picture("desk-hr", "hr", at("/"), main=True),
    Picture("roster", "hr", at("/roster/"), main=True),
    Picture("file", "hr", file, main=True),
    Picture("import-bad", "hr", bad_sheet, main=True),
    Picture("request-refused", "requester", refused_request, main=True),
    Picture("approvals", "supervisor", at("/duties/approvals/"), main=True),
    Picture("checker", "requester", checker, main=True),
    Picture("day-sheet", "supervisor", at(f"/duties/sheet/?unit={STATION}"), main=True),
    Picture("attempt", "inspector", attempt, main=True),
    Picture("law-duty", "legal", at("/law/duties/patrol-street/"), main=True),
    Picture("insights", "higher", at("/insights/"), main=True),
    Picture("own", "auxiliary", at("/me/"), LONG_PHONE, main=True),
)
OF_THE_MANUAL = (
    Picture("approvals", "supervisor", at("/duties/approvals/"), PHONE),
    Picture("desk-requester", "requester", at("/")),
    Picture("desk-supervisor", "supervisor", at("/")),
    Picture("desk-inspector", "inspector", at("/")),
    Picture("desk-pay", "pay-clerk", at("/")),
    Picture("desk-higher", "higher", at("/")),
    Picture("desk-auditor", "auditor", at("/")),
    Picture("assignment", "requester", assignment),
    Picture("ruling", "legal", ruling),
    Picture("insurance", "pay-clerk", at("/payroll/")),
    Picture("accounts", "secadmin", at("/accounts/")),
    Picture("system", "sysadmin", at("/system/")),
    Picture("second-factor", "secadmin", at("/account/app/")),
    Picture("export-asked", "hr", ask_for_export),
    Picture("export-to-decide", "supervisor", export_to_decide),
    Picture("audit-entry", "auditor", audit_entry),
    Picture("own-data", "auxiliary", at("/me/privacy/"), LONG_PHONE),
    Picture("own-payslip", "auxiliary", own_payslip, LONG_PHONE),
    Picture("pay-scheme", "pay-clerk", scheme),
    Picture("pay-draft", "pay-clerk", draft),
    Picture("pay-anomalies", "pay-clerk", anomalies),
    Picture("pay-slip", "pay-clerk", payslip),
    Picture("pay-handed-over", "pay-clerk", handed_over),
    Picture("pay-release", "pay-approver", release),
    Picture("equal-pay", "pay-clerk", at("/payroll/equal-pay/")),
    Picture("insurance-for-everybody", "pay-clerk", at("/payroll/equal-pay/insurance/")),
)
PICTURES = (
    Picture("desk-hr", "hr", at("/"), PHONE),
    *MAIN,
    *OF_THE_MANUAL,
    *OF_CONDUCT,
)  # the desk before a sheet waits on it


def names() -> list[str]:
    """The files the script writes."""
    return [name for picture in PICTURES for name, _language, _dark in picture.files()]
