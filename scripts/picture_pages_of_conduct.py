"""Pages of conduct for the manual: cases, refusals, inspections, complaints, awards, grades, appraisal, incidents."""

from __future__ import annotations

from playwright.sync_api import Page

from scripts.picture import LONG_PHONE, NOBODY, Picture, at


def first(page: Page, listed: str) -> None:
    """Open the first line of a list."""
    page.goto(listed)
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state()


def scrolled(page: Page, heading: str) -> None:
    """The part under this heading stands below the bar on top."""
    page.evaluate("name => scrollTo(0, document.getElementById(name).getBoundingClientRect().top - 80)", heading)


def case(page: Page, language: str) -> None:
    """The case with the pending appeal."""
    first(page, "/discipline/cases/?status=appealed")


def hearing(page: Page, language: str) -> None:
    """The same case, as whoever decided it sees it."""
    case(page, language)
    scrolled(page, "who-head")


def exit_refused(page: Page, language: str) -> None:
    """Somebody wants to end a contract on a local ground alone."""
    first(page, "/discipline/cases/?status=heard")
    page.locator("main a[href$='/decide/']").click()
    page.locator("#id_outcome").select_option("exit")
    page.locator("#id_grounds").fill(
        {"zh": "年度考核不合格，拟予辞退。", "en": "Failed the annual appraisal, to be let go."}[language]
    )
    page.locator("#id_local_ground").select_option("appraisal_failed")
    page.locator("main form button.main").click()
    page.locator("#refused-head").wait_for()
    page.evaluate("scrollTo(0, 0)")


def inspection(page: Page, language: str) -> None:
    """One that found something the unit has not put right in time."""
    first(page, "/discipline/findings/?state=overdue")
    page.locator("main dl a[href^='/discipline/inspections/']").click()
    page.wait_for_load_state()
    scrolled(page, "list-head")


def complaint(page: Page, language: str) -> None:
    """In the hands of the reader, who has looked once who reported."""
    first(page, "/discipline/complaints/?state=in_hand")
    address = page.url
    if not page.locator("#openings-head").count():
        page.goto(f"{address}reporter/")
        page.locator("#id_reason").fill("请其补充时间和地点")
        page.locator("main form button.main").click()
        page.wait_for_load_state()
        page.goto(address)


def report(page: Page, language: str) -> None:
    """The page for everybody."""
    page.goto("/discipline/report/")
    page.locator("#id_about").select_option("unlawful")
    page.locator("#id_what").fill(
        {
            "zh": "11月20日晚8时许，在人民路夜市，一名辅警独自检查摊主的身份证。",
            "en": "On 20 November at about eight in the evening, at the night market in Renmin Road, an auxiliary checked "
            "the identity cards of stall keepers alone.",
        }[language]
    )
    page.evaluate("scrollTo(0, 0)")


def nomination(page: Page, language: str) -> None:
    first(page, "/discipline/commendations/?state=public")


def appraisal(page: Page, language: str) -> None:
    """The round of last month, its results told."""
    first(page, "/discipline/appraisals/?kind=monthly")


def incident(page: Page, language: str) -> None:
    first(page, "/discipline/incidents/?state=in_hand")


def own_case(page: Page, language: str) -> None:
    page.goto("/me/conduct/")
    page.locator("main ul.waiting a").first.click()
    page.wait_for_load_state()


OF_CONDUCT = (
    Picture("conduct-case", "inspector", case),
    Picture("conduct-hearing", "supervisor", hearing),
    Picture("conduct-exit-refused", "supervisor", exit_refused),
    Picture("conduct-inspection", "inspector", inspection),
    Picture("conduct-complaint", "inspector", complaint),
    Picture("conduct-report", NOBODY, report),
    Picture("conduct-nomination", "hr", nomination),
    Picture("conduct-grades", "hr", at("/discipline/grades/")),
    Picture("conduct-appraisal", "hr", appraisal),
    Picture("conduct-warnings", "inspector", at("/discipline/warnings/")),
    Picture("conduct-incident", "inspector", incident),
    Picture("conduct-own", "auxiliary", own_case, LONG_PHONE),
)
