"""Addresses of accounts."""

from django.urls import path

from accounts.views import administration, own, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("first-sign-in/", signing_in.first_sign_in, name="first-sign-in"),
    path("language/", signing_in.language, name="language"),
    path("account/", own.own, name="own"),
    path("account/password/", own.password, name="password"),
    path("account/sessions/end/", own.end_others, name="sessions-end"),
    path("account/tokens/", own.make_token, name="token-make"),
    path("account/tokens/<int:pk>/revoke/", own.revoke_token, name="token-revoke"),
    path("accounts/", administration.accounts, name="list"),
    path("accounts/open/", administration.open_account, name="open"),
    path("accounts/<int:pk>/", administration.account, name="account"),
    path("accounts/<int:pk>/roles/", administration.grant_role, name="role-grant"),
    path("accounts/roles/<int:pk>/end/", administration.end_role, name="role-end"),
    path("accounts/<int:pk>/disable/", administration.disable, name="disable"),
    path("accounts/<int:pk>/enable/", administration.enable, name="enable"),
    path("accounts/<int:pk>/sessions/end/", administration.end_sessions, name="account-sessions-end"),
    path("accounts/<int:pk>/code/", administration.make_code, name="code-make"),
]
