"""Accounts and rights: the security administrator's pages."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors, services
from accounts.forms import EndRoleForm, IdentityForm, OpenAccountForm, ReasonForm, RoleForm
from accounts.models import Role, User
from accounts.outside import providers
from accounts.second_factor import is_enrolled
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms


@require_safe
@requires(Perms.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts over the units of this administrator."""
    words = request.GET.get("q", "")
    rows = selectors.accounts(request.user, words=words, state=request.GET.get("state", ""))
    states = [("open", pgettext("account", "open")), ("closed", _("closed"))]
    return render(request, "accounts/list.html", {"page": page_of(request, rows), "q": words, "states": states})


@require_safe
@requires(Perms.MANAGE_ACCOUNTS)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(User.objects.visible_to(request.user), pk=pk))


def _page(request: HttpRequest, account: User, form: RoleForm | None = None) -> HttpResponse:
    context = {
        "account": account,
        "roles": Role.objects.visible_to(request.user)
        .filter(user=account)
        .select_related("unit", "granted_by__person"),
        "sessions": selectors.live_sessions(account),
        "form": form or RoleForm(by=request.user, initial={"starts_on": clock.today()}),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "lost_form": ReasonForm(auto_id="lost_%s"),
        "providers": providers(),
        "identities": account.external_identities.order_by("made_at"),
        "identity_form": IdentityForm(auto_id="identity_%s"),
        "enrolled": is_enrolled(account),
        "code": request.session.pop(f"code_once_{account.pk}", ""),
        "today": clock.today(),
    }
    return render(request, "accounts/account.html", context, status=422 if form else 200)


@require_http_methods(["GET", "POST"])
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def open_account(request: HttpRequest) -> HttpResponse:
    """A new account with its first role; the one-time code is shown once."""
    form = OpenAccountForm(request.POST or None, by=request.user, initial={"starts_on": clock.today()})
    act = partial(services.open_staff_account, by=request.user, today=clock.today())
    if opened := attempt(form, lambda: act(officer=form.officer, **form.account_values())):
        user, code = opened
        request.session[f"code_once_{user.pk}"] = code
        return redirect("accounts:account", pk=user.pk)
    return render(request, "accounts/open.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = RoleForm(request.POST, by=request.user)
    act = partial(services.grant_role, user=user, by=request.user, today=clock.today())
    if not attempt(form, lambda: act(**form.cleaned_data)):
        return _page(request, user, form)
    messages.success(request, _("The role is given; it counts from the next page this person opens."))
    return redirect("accounts:account", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the last day and the reason, then end the role."""
    role = get_object_or_404(Role.objects.visible_to(request.user).select_related("user__person", "unit"), pk=pk)
    form = EndRoleForm(request.POST or None, initial={"ends_on": clock.today()})
    act = partial(services.end_role, role=role, by=request.user, today=clock.today())
    if attempt(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("The role ends on that day."))
        return redirect("accounts:account", pk=role.user_id)
    return render(request, "accounts/end_role.html", {"role": role, "form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, services.disable_user, _("The account is closed; its sessions have ended."))


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, services.enable_user, _("The account is open again."))


def _switch(request: HttpRequest, pk: int, service: selectors.Switch, said: str) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        service(user=user, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, said)
    else:
        messages.warning(request, _("Nothing was changed: give the reason."))
    return redirect("accounts:account", pk=pk)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere, at once; the account stays open."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    services.end_sessions(user=user, by=request.user)
    messages.success(request, _("All sessions of this account have ended."))
    return redirect("accounts:account", pk=pk)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody lost the second factor: everything ends, and a one-time code begins it anew."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Nothing was changed: give the reason."))
        return redirect("accounts:account", pk=pk)
    code = services.reset_factors(user=user, by=request.user, reason=form.cleaned_data["reason"])
    request.session[f"code_once_{user.pk}"] = code
    return redirect("accounts:account", pk=pk)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def make_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time code, shown once on the account's page."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    request.session[f"code_once_{user.pk}"] = services.make_code(user=user, by=request.user)
    return redirect("accounts:account", pk=pk)
