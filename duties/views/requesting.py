"""Writing a request: the form with the decision beside it, kept as a draft or submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import requires
from core.errors import BadInput, NotNow, Refused
from core.perms import Perms
from duties import services
from duties.decision import Decision
from duties.forms import RequestForm, as_typed, beginning, home_of, of_copy, of_draft, of_words
from duties.forms.changing import changed
from duties.life import EDITABLE, Status
from duties.models import Assignment, RefusedAttempt
from duties.selectors.assignments import with_people
from duties.selectors.listing import numbers_in
from duties.selectors.recent import recent_requests, repeatable, usual_duties
from duties.selectors.shown import duties_of
from duties.selectors.suggesting import suggestions
from duties.services.deciding import decide_afresh, proposal_of
from duties.services.locking import standing
from organisation.models import Unit
from regulations.packs import Duty


@dataclass
class Desk:
    """The page while it is worked on: what was typed, what is kept already, what the decision says."""

    form: RequestForm
    assignment: Assignment | None = None
    revision: int | None = None
    decision: Decision | None = None
    attempt: RefusedAttempt | None = None
    status: int = 200
    recent: Sequence[Assignment] = field(default_factory=list)

    def page(self, request: HttpRequest) -> HttpResponse:
        self.form.look_at(self.form.hours(), self.decision.duty_codes if self.decision else ())
        context = {**self.told(), "usual": usual_duties(self.form.at), "recent": self.recent}
        return render(request, "duties/request.html", context, status=self.status)

    def card(self, request: HttpRequest) -> HttpResponse:
        """The decision alone, while something is typed."""
        return render(request, "duties/_live_answer.html", self.told(), status=self.status)

    def told(self) -> dict[str, Any]:
        told = self.decision.as_dict() if self.decision else {}
        found = {"decision": told, "duties": duties_of(told), "suggested": self.suggested(told)}
        return {**vars(self), **found, "action": self.action()}

    def action(self) -> str:
        """Where the form is sent: to the draft that is written on, else to a new request."""
        return reverse("duties:edit", args=[self.assignment.pk]) if self.assignment else reverse("duties:new")

    def suggested(self, told: dict[str, Any]) -> list[Duty]:
        """Duties the words may mean, where the decision found none in them or doubts what it found."""
        unclear = "duty_unclear" in told.get("reasons", ())
        if not unclear and told.get("duty_codes"):
            return []
        return suggestions(str(self.form["text"].value() or ""))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.REQUEST_ASSIGNMENT)
def new(request: HttpRequest) -> HttpResponse:
    """A new request. `?unit=CODE` chooses the unit, `?copy=` an earlier request, `?text=` or `?duty=` the work."""
    if request.method == "POST":
        return _act(request, _unit(request), None)
    recent = recent_requests(request.user)
    if copied := _copied(request):
        unit, initial = copied.unit, of_copy(request.user, copied)
    else:
        unit = _unit(request, recent[0] if recent else None)
        initial = beginning(request.user, unit, recent[0] if recent else None) | of_words(request.GET)
    desk = Desk(RequestForm(user=request.user, unit=unit, initial=initial), recent=recent)
    desk.decision = decided_of(desk.form, request)
    return desk.page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.REQUEST_ASSIGNMENT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft, or a returned request, written on."""
    rows = with_people(Assignment.objects.visible_to(request.user, Perms.REQUEST_ASSIGNMENT))
    assignment = get_object_or_404(rows.select_related("closed_by__person", "approver__person"), pk=pk)
    if assignment.status not in EDITABLE:
        raise NotNow(standing(assignment))
    if request.method == "POST":
        return _act(request, _unit(request) or assignment.unit, assignment)
    form = RequestForm(user=request.user, unit=assignment.unit, initial=of_draft(assignment))
    _proposal, decision = decide_afresh(proposal_of(assignment))
    return Desk(form, assignment, assignment.revision, decision).page(request)


@require_POST
@requires(Perms.REQUEST_ASSIGNMENT)
def preview(request: HttpRequest) -> HttpResponse:
    """Only the card, for what is typed so far; nothing is kept."""
    form = RequestForm(request.POST, user=request.user, unit=_unit(request))
    form.is_valid()
    return Desk(form, decision=decided(form)).card(request)


def decided(form: RequestForm) -> Decision | None:
    """What would be said to the form as it stands; None while its beginnings are missing."""
    proposal = form.proposal()
    return decide_afresh(proposal)[1] if proposal else None


def decided_of(form: RequestForm, request: HttpRequest) -> Decision | None:
    """The same for a form that only begins: what it begins with is looked at as if it had been typed."""
    if not form.initial.get("text"):
        return None
    typed = RequestForm(form.as_sent(), user=request.user, unit=form.at)
    typed.is_valid()
    return decided(typed)


def _copied(request: HttpRequest) -> Assignment | None:
    """The earlier request named in the address; 404 outside one's units."""
    for number in numbers_in([request.GET.get("copy", "")]):
        if (found := repeatable(request.user, number)) is None:
            raise Http404
        return found
    return None


def _unit(request: HttpRequest, last: Assignment | None = None) -> Unit | None:
    """The unit chosen in the form, named in the address, of the last request, or the user's own."""
    units = Unit.objects.visible_to(request.user, Perms.REQUEST_ASSIGNMENT).filter(ends_on__isnull=True)
    for number in numbers_in([request.POST.get("unit", "")]):
        return units.filter(pk=number).first()
    if code := request.GET.get("unit", "").replace("\x00", ""):
        return units.filter(code=code).first()
    home = last.unit_id if last else home_of(request.user, units)
    return units.filter(pk=home).first() if home else None


def _act(request: HttpRequest, unit: Unit | None, assignment: Assignment | None) -> HttpResponse:
    """What the pressed button asks: change something in the form, check, save, or submit. All that was typed stays."""
    revision = next(iter(numbers_in([request.POST.get("revision", "")])), None)
    if (data := changed(request.POST)) is not None:
        form = RequestForm(user=request.user, unit=unit, initial=as_typed(data))
        typed = RequestForm(data, user=request.user, unit=unit)
        typed.is_valid()
        return Desk(form, assignment, revision, decided(typed)).page(request)
    desk = Desk(RequestForm(request.POST, user=request.user, unit=unit), assignment, revision)
    valid = desk.form.is_valid()
    if valid and request.POST.get("act") in ("save", "submit"):
        return _keep(request, desk)
    desk.decision, desk.status = decided(desk.form), 200 if valid else 422
    return desk.page(request)


def _keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep the draft, and submit it if that was asked; what the law refuses is shown beside the form, all kept."""
    content = desk.form.proposal()
    try:
        if content is None:
            raise BadInput({"ends_at": _("It ends before it starts, or lasts more than 92 days.")})
        desk.assignment = services.save_draft(
            content=content, by=request.user, assignment=desk.assignment, revision=desk.revision
        )
        desk.revision = desk.assignment.revision
        if request.POST.get("act") == "submit":
            desk.assignment = services.submit(assignment=desk.assignment, by=request.user)
    except BadInput as error:
        desk.form.add_problems(error.errors)
        desk.decision, desk.status = decided(desk.form), 422
    except NotNow as error:
        desk.form.add_error(None, error.message)
        desk.status = 409
    except Refused as error:
        desk.decision, desk.attempt, desk.status = error.decision, error.attempt, 409
    else:
        messages.success(request, _said(desk.assignment))
        return redirect("duties:assignment", desk.assignment.pk)
    return desk.page(request)


def _said(assignment: Assignment) -> str:
    words = {"number": assignment.number}
    if assignment.status == Status.PENDING:
        return _("%(number)s is submitted and waits for approval.") % words
    if assignment.status == Status.REFERRED:
        return _("%(number)s is submitted; a legal reviewer decides first.") % words
    return _("%(number)s is kept as a draft.") % words
