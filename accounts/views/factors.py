"""One's own second factors: setting up, naming, removing, recovery codes."""

from __future__ import annotations

import json
from functools import partial

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proof, services
from accounts.entering import prove
from accounts.forms import AppForm, NewPasskeyForm, PasskeyNameForm
from accounts.stepup import recently_confirmed
from accounts.views.signing_in import next_address
from core.forms import attempt

MAKING = "_passkey_making"


@require_http_methods(["GET", "POST"])
@recently_confirmed
def app_add(request: HttpRequest) -> HttpResponse:
    """The picture to scan, the key to type, and the first code as proof that it works."""
    form = AppForm(request.POST or None)
    if attempt(form, lambda: services.confirm_app(user=request.user, code=form.cleaned_data["code"])):
        return _added(request, "app")
    app = services.begin_app(user=request.user)
    picture = segno.make(services.app_address(app)).svg_data_uri(scale=4, border=3, light="#fff")
    groups = [app.secret[start : start + 4] for start in range(0, len(app.secret), 4)]
    context = {"form": form, "picture": picture, "key": " ".join(groups)}
    return render(request, "accounts/app_add.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, kind: str) -> HttpResponse:
    """A new factor: the session proves itself with it; the first time, recovery codes are shown, this once."""
    prove(request, kind)
    if request.user.recovery_codes.filter(used_at=None).exists():
        messages.success(request, _("The second factor is set up."))
        return redirect("accounts:own")
    codes = services.make_recovery_codes(user=request.user, by=request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": next_address(request)})


@require_POST
@recently_confirmed
def app_remove(request: HttpRequest) -> HttpResponse:
    services.remove_app(user=request.user, by=request.user)
    messages.success(request, _("The authenticator app no longer counts."))
    return redirect("accounts:own")


@require_POST
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to make."""
    options, state = services.begin_passkey(user=request.user, origin=proof.origin(request))
    request.session[MAKING] = json.loads(json.dumps(dict(state)))
    return JsonResponse(options)


@require_http_methods(["GET", "POST"])
@recently_confirmed
def passkey_add(request: HttpRequest) -> HttpResponse:
    """A name for the device; the browser does the rest."""
    form = NewPasskeyForm(request.POST or None)
    state = request.session.pop(MAKING, {}) if form.is_bound else {}
    add = partial(services.add_passkey, user=request.user, origin=proof.origin(request), state=state)
    if attempt(form, lambda: add(answer=form.cleaned_data["passkey"], name=form.cleaned_data["name"])):
        return _added(request, "passkey")
    context = {"form": form, "works": proof.passkeys_work_here(request)}
    return render(request, "accounts/passkey_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@recently_confirmed
def passkey_rename(request: HttpRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(request.user.passkeys, pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": key.name})
    if attempt(form, lambda: services.rename_passkey(key=key, name=form.cleaned_data["name"], by=request.user)):
        return redirect("accounts:own")
    return render(request, "accounts/passkey.html", {"form": form, "key": key}, status=422 if form.is_bound else 200)


@require_POST
@recently_confirmed
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove_passkey(key=get_object_or_404(request.user.passkeys, pk=pk), by=request.user)
    messages.success(request, _("The passkey no longer counts."))
    return redirect("accounts:own")


@require_POST
@recently_confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown this once; the earlier ones stop working."""
    codes = services.make_recovery_codes(user=request.user, by=request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": ""})
