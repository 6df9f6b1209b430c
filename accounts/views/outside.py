"""Signing in at the identity provider, and linking accounts to identities outside."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from accounts import services, throttle
from accounts.forms import IdentityForm
from accounts.models import ExternalIdentity, User
from accounts.outside import oidc
from accounts.stepup import recently_confirmed
from accounts.views.signing_in import NEXT, let_in, next_address, paused
from core.access import requires
from core.forms import attempt
from core.perms import Perms

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    if not settings.OIDC_ISSUER:
        return render(request, "accounts/not_linked.html")
    request.session[NEXT] = next_address(request)
    try:
        return redirect(oidc.begin(request))
    except (oidc.NotProven, RequestException, ValueError, KeyError):
        log.warning("the identity provider could not be asked", exc_info=True)
        return _not_in(request)


@login_not_required
@require_safe
def oidc_back(request: HttpRequest) -> HttpResponse:
    """From the provider: whoever it names comes in, if the account is linked; the second factor as everywhere."""
    if not settings.OIDC_ISSUER:
        return render(request, "accounts/not_linked.html")
    try:
        proven = oidc.finish(request)
        tried = throttle.begin_attempt(request, name=f"oidc {proven.subject}", step="oidc")
    except oidc.NotProven as error:
        log.warning("sign-in at the provider refused: %s", error)
        return _not_in(request)
    except throttle.Paused as pause:
        return paused(request, pause)
    user = services.user_of(provider=settings.OIDC_ISSUER, subject=proven.subject)
    if user is None:
        tried.failed()
        return _not_in(request)
    tried.passed()
    address = request.session.get(NEXT) or "/"
    return let_in(request, user, address, proved_by="provider" if proven.factor else "")


def _not_in(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/not_linked.html", status=403)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """This identity opens the account from now on."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = IdentityForm(request.POST)
    if attempt(form, lambda: services.link_identity(user=user, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The sign-in from outside is linked."))
    else:
        messages.warning(request, " ".join(said for sentences in form.errors.values() for said in sentences))
    return redirect("accounts:account", pk=pk)


@require_POST
@requires(Perms.MANAGE_ACCOUNTS)
@recently_confirmed
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    identity = get_object_or_404(ExternalIdentity.objects.filter(user__in=User.objects.visible_to(request.user)), pk=pk)
    services.unlink_identity(identity=identity, by=request.user)
    messages.success(request, _("The sign-in from outside no longer opens this account."))
    return redirect("accounts:account", pk=identity.user_id)
