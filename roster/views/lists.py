"""Lists: auxiliaries, contracts, posts, quotas; and the pages that change posts and quotas."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.forms import HouseForm
from core.paging import page_of
from core.perms import Perms
from organisation.models import Employer
from roster import services
from roster.forms.places import PostChangeForm, PostForm, QuotaChangeForm, QuotaForm
from roster.models import Category, Contract, Post, Quota
from roster.opening import may_read
from roster.selectors import lists
from roster.views.acting import Act, act_page, attempt
from roster.views.people import WITHIN, units_of


def _within() -> list[tuple[str, str]]:
    return [(str(days), _("in %(days)d days") % {"days": days}) for days in WITHIN]


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def contracts(request: HttpRequest) -> HttpResponse:
    """Contracts by the day they end."""
    day, user = clock.today(), request.user
    page = page_of(request, lists.contracts(user, request.GET.dict(), day))
    context = {
        "page": page,
        "reading": user.may(Perms.VIEW_PERSONAL),
        "wages": {row.pk for row in page if may_read(user, Perms.VIEW_PERSONAL, row.auxiliary)},
        "units": units_of(request.user),
        "states": [
            ("", _("in force or run over")),
            ("unsigned", _("not signed")),
            ("overrun", _("run over")),
            ("ended", _("ended")),
        ],
        "kinds": Contract.Kind.choices,
        "employers": Employer.objects.visible_to(request.user).order_by("name").values_list("pk", "name")[:100],
        "within": _within(),
        "day": day,
    }
    return render(request, "roster/contracts.html", context)


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def posts(request: HttpRequest) -> HttpResponse:
    """Posts with places and how many are taken."""
    context = {
        "page": page_of(request, lists.posts(request.user, request.GET.dict(), clock.today())),
        "units": units_of(request.user),
        "categories": Category.choices,
        "states": [("", _("kept open")), ("closed", _("closed"))],
    }
    return render(request, "roster/posts.html", context)


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def quotas(request: HttpRequest) -> HttpResponse:
    """Quotas of a year: number, use, what is free."""
    year = clock.today().year
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) == 4 else year
    page = page_of(request, lists.quotas(request.user, request.GET.dict(), chosen))
    page.object_list = lists.with_use(page.object_list)
    years = range(year - 2, year + 2)
    context = {"page": page, "units": units_of(request.user), "years": years, "year": chosen}
    return render(request, "roster/quotas.html", context)


def _said(heading: Any, button: Any, form: type[HouseForm], intro: Any = "") -> Act:
    return Act(heading, button, form, lambda *_: None, "", intro=intro)


POST_OPEN = _said(gettext_lazy("Open a post"), gettext_lazy("Open"), PostForm)
POST_CHANGE = _said(gettext_lazy("Change the post"), gettext_lazy("Save"), PostChangeForm)
QUOTA = _said(
    gettext_lazy("Enter a quota"),
    gettext_lazy("Enter"),
    QuotaForm,
    gettext_lazy("It counts everybody of the unit and below. What is given out below stays within the quota above."),
)
QUOTA_CHANGE = _said(gettext_lazy("Change the quota"), gettext_lazy("Save"), QuotaChangeForm)


def _finish(request: HttpRequest, act: Act, form: HouseForm, do: Any, back: str) -> HttpResponse:
    """Ask the service; back to the list when done."""
    findings: list[Any] = []
    if form.is_bound and form.is_valid():
        findings = attempt(form, lambda: do(**form.cleaned_data))
        if not findings and not form.errors:
            messages.success(request, _("It is done and recorded."))
            return redirect(back)
    return act_page(request, act, form, findings, back=reverse(back))


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_AUXILIARIES)
def post_open(request: HttpRequest) -> HttpResponse:
    form = PostForm(request.POST or None, user=request.user, initial={"starts_on": clock.today()})

    def do(duty_codes: list[str], **typed: Any) -> None:
        services.open_post(by=request.user, duty_codes=tuple(duty_codes), **typed)

    return _finish(request, POST_OPEN, form, do, "roster:posts")


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_AUXILIARIES)
def post_change(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user, Perms.EDIT_AUXILIARIES), pk=pk)
    initial = {name: getattr(post, name) for name in PostChangeForm.base_fields}
    form = PostChangeForm(request.POST or None, initial=initial)

    def do(**typed: Any) -> None:
        services.change_post(post=post, by=request.user, on=clock.today(), **typed)

    return _finish(request, POST_CHANGE, form, do, "roster:posts")


@require_http_methods(["GET", "POST"])
@requires(Perms.MANAGE_QUOTA)
def quota_allocate(request: HttpRequest) -> HttpResponse:
    form = QuotaForm(request.POST or None, user=request.user, initial={"year": clock.today().year, "category": "any"})

    def do(**typed: Any) -> None:
        services.allocate_quota(by=request.user, on=clock.today(), **typed)

    return _finish(request, QUOTA, form, do, "roster:quotas")


@require_http_methods(["GET", "POST"])
@requires(Perms.MANAGE_QUOTA)
def quota_change(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Quota.objects.visible_to(request.user, Perms.MANAGE_QUOTA).select_related("unit")
    quota = get_object_or_404(rows, pk=pk)
    initial = {name: getattr(quota, name) for name in QuotaChangeForm.base_fields}
    form = QuotaChangeForm(request.POST or None, initial=initial)
    same = {"unit": quota.unit, "year": quota.year, "category": quota.category}

    def do(**typed: Any) -> None:
        services.allocate_quota(by=request.user, on=clock.today(), **same, **typed)

    return _finish(request, QUOTA_CHANGE, form, do, "roster:quotas")
