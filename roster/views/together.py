"""One act for many files: choose, type once, see what would happen to each, then do it for all of these or for nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core import clock, patience
from core.access import requires
from core.forms import HouseForm
from core.perms import Perms
from core.templatetags.show import short_day
from roster import services
from roster.forms.together import GradeTogether, MoveTogether, TrainTogether
from roster.models import Auxiliary, Qualification
from roster.selectors import lists
from roster.services import together

Typed = Mapping[str, Any]
OURS: Final = frozenset({"csrfmiddlewaretoken", "act", "row", "everybody", "query", "step"})


@dataclass(frozen=True)
class Together:
    """An act for many: its words, its form, the service it asks for each file, and what is on file today."""

    heading: Any
    button: Any
    form: Callable[..., HouseForm]
    do: Callable[[Auxiliary, Typed, Any, dt.date], Any]
    today: Callable[[Auxiliary], str]
    then: Callable[[Typed], str]
    initial: Callable[[dt.date], dict[str, Any]]


def _move(file: Auxiliary, typed: Typed, by: Any, on: dt.date) -> Any:
    return services.move(auxiliary=file, by=by, on=on, **typed)


def _train(file: Auxiliary, typed: Typed, by: Any, on: dt.date) -> Any:
    return services.add_qualification(auxiliary=file, by=by, kind=Qualification.Kind.TRAINING, **typed)


def _grade(file: Auxiliary, typed: Typed, by: Any, on: dt.date) -> Any:
    return services.give_grade(auxiliary=file, by=by, on=on, **typed)


def _place(file: Auxiliary) -> str:
    return f"{file.unit} · {file.post}" if file.post else str(file.unit)


def _place_then(typed: Typed) -> str:
    return f"{typed['unit']} · {typed['post']}" if typed["post"] else str(typed["unit"])


def _trained_then(typed: Typed) -> str:
    subject = dict(Qualification.Subject.choices).get(typed["subject"], "")
    return f"{typed['name'] or subject} {short_day(typed['obtained_on'])}"


ACTS: Final[Mapping[str, Together]] = {
    "move": Together(
        gettext_lazy("Move to another unit or post"), gettext_lazy("Move"), MoveTogether, _move, _place,
        _place_then, lambda day: {"starts_on": day},
    ),
    "train": Together(
        gettext_lazy("Enter a training"), gettext_lazy("Enter"), TrainTogether, _train, _place,
        _trained_then, lambda day: {"subject": Qualification.Subject.ANNUAL, "obtained_on": day},
    ),
    "grade": Together(
        gettext_lazy("Give a grade"), gettext_lazy("Give the grade"), GradeTogether, _grade,
        lambda file: file.grade or "–", lambda typed: str(typed["grade"]), lambda day: {"since": day},
    ),
}  # fmt: skip


@require_POST
@requires(Perms.EDIT_AUXILIARIES)
def act_together(request: HttpRequest) -> HttpResponse:
    """From the chosen rows to the act: the form, the look ahead, the doing."""
    act, step = ACTS.get(request.POST.get("act", "")), request.POST.get("step", "")
    files = _files(request)
    if act is None or not files or len(files) > together.MOST:
        return _not_so(request, act, len(files))
    typed = (request.POST,) if step else ()
    form = act.form(*typed, user=request.user, initial=act.initial(clock.today()))
    outcomes: list[together.Outcome] = []
    if form.is_bound and form.is_valid():
        outcomes = _asked(request, act, form, files, doing=step == "do")
        if step == "do" and all(outcome.possible for outcome in outcomes):
            _say_done(request, len(outcomes))
            return redirect(_list_address(request))
    return _page(request, act, form, files, outcomes)


def _files(request: HttpRequest) -> list[Auxiliary]:
    """The rows chosen, or everybody the list shows; only those the user may change. One too many tells that it is too many."""
    rows = Auxiliary.objects.visible_to(request.user, Perms.EDIT_AUXILIARIES)
    if request.POST.get("everybody"):
        rows = lists.filtered(rows, request.user, _query(request), clock.today())
    else:
        numbers = [int(n) for n in request.POST.getlist("row")[: together.MOST + 1] if n.isdecimal() and len(n) <= 15]
        rows = rows.filter(pk__in=numbers)
    rows = rows.select_related("person", "unit", "post").defer(*lists.UNREAD)
    return list(rows.order_by("person__pinyin", "pk")[: together.MOST + 1])


def _query(request: HttpRequest) -> dict[str, str]:
    return QueryDict(request.POST.get("query", "")[:2000]).dict()  # type: ignore[return-value]


def _list_address(request: HttpRequest) -> str:
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in _query(request).items() if name in lists.ASKED and value})
    return f"{reverse('roster:list')}?{kept.urlencode()}" if kept else reverse("roster:list")


def _not_so(request: HttpRequest, act: Together | None, count: int) -> HttpResponse:
    """Nothing can be done like this: say why, back at the list."""
    if act is None:
        said = _("Choose what is to be done.")
    elif not count:
        said = _("Choose at least one person whose file you may change.")
    else:
        said = _("At most %(most)d people at once: take a smaller list.") % {"most": together.MOST}
    messages.warning(request, said)
    return redirect(_list_address(request))


def _asked(
    request: HttpRequest, act: Together, form: HouseForm, files: list[Auxiliary], *, doing: bool
) -> list[together.Outcome]:
    """Ask the service for each file: to look, or to do it."""
    typed, by, on = form.cleaned_data, request.user, clock.today()

    def one(file: Auxiliary) -> Any:
        return act.do(file, typed, by, on)

    with patience.longer(20, 25):
        return together.do_all(files=files, act=one) if doing else together.look(files=files, act=one)


def _say_done(request: HttpRequest, count: int) -> None:
    said = ngettext("Done and recorded for %(count)d person.", "Done and recorded for %(count)d people.", count)
    messages.success(request, said % {"count": count})


def _page(
    request: HttpRequest, act: Together, form: HouseForm, files: list[Auxiliary], outcomes: list[together.Outcome]
) -> HttpResponse:
    """The form, and below it what would happen to each of them."""
    doing = request.POST.get("step") == "do"
    possible = [outcome for outcome in outcomes if outcome.possible]
    typed = [(n, v) for n, values in request.POST.lists() if n not in OURS for v in values]
    context = {
        "act": act,
        "act_key": request.POST.get("act", ""),
        "form": form,
        "files": files,
        "rows": [(outcome, act.today(outcome.auxiliary)) for outcome in outcomes],
        "possible": possible,
        "then": act.then(form.cleaned_data) if outcomes else "",
        "impossible": len(outcomes) - len(possible),
        "typed": typed,
        "query": request.POST.get("query", ""),
        "back": _list_address(request),
        "changed_meanwhile": doing and bool(outcomes),
    }
    status = 409 if context["changed_meanwhile"] else 422 if form.errors else 200
    return render(request, "roster/together.html", context, status=status)
