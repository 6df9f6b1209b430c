"""Acts on a case: a button where nothing is asked, a page where something is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.access import View, requires
from core.perms import Perms
from discipline.forms import cases as forms
from discipline.models import Appeal, Case, Investigator, Matter, Suspension
from discipline.selectors import cases as selectors
from discipline.services import cases as services
from discipline.views.typed_acts import typed

PAGE = ["GET", "HEAD", "POST"]
INVESTIGATE, DECIDE = (Perms.INVESTIGATE,), (Perms.DECIDE_CASE,)
EITHER = (Perms.INVESTIGATE, Perms.DECIDE_CASE)


def back_to(request: HttpRequest, case: Case) -> str:
    """The case; for whoever may act in it but does not see it before its investigation ended, the list."""
    seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return reverse("discipline:case", args=[case.pk]) if seen else reverse("discipline:cases")


def page(
    act: Callable[..., Any],
    rights: tuple[str, ...],
    form: type[forms.HouseForm],
    heading: Any,
    intro: Any,
    *,
    asks: bool = False,
    away: bool = False,
) -> View:
    """The page of an act on a case: what is typed goes to the service by name. `asks`: the form needs to know who asks.

    `away`: the act takes the case out of the reader's sight, who goes on with the list.
    """

    @require_http_methods(PAGE)
    @requires(*rights)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        case = selectors.one(request.user, pk, *rights)
        who = {"user": request.user, "today": clock.today()} if asks else {}
        shown = form(request.POST if request.method == "POST" else None, **who)
        said = heading % {"number": case.number}
        return typed(
            request,
            shown,
            lambda: act(case=case, by=request.user, on=clock.today(), **shown.cleaned_data),
            done=_("Entered in %(number)s.") % {"number": case.number},
            back=reverse("discipline:cases") if away else back_to(request, case),
            heading=said,
            intro=intro,
            button=_("Enter"),
        )

    return view


def button(act: Callable[..., Case], right: str) -> View:
    """An act of one press."""

    @require_POST
    @requires(right)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        case = act(case=selectors.one(request.user, pk, right), by=request.user, on=clock.today())
        words = {"number": case.number, "status": case.get_status_display()}
        messages.success(request, _("%(number)s: now “%(status)s”.") % words)
        return redirect("discipline:case", pk)

    return view


def _decide(*, case: Case, by: Any, on: Any, outcome: str, grounds: str, **asked: Any) -> Case:
    return services.decide(case=case, outcome=outcome, grounds=grounds, exit=services.Exit(**asked), by=by, on=on)


@require_http_methods(PAGE)
@requires(Perms.INVESTIGATE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a report; `?source=` and `?ref=` come from the complaint or the finding it is made of."""
    came = {"source": request.GET.get("source", ""), "source_ref": request.GET.get("ref", "")[:40]}
    sent = request.POST if request.method == "POST" else None
    form = forms.ReportForm(sent, user=request.user, today=clock.today(), initial=came)
    made: list[Case] = []
    back = reverse("discipline:cases")
    answer = typed(
        request,
        form,
        lambda: made.append(services.report(by=request.user, on=clock.today(), **form.asked())),
        done=_("The report is entered: its preliminary look has a term."),
        back=back,
        heading=_("Enter a report"),
        intro=_(
            "What somebody is said to have done. Nothing is judged by it; the person sees it only when told of it."
        ),
        button=_("Enter the report"),
    )
    return redirect("discipline:case", made[0].pk) if made and answer.status_code == 302 else answer


examine = button(services.examine, Perms.INVESTIGATE)
open_case = button(services.open_case, Perms.INVESTIGATE)
close = button(services.close, Perms.INVESTIGATE)
drop = page(
    services.drop,
    INVESTIGATE,
    forms.WhyForm,
    gettext_lazy("Do not open %(number)s"),
    gettext_lazy("The case ends here, with its reason; a suspension that runs is lifted."),
)
name = page(
    services.name_investigator,
    INVESTIGATE,
    forms.InvestigatorForm,
    gettext_lazy("Name an investigator for %(number)s"),
    gettext_lazy(
        "Two people investigate. The person concerned, near relatives and whoever reported it withdraw (GX 34, NB 16)."
    ),
    asks=True,
)
conclude = page(
    services.conclude,
    INVESTIGATE,
    forms.FindingsForm,
    gettext_lazy("End the investigation of %(number)s"),
    gettext_lazy("Written by one of the investigators: what was found, for and against the person."),
)
tell = page(
    services.tell,
    INVESTIGATE,
    forms.TellForm,
    gettext_lazy("Tell the person in %(number)s"),
    gettext_lazy(
        "The facts, the intended measure and the right to a statement. Nothing harsher may be decided afterwards."
    ),
)
hear = page(
    services.hear,
    INVESTIGATE,
    forms.HearForm,
    gettext_lazy("Hear the person in %(number)s"),
    gettext_lazy("A statement on paper, a record of what was said, a waiver in writing; or that the term ran out."),
)
decide = page(
    _decide,
    DECIDE,
    forms.DecideForm,
    gettext_lazy("Decide %(number)s"),
    gettext_lazy(
        "Never by an investigator. Kinds, periods and effects are house policy; a labour contract ends by the statute alone."
    ),
)
look_again = page(
    services.look_again,
    DECIDE,
    forms.WhyForm,
    gettext_lazy("Send %(number)s back to the investigators"),
    gettext_lazy("What the person said is looked into; afterwards the person is told and heard again."),
    away=True,
)
serve = page(
    services.serve,
    INVESTIGATE,
    forms.ServeForm,
    gettext_lazy("Serve the decision of %(number)s"),
    gettext_lazy("Its effects and the term of the appeal begin today."),
)
suspend = page(
    services.suspend,
    EITHER,
    forms.SuspendForm,
    gettext_lazy("Suspend the person in %(number)s"),
    gettext_lazy(
        "From now on no duty; what is planned is decided again at once. Lifting it gives nothing back by itself."
    ),
)
matter = page(
    services.note_matter,
    EITHER,
    forms.MatterForm,
    gettext_lazy("Enter proceedings in %(number)s"),
    gettext_lazy(
        "While they are open nothing is decided against the person. Detention alone is no ground of the statute (LCL 39)."
    ),
)


def on_part(
    model: Any,
    act: Callable[..., Any],
    parameter: str,
    rights: tuple[str, ...],
    form: type[forms.HouseForm] | None,
    heading: Any = "",
    *,
    asks: bool = False,
) -> View:
    """An act on something that belongs to a case; without a form, one press. `asks`: the form needs to know who asks."""

    @require_http_methods(PAGE if form else ["POST"])
    @requires(*rights)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        part = selectors.part(model, request.user, pk, *rights)
        case = selectors.one(request.user, part.case_id, *rights)
        back = back_to(request, case)
        if form is None:
            act(**{parameter: part}, by=request.user, on=clock.today())
            messages.success(request, _("Entered in %(number)s.") % {"number": case.number})
            return redirect(back)
        who = {"user": request.user, "today": clock.today()} if asks else {}
        shown = form(request.POST if request.method == "POST" else None, **who)
        return typed(
            request,
            shown,
            lambda: act(**{parameter: part}, by=request.user, on=clock.today(), **shown.cleaned_data),
            done=_("Entered in %(number)s.") % {"number": case.number},
            back=back,
            heading=heading % {"number": case.number},
            button=_("Enter"),
        )

    return view


lift = on_part(Suspension, services.lift_suspension, "suspension", EITHER, None)
relieve = on_part(
    Investigator, services.relieve_investigator, "investigator", INVESTIGATE, forms.RelieveForm,
    gettext_lazy("Relieve an investigator of %(number)s"), asks=True,
)  # fmt: skip
end_matter = on_part(
    Matter,
    services.end_matter,
    "matter",
    EITHER,
    forms.EndMatterForm,
    gettext_lazy("How the proceedings of %(number)s ended"),
)
answer = on_part(
    Appeal,
    services.answer_appeal,
    "appeal",
    (Perms.HANDLE_APPEALS,),
    forms.AnswerForm,
    gettext_lazy("Answer the appeal in %(number)s"),
)
