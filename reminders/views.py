"""What falls due in my units: the list, one case, answering it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.access import requires
from core.errors import BadInput
from core.paging import page_of
from core.perms import Perms
from organisation.models import Unit
from reminders import selectors, services
from reminders.forms import AnswerForm
from reminders.models import Message, Notice

MOST_UNITS = 200  # offered beside the box; any other code can be typed


@require_safe
@requires(Perms.VIEW_REMINDERS)
def notices(request: HttpRequest) -> HttpResponse:
    """What falls due for my units."""
    today = clock.today()
    context = {
        "page": page_of(request, selectors.listed(request.user, request.GET.dict(), today)),
        "kinds": selectors.sources(),
        "states": selectors.STATES,
        "units": Unit.objects.visible_to(request.user)[:MOST_UNITS],
        "asked": request.GET,
        "today": today,
    }
    return render(request, "reminders/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.VIEW_REMINDERS)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One case with all its stages; a POST answers it."""
    found = get_object_or_404(Notice.objects.visible_to(request.user).select_related("unit"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(notice=found, answer=form.cleaned_data["answer"], by=request.user)
        except BadInput as error:
            form.add_problems(error.errors)
        else:
            messages.success(request, _("Your answer is noted. The reminder closes when the record is put right."))
            return redirect("reminders:list")
    context = {"notice": found, "form": form, "stages": selectors.stages_of(found), "today": clock.today()}
    context |= selectors.kind_of(found.source)
    return render(request, "reminders/notice.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Perms.VIEW_REMINDERS)
def seen(request: HttpRequest) -> HttpResponse:
    """Mark the chosen notices as read by me."""
    numbers = [int(number) for number in request.POST.getlist("notice")[:200] if number.isdecimal()]
    chosen = Notice.objects.visible_to(request.user).filter(pk__in=numbers)
    count = services.mark_seen(notices=chosen, by=request.user)
    said = ngettext("%(count)d reminder marked as read.", "%(count)d reminders marked as read.", count)
    messages.success(request, said % {"count": count})
    # The list with the filters it had; parsed and written again, so that nothing else gets into the address.
    filters = QueryDict(request.POST.get("filters", "")[:500]).urlencode()
    return redirect(f"{reverse('reminders:list')}?{filters}")


@require_safe
@requires(Perms.VIEW_LAW)
def told(request: HttpRequest) -> HttpResponse:
    """What happened and concerns me, newest first. Everybody who signs in has such a page."""
    return render(request, "reminders/messages.html", {"page": page_of(request, request.user.house_messages.all())})


@require_POST
@requires(Perms.VIEW_LAW)
def all_told_seen(request: HttpRequest) -> HttpResponse:
    """I have read all of it."""
    everything = Message.objects.all()  # rule: unscoped, the service takes those of `by`
    services.mark_messages_seen(messages=everything, by=request.user)
    return redirect("desk" if request.POST.get("then") == "desk" else "reminders:messages")


@require_POST
@requires(Perms.VIEW_LAW)
def open_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one of mine as read, and go to what it is about."""
    found = get_object_or_404(Message, pk=pk, user=request.user)
    services.mark_messages_seen(messages=Message.objects.filter(pk=pk), by=request.user)  # rule: unscoped, the same
    return redirect(found.url or "reminders:messages")
