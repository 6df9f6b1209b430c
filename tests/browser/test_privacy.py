"""An auxiliary reads the notice, takes a copy and asks for a correction on a phone; HR answers."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_my_data_on_a_phone_without_scripts(cast, enter):
    me = enter("auxiliary", width=375, language="zh-hans", scripts=False)
    me.open("/me/")
    me.shot("privacy-me-375")
    me.page.get_by_role("link", name="我的个人信息与权利").click()
    me.page.get_by_role("button", name="我已阅读").click()
    me.page.get_by_role("button", name="同意").first.click()
    assert not me.is_too_wide()
    me.shot("privacy-own-375")
    with me.page.expect_download() as waited:
        me.page.get_by_role("button", name="下载我的信息").click()
    assert waited.value.suggested_filename.endswith(".zip")
    me.page.get_by_role("link", name="提出请求").click()
    me.page.get_by_label("涉及的内容").select_option("email")
    me.page.get_by_label("有何错误，或请求的原因").fill("旧邮箱")
    me.page.get_by_label("应当是").fill("new@example.cn")
    me.shot("privacy-ask-375")
    me.page.get_by_role("button", name="提交").click()
    hr = enter("hr", language="en")
    hr.open("/privacy/requests/")
    hr.shot("privacy-requests-1366")
    hr.page.get_by_role("row").get_by_role("link").first.click()
    hr.page.get_by_label("Do as asked").check()
    hr.shot("privacy-request-1366")
    hr.page.get_by_role("button", name="Answer").click()
    hr.page.get_by_text("The auxiliary was told").wait_for()
    admin = enter("sysadmin", language="en")
    admin.open("/privacy/kept/")
    admin.shot("privacy-kept-1366")
    me.page.reload()
    me.shot("privacy-answered-375")
    assert not hr.is_too_wide() and not admin.is_too_wide() and not me.is_too_wide()
