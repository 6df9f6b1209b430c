"""The second factor in a browser: a passkey of a virtual device, an app without scripts, a dangerous act in between."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import expect

from accounts.models import AuthenticatorApp, Passkey, Role
from tests.accounts import factor

pytestmark = pytest.mark.browser


def sign_in(page, name: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(factor.PASSWORD)
    page.locator("button.main").click()


@pytest.fixture
def named(enter, cast):
    """A visitor who opens the house by a name, as passkeys want it, with a device that holds them."""

    def arrive(**window):
        visitor = enter(**window)
        visitor.site = visitor.site.replace("127.0.0.1", "localhost")
        device = visitor.page.context.new_cdp_session(visitor.page)
        device.send("WebAuthn.enable")
        told = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        device.send("WebAuthn.addVirtualAuthenticator", {"options": told})
        return visitor

    return arrive


def test_a_passkey_is_set_up_and_opens_the_house_the_next_time(named, cast):
    factor.with_password(cast.user("secadmin"))
    visitor = named(language="en")
    page = visitor.page
    visitor.open("/accounts/")
    sign_in(page, "secadmin")
    expect(page).to_have_url(visitor.site + "/sign-in/enrol/")
    visitor.shot("enrol-1366-en")
    page.get_by_role("link", name="With a passkey").click()
    page.get_by_label("Name of the device").fill("Desk")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    visitor.shot("recovery-codes-1366-en")
    page.get_by_role("link", name="I have kept them").click()
    assert Passkey.objects.get().name == "Desk"
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    visitor.open("/accounts/")
    sign_in(page, "secadmin")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/accounts/")
    assert Passkey.objects.get().used_at is not None
    visitor.open("/account/")
    visitor.shot("own-1366-en")
    assert not visitor.is_too_wide()


@pytest.mark.parametrize(("width", "language"), [(375, "zh-hans"), (1366, "en")])
def test_an_app_is_set_up_without_scripts_and_a_dangerous_act_goes_on(enter, cast, width, language):
    factor.with_password(cast.user("secadmin"))
    visitor = enter(width=width, language=language, scripts=False)
    page = visitor.page
    visitor.open("/accounts/")
    sign_in(page, "secadmin")
    visitor.shot(f"enrol-{width}-{language}")
    visitor.open("/account/app/")
    visitor.shot(f"app-{width}-{language}")
    assert not visitor.is_too_wide()
    page.locator("[name=code]").fill(pyotp.TOTP(AuthenticatorApp.objects.get().secret).now())
    page.locator("button.main").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    visitor.shot(f"recovery-{width}-{language}")
    assert not visitor.is_too_wide()


def test_a_dangerous_act_asks_and_goes_on_with_what_was_typed(enter, cast, settings):
    settings.STEP_UP_SECONDS = -1
    user, target = factor.with_app(cast.user("secadmin")), cast.user("hr2")
    visitor = enter("secadmin", width=375)
    page = visitor.page
    visitor.open(f"/accounts/{target.pk}/")
    visitor.shot("account-375")
    page.locator("details:has([name=group]) summary").click()
    page.locator("[name=group]").select_option("supervisor")
    page.locator("[name=unit]").select_option(str(cast["first"].pk))
    page.locator("form[action$='/roles/'] button.main").click()
    expect(page.locator("[name=_proof_code]")).to_be_visible()
    visitor.shot("step-up-375")
    assert not visitor.is_too_wide()
    page.locator("[name=_proof_code]").fill(factor.fresh_code(user))
    page.locator("button.main").click()
    page.wait_for_url(f"**/accounts/{target.pk}/")
    assert Role.objects.filter(user=target, group="supervisor").exists()


def test_the_page_after_many_guesses_asks_for_more(enter, cast, settings):
    settings.SIGN_IN_LIMITS = {**settings.SIGN_IN_LIMITS, "account_an_hour": 0}
    factor.with_password(cast.user("hr"))
    visitor = enter(width=375)
    visitor.open("/sign-in/")
    sign_in(visitor.page, "hr")
    expect(visitor.page.locator("#wary")).to_be_visible()
    visitor.shot("wary-375")
    assert not visitor.is_too_wide()
