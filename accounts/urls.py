"""Addresses of accounts."""

from django.urls import path

from accounts.views import administration, factors, outside, own, second_factor, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/outside/", outside.oidc_begin, name="oidc-begin"),
    path("sign-in/outside/back/", outside.oidc_back, name="oidc-back"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("first-sign-in/", signing_in.first_sign_in, name="first-sign-in"),
    path("sign-in/second/", second_factor.show, name="second-factor"),
    path("sign-in/second/passkey/", second_factor.passkey_ask, name="passkey-ask"),
    path("sign-in/enrol/", second_factor.enrol, name="enrol"),
    path("language/", signing_in.language, name="language"),
    path("account/", own.own, name="own"),
    path("account/password/", own.password, name="password"),
    path("account/sessions/end/", own.end_others, name="sessions-end"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="session-end"),
    path("account/tokens/", own.make_token, name="token-make"),
    path("account/tokens/<int:pk>/revoke/", own.revoke_token, name="token-revoke"),
    path("account/app/", factors.app_add, name="app-add"),
    path("account/app/remove/", factors.app_remove, name="app-remove"),
    path("account/passkeys/", factors.passkey_add, name="passkey-add"),
    path("account/passkeys/begin/", factors.passkey_begin, name="passkey-begin"),
    path("account/passkeys/<int:pk>/", factors.passkey_rename, name="passkey-rename"),
    path("account/passkeys/<int:pk>/remove/", factors.passkey_remove, name="passkey-remove"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery-codes"),
    path("accounts/", administration.accounts, name="list"),
    path("accounts/open/", administration.open_account, name="open"),
    path("accounts/<int:pk>/", administration.account, name="account"),
    path("accounts/<int:pk>/roles/", administration.grant_role, name="role-grant"),
    path("accounts/roles/<int:pk>/end/", administration.end_role, name="role-end"),
    path("accounts/<int:pk>/disable/", administration.disable, name="disable"),
    path("accounts/<int:pk>/enable/", administration.enable, name="enable"),
    path("accounts/<int:pk>/sessions/end/", administration.end_sessions, name="account-sessions-end"),
    path("accounts/<int:pk>/code/", administration.make_code, name="code-make"),
    path("accounts/<int:pk>/factors/reset/", administration.reset_factors, name="factors-reset"),
    path("accounts/<int:pk>/identities/", outside.link, name="identity-link"),
    path("accounts/identities/<int:pk>/unlink/", outside.unlink, name="identity-unlink"),
]
