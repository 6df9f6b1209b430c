"""Signing in and out, the first password, the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services, throttle
from accounts.checking import Checked, check, new_sum
from accounts.entering import enter
from accounts.forms import FirstSignInForm, SignInForm
from accounts.models import User
from accounts.second_factor import HALF
from core import refusals
from core.errors import BadInput, NotNow
from core.problems import plain_problem

YEAR = 365 * 24 * 3600
PAUSE = int(settings.AXES_COOLOFF_TIME * 3600)
NEXT = "_next"  # where the visitor wanted to go, kept over the second factor


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. One sentence for an unknown name, a wrong password and a closed account."""
    if request.user.is_authenticated:
        return redirect(next_address(request))
    form, checked = SignInForm(request.POST or None), Checked()
    if form.is_valid():
        try:
            checked = check(request, **form.cleaned_data)
        except throttle.Paused as pause:
            return paused(request, pause)
        if checked.user is not None:
            return let_in(request, checked.user, next_address(request), proved_by=checked.proved_by)
        refusals.note("sign_in.refused", "password")
        form.add_error(None, _("Name and password do not fit. Check both; after five failures there is a pause."))
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    context["oidc"] = settings.OIDC_TITLE if settings.OIDC_ISSUER else ""
    context["sum"] = new_sum() if checked.wary else None
    return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)


def let_in(request: HttpRequest, user: User, address: str, *, proved_by: str) -> HttpResponse:
    """In, as far as the password leads; where to is kept for after the second factor."""
    enter(request, user, proved_by=proved_by)
    request.session[NEXT] = address
    if HALF in request.session:  # the device counts as known only once the factor was shown too
        return redirect(address)
    return throttle.remember_device(request, redirect(address), user.username)


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page that was asked for before the second factor."""
    return redirect(request.session.pop(NEXT, "") or resolve_url(settings.LOGIN_REDIRECT_URL))


def next_address(request: HttpRequest) -> str:
    """Where the visitor wanted to go, if it is an address of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    services.end_session(user=request.user, session_key=request.session.session_key, by=request.user)
    logout(request)
    messages.success(request, _("You are signed out."))
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    if request.is_secure():  # what a phone kept of the own pages goes too; browsers take this word over HTTPS only
        response["Clear-Site-Data"] = '"storage"'
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """With the one-time code a person chooses the first password, or a new one when it was forgotten."""
    form = FirstSignInForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        if throttle.is_shut(request, typed["username"]):
            return too_many_failures(request)
        try:
            services.first_password(username=typed["username"], code=typed["code"], password=typed["password"])
        except NotNow as error:
            throttle.note_failure(request, typed["username"])
            form.add_error(None, error.message)
        except BadInput as error:
            form.add_problems(error.errors)
        else:
            messages.success(request, _("Your password is set: sign in with it."))
            return redirect("accounts:sign-in")
    return render(request, "accounts/first_sign_in.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch on every page: kept in a cookie, and with the account when signed in."""
    chosen = request.POST.get("language", "")
    response = redirect(next_address(request))
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        if request.user.is_authenticated:
            services.choose_language(user=request.user, language=chosen)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


def paused(request: HttpRequest, pause: throttle.Paused) -> HttpResponse:
    """Too many tries: a rest, never a lock for ever."""
    if request.path.startswith("/api/"):
        return plain_problem(429, _("Too many wrong tries: wait."), **{"Retry-After": str(pause.seconds)})
    answer = render(request, "accounts/too_many.html", status=429)
    answer["Retry-After"] = str(pause.seconds)
    return answer


def too_many_failures(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Five wrong passwords from one place: a quarter of an hour of rest, never a lock for ever."""
    return paused(request, throttle.Paused(PAUSE))
