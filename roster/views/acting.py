"""One shape for every act on a file: fetch within the scope, show the form, ask the service, go back to the section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import View, requires
from core.errors import BadInput, NotNow, Refused
from core.forms import HouseForm
from core.perms import Perms
from roster.models import Auxiliary
from roster.selectors.files import auxiliary as auxiliary_of

Do = Callable[[Any, HttpRequest, dict[str, Any]], Any]


@dataclass(frozen=True)
class Act:
    """What a page asks and does. `of` is the relation of the row acted on ("contracts"); empty: the file itself."""

    heading: Any
    button: Any
    form: type[HouseForm]
    do: Do
    section: str
    of: str = ""
    intro: Any = ""
    initial: Callable[[Any, HttpRequest], Mapping[str, Any]] | None = None
    needs_user: bool = False


def page(act: Act) -> View:
    """The view of an act: `<pk>` is the file, `<row>` a row of it."""

    @require_http_methods(["GET", "POST"])
    @requires(Perms.EDIT_AUXILIARIES)
    def view(request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
        auxiliary = auxiliary_of(request.user, pk, Perms.EDIT_AUXILIARIES)
        target: Any = _row(request, auxiliary, act.of, row) if act.of else auxiliary
        form = _form(act, target, request)
        back = f"{reverse('roster:file', args=[pk])}#{act.section}"
        findings: list[Any] = []
        if form.is_bound and form.is_valid():
            findings = attempt(form, lambda: act.do(target, request, form.cleaned_data))
            if not findings and not form.errors:
                messages.success(request, _("It is done and recorded."))
                return redirect(back)
        return act_page(request, act, form, findings, auxiliary=auxiliary, back=back)

    return view


def _row(request: HttpRequest, auxiliary: Auxiliary, relation: str, row: int) -> Any:
    """A row of this very file, and of a kind the user may read."""
    rows = getattr(auxiliary, relation).visible_to(request.user, Perms.EDIT_AUXILIARIES)
    return get_object_or_404(rows, pk=row)


def _form(act: Act, target: Any, request: HttpRequest) -> HouseForm:
    initial = act.initial(target, request) if act.initial else {}
    if act.needs_user:
        return act.form(request.POST or None, request.FILES or None, initial=initial, user=request.user)
    return act.form(request.POST or None, request.FILES or None, initial=initial)


def attempt(form: HouseForm, do: Callable[[], Any]) -> list[Any]:
    """Ask the service. What it found wrong goes beside the fields; what law or house refuse is answered as findings."""
    try:
        do()
    except BadInput as error:
        form.add_problems(error.errors)
    except NotNow as error:
        form.add_error(None, error.message)
    except Refused as error:
        return error.findings
    return []


def act_page(
    request: HttpRequest,
    act: Act,
    form: HouseForm,
    findings: list[Any],
    *,
    back: str,
    auxiliary: Auxiliary | None = None,
) -> HttpResponse:
    """The form page; 422 with what was typed wrong, 409 with what is refused."""
    context = {"act": act, "form": form, "findings": findings, "back": back, "auxiliary": auxiliary}
    status = 409 if findings else 422 if request.method == "POST" else 200
    return render(request, "roster/act.html", context, status=status)
