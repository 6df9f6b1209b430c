"""HR imports a sheet in a real browser: tried, put right, applied, in six clicks and without scripts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core import outbox
from roster.models import Auxiliary
from tests.cast import identity
from tests.roster.importing.files import write_xlsx

pytestmark = pytest.mark.browser
HEADINGS = ["姓名", "身份证号", "类别", "单位", "岗位", "入职日期", "手机"]


def sheet(folder: Path, name: str, post: str, *, phone: str) -> Path:
    rows = [
        [n, identity(), "勤务", "north", post, date(2026, 11, 2), phone] for n in ("王小明", "𠮷海生", "买买提·艾力")
    ]
    return write_xlsx(folder / name, [["某分局辅警名册"], HEADINGS, *rows])


@pytest.mark.parametrize(("width", "scripts", "language"), [(1366, True, "zh-hans"), (360, False, "en")])
def test_a_sheet_is_tried_put_right_and_applied(cast, enter, tmp_path, width, scripts, language):
    post = cast.post()
    before = Auxiliary.objects.count()
    visitor = enter("hr", width=width, scripts=scripts, language=language)
    page = visitor.page
    words = {
        "zh-hans": ("检查表格", "全部应用", "重新选择文件"),
        "en": ("Try the sheet", "Apply all of it", "Choose the file again"),
    }
    attempt, apply, again = words[language]

    visitor.open("/roster/")
    page.locator("a[href='/roster/import/']").first.click()  # an empty list offers it, too
    visitor.shot(f"import-start-{width}")
    page.locator("input[type=file]").set_input_files(sheet(tmp_path, "bad.xlsx", post.title, phone="12345"))
    page.get_by_role("button", name=attempt).click()
    # a wrong phone each; one remark on region, one on contract
    assert page.locator("table.found tbody tr").count() == 5
    visitor.shot(f"import-bad-{width}")
    if scripts:
        assert not visitor.is_too_wide()

    page.get_by_role("link", name=again).click()
    page.locator("input[type=file]").set_input_files(sheet(tmp_path, "good.xlsx", post.title, phone="13800001234"))
    page.get_by_role("button", name=attempt).click()
    page.get_by_role("button", name=apply).click()
    page.locator(".message").first.wait_for()
    visitor.shot(f"import-applied-{width}")
    assert Auxiliary.objects.count() == before + 3


def test_what_is_no_spreadsheet_is_said_beside_the_field(cast, enter, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"<!doctype html><html>")
    visitor = enter("hr", language="en", width=360)
    visitor.open("/roster/import/")
    visitor.page.locator("input[type=file]").set_input_files(tmp_path / "a.xlsx")
    visitor.page.get_by_role("button", name="Try the sheet").click()
    visitor.page.locator("#errors").get_by_text("This is not a spreadsheet").wait_for()
    assert not visitor.is_too_wide()
    visitor.shot("import-no-spreadsheet-360")


def test_the_list_is_exported_with_a_purpose_and_a_second_person(cast, enter):
    """Without scripts too: ask, wait, agree, download once."""
    cast.auxiliary("林晓")
    visitor, chief = enter("hr", language="en", width=375, scripts=False), enter("supervisor")
    page = visitor.page
    visitor.open("/exports/new/roster/?unit=north")
    assert not visitor.is_too_wide()
    visitor.shot("export-new-375")
    page.get_by_label("Purpose").fill("yearly review")
    page.get_by_label("Medical on").check()
    page.get_by_role("button", name="Ask for the file").click()
    page.get_by_text("A second person must agree").wait_for()
    visitor.shot("export-waiting-375")
    chief.open("/exports/?show=waiting")
    chief.shot("export-list-1366")
    chief.page.get_by_role("row").get_by_role("link").first.click()
    chief.shot("export-decide-1366")
    chief.page.get_by_role("button", name="同意", exact=True).click()
    chief.shot("export-making-1366")
    outbox.sweep()
    page.reload()
    visitor.shot("export-ready-375")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download").click()
    assert waited.value.suggested_filename.endswith(".xlsx")
    chief.page.reload()
    chief.shot("export-taken-1366")
    assert not visitor.is_too_wide() and not chief.is_too_wide()
