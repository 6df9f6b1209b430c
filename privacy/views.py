"""Pages: my data (notice, consents, copy, requests); HR answers; the system administrator sees what is forgotten when."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import rated
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from core.registries import retention
from exports.views import file_answer
from privacy import services
from privacy.forms import AnswerForm, AskForm, HoldForm
from privacy.models import LegalHold, RetentionRun, RightsRequest
from privacy.services.consenting import has_read_notice, standing
from privacy.services.requesting import FIELDS
from privacy.texts import answer_days, keepings, purposes
from roster.models import Auxiliary


@require_safe
@requires(Perms.VIEW_SELF)
def own(request: HttpRequest) -> HttpResponse:
    """What we keep about me, why, for how long, and what I may ask."""
    person = request.user.person_id
    held = standing(person) if person else {}
    context = {  # rule: unscoped, of the own person
        "purposes": [(one, held.get(code)) for code, one in purposes().items()],
        "read": has_read_notice(person),
        "requests": RightsRequest.objects.filter(person_id=person).select_related("evidence")[:50],
        "keepings": [(keepings()[policy.key], policy.title) for policy in retention.all()],
        "fields": FIELDS,
        "answer_days": answer_days(),
    }
    return render(request, "privacy/own.html", context)


@require_POST
@requires(Perms.VIEW_SELF)
def notice(request: HttpRequest) -> HttpResponse:
    services.read_notice(by=request.user)
    messages.success(request, _("Thank you. The notice stays on this page."))
    return redirect("privacy:own")


@require_POST
@requires(Perms.VIEW_SELF)
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give or withdraw; withdrawing is as easy as giving (PIPL 15)."""
    if purpose not in purposes():
        raise Http404
    services.set_consent(purpose=purpose, given=request.POST.get("given") == "1", by=request.user)
    messages.success(request, _("Noted."))
    return redirect("privacy:own")


@require_POST
@requires(Perms.VIEW_SELF)
@recently_confirmed
@rated("export")
def copy(request: HttpRequest) -> HttpResponse:
    """Everything about me, for machines and to read."""
    name, content = services.copy_own_file(by=request.user)
    return file_answer(name, content, "zip")


@require_http_methods(["GET", "POST"])
@requires(Perms.VIEW_SELF)
def ask(request: HttpRequest) -> HttpResponse:
    """Correct it, delete it, stop using it."""
    get_object_or_404(Auxiliary, person_id=request.user.person_id)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AskForm(*typed, initial={"kind": "correction"})
    if attempt(form, lambda: services.ask(by=request.user, on=clock.today(), **form.cleaned_data)):
        messages.success(request, _("Your request was sent. The answer and its day stand on this page."))
        return redirect("privacy:own")
    context = {
        "form": form,
        "heading": _("Ask about my data"),
        "button": _("Send"),
        "back": reverse("privacy:own"),
    }
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Perms.EDIT_AUXILIARIES)
def requests_(request: HttpRequest) -> HttpResponse:
    """What auxiliaries of my units ask; the most urgent first."""
    rows = RightsRequest.objects.visible_to(request.user).select_related("auxiliary__person", "auxiliary__unit")
    status = request.GET.get("status", "")
    rows = rows.filter(status=status) if status in RightsRequest.Status.values else rows
    context = {
        "page": page_of(request, rows.order_by("decided_at", "due_on", "pk")),
        "statuses": RightsRequest.Status.choices,
        "fields": FIELDS,
        "today": clock.today(),
    }
    return render(request, "privacy/requests.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_AUXILIARIES)
def request_(request: HttpRequest, pk: int) -> HttpResponse:
    """One request and its answer."""
    rows = RightsRequest.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("auxiliary__person", "auxiliary__unit", "decided_by__person"), pk=pk)
    form = AnswerForm(request.POST or None)
    if attempt(form, lambda: _answer(request, found, form)):
        messages.success(request, _("Answered. The auxiliary was told."))
        return redirect("privacy:request", pk=pk)
    context = {"asked": found, "form": form, "field": FIELDS.get(found.field, found.field)}
    return render(request, "privacy/request.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, found: RightsRequest, form: AnswerForm) -> RightsRequest:
    acts = {
        "accept": partial(services.accept, on=clock.today()),
        "freeze": services.freeze,
        "refuse": services.refuse,
    }
    typed = form.cleaned_data
    answered: RightsRequest = acts[typed["answer"]](request=found, by=request.user, reason=typed["reason"])
    return answered


@require_http_methods(["GET", "POST"])
@requires(Perms.HOLD_RECORDS)
def holds(request: HttpRequest, pk: int) -> HttpResponse:
    """Legal holds on the data of one auxiliary, and a new one."""
    file = _held_file(request, pk)
    form = HoldForm(request.POST or None, initial={"starts_on": clock.today()})
    place = partial(services.place_hold, person=file.person_id, by=request.user)
    if attempt(form, lambda: place(**form.cleaned_data)):
        messages.success(request, _("Nothing about this person is deleted meanwhile."))
        return redirect("privacy:holds", pk=pk)
    rows = LegalHold.objects.filter(person_id=file.person_id)  # rule: unscoped, of a file in sight
    rows = rows.select_related("by__person").order_by("-starts_on", "-pk")
    context = {"file": file, "form": form, "rows": rows, "today": clock.today()}
    return render(request, "privacy/holds.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Perms.HOLD_RECORDS)
def hold_end(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The hold ends today."""
    file = _held_file(request, pk)
    hold = get_object_or_404(LegalHold, person_id=file.person_id, pk=row)
    services.end_hold(hold=hold, ends_on=max(clock.today(), hold.starts_on), by=request.user)
    messages.success(request, _("The hold ends with this day."))
    return redirect("privacy:holds", pk=pk)


def _held_file(request: HttpRequest, pk: int) -> Auxiliary:
    rows = Auxiliary.objects.visible_to(request.user, Perms.HOLD_RECORDS).select_related("person", "unit")
    found: Auxiliary = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Perms.MANAGE_SETTINGS)
def kept(request: HttpRequest) -> HttpResponse:
    """Every policy: how long, by which article, what is due today, what was forgotten last."""
    dry = {run.policy: run for run in services.run_retention(on=clock.today(), by=request.user, dry=True)}
    newest = {run.policy: run for run in RetentionRun.objects.order_by("at")[:2000]}  # rule: unscoped, numbers
    rows = [(policy, keepings()[policy.key], dry[policy.key], newest.get(policy.key)) for policy in retention.all()]
    context = {"rows": rows, "holds": LegalHold.objects.count()}  # rule: unscoped, a number
    return render(request, "privacy/kept.html", context)
