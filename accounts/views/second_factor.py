"""The step between the password and the house: show the second factor, or set up the first one."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proof, second_factor, services, throttle
from accounts.entering import prove
from accounts.forms import ProofForm
from accounts.models import User
from accounts.views.signing_in import after_sign_in, paused


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """A code of the app, a recovery code or a passkey; then the page that was asked for."""
    if request.method == "POST" and second_factor.owed_in(request) != "show":
        return after_sign_in(request)
    user: User = request.user  # type: ignore[assignment]
    form = ProofForm(request.POST or None)
    if form.is_valid():
        try:
            found = proof.take(request, user, **form.cleaned_data)
        except throttle.Paused as pause:
            return paused(request, pause)
        if found:
            prove(request, found)
            _say_what_is_left(request, user, found)
            return throttle.remember_device(request, after_sign_in(request), user.username)
        form.add_error("code", _("This does not fit, or was used already. Wait for the next code and try again."))
    context = {"form": form, "passkeys": proof.passkeys_work_here(request) and user.passkeys.exists()}
    return render(request, "accounts/second_factor.html", context, status=422 if form.is_bound else 200)


def _say_what_is_left(request: HttpRequest, user: User, found: str) -> None:
    if found == "recovery":
        left = user.recovery_codes.filter(used_at=None).count()
        said = ngettext("One recovery code is left.", "%(left)d recovery codes are left.", left) % {"left": left}
        messages.warning(request, said)


@require_POST
def passkey_ask(request: HttpRequest) -> HttpResponse:
    """The challenge a passkey signs, for this session and once."""
    options, state = services.ask_passkey(user=request.user, origin=proof.origin(request))  # type: ignore[arg-type]
    request.session[proof.ASKED] = json.loads(json.dumps(dict(state)))
    return JsonResponse(options)


@require_safe
def enrol(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the two kinds to choose from."""
    return render(request, "accounts/enrol.html", {"passkeys": proof.passkeys_work_here(request)})
