"""Everybody's own account: password, sessions, tokens."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proof, second_factor, selectors, services
from accounts.forms import PasswordForm, TokenForm
from accounts.stepup import recently_confirmed
from core import clock
from core.forms import attempt


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Who I am here: roles, sessions, tokens."""
    context = {
        "roles": request.user.roles.select_related("unit").order_by("-starts_on"),
        "sessions": selectors.live_sessions(request.user),
        "tokens": request.user.tokens.filter(revoked_at__isnull=True, expires_at__gt=clock.now()).order_by("-made_at"),
        "app": request.user.apps.filter(confirmed_at__isnull=False).first(),
        "passkeys": request.user.passkeys.order_by("made_at"),
        "codes_left": request.user.recovery_codes.filter(used_at=None).count(),
        "passkeys_work": proof.passkeys_work_here(request),
        "form": TokenForm(),
        "token": request.session.pop("token_once", ""),
    }
    return render(request, "accounts/own.html", context)


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password ends every other session and every token."""
    form = PasswordForm(request.POST or None, user=request.user)
    old = request.session.session_key
    change = partial(services.change_password, user=request.user, by=request.user, keep_session=old or "")
    if user := attempt(form, lambda: change(password=form.cleaned_data["password"])):
        update_session_auth_hash(request, user)
        services.follow_session(user=user, old=old, new=request.session.session_key)
        second_factor.mark_confirmed(request.session)
        messages.success(request, _("The password is changed. Your other sessions and tokens have ended."))
        return redirect("accounts:own")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    services.end_sessions(user=request.user, by=request.user, keep=request.session.session_key)
    messages.success(request, _("Your other sessions have ended."))
    return redirect("accounts:own")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the own sessions, wherever it is open."""
    session = get_object_or_404(request.user.sessions, pk=pk)
    services.end_one_session(session=session, by=request.user)
    messages.success(request, _("The session has ended."))
    return redirect("accounts:own")


@require_POST
@recently_confirmed
def make_token(request: HttpRequest) -> HttpResponse:
    """The token is shown on the next page, once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose what the token may do and for how long."))
        return redirect("accounts:own")
    proved = second_factor.PROVED in request.session and second_factor.is_fresh(request.session)
    token, _row = services.make_token(user=request.user, proved=proved, **form.cleaned_data)
    request.session["token_once"] = token
    return redirect("accounts:own")


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    services.revoke_token(token=get_object_or_404(request.user.tokens, pk=pk), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:own")
