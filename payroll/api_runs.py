"""API: pay runs and what stands out in them; the acts are those of the pages, with the same services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.stepup import RecentlyConfirmed
from core.api import once
from core.api_views import HouseAPI, RightsByMethod
from core.perms import Perms
from organisation.selectors import subtree, unit_named
from payroll import selectors_runs as selectors
from payroll import services
from payroll.forms_runs import MONTH
from payroll.models import PayAnomaly, PayRun

SUMS = ("people", "gross", "insurance", "tax", "deducted", "net", "cost")
MOST_ROWS = 500  # chosen in one request


class RunOut(serializers.ModelSerializer[PayRun]):
    """A pay run: whose month, how far it is, its sums in yuan, who did what. `waiting`: what stands out and nobody accepted."""

    unit = serializers.CharField(source="unit.code")
    drafted_by = serializers.CharField(source="drafted_by.display_name")
    calculated_by = serializers.CharField(source="calculated_by.display_name", default=None)
    reviewed_by = serializers.CharField(source="reviewed_by.display_name", default=None)
    released_by = serializers.CharField(source="released_by.display_name", default=None)
    waiting = serializers.IntegerField()

    class Meta:
        model = PayRun
        fields = ("id", "unit", "month", "kind", "status", "pay_day", *SUMS, "drafted_by", "drafted_at", "calculated_by",
                  "calculated_at", "reviewed_by", "reviewed_at", "released_by", "released_at", "waiting", "reason")  # fmt: skip


class AnomalyOut(serializers.ModelSerializer[PayAnomaly]):
    """Something that stands out in a run. `key`: what it is about beside the person; `must_be_mended`: cannot be accepted."""

    accepted_by = serializers.CharField(source="accepted_by.display_name", default=None)
    must_be_mended = serializers.SerializerMethodField()

    class Meta:
        model = PayAnomaly
        fields = (
            "id",
            "auxiliary",
            "code",
            "key",
            "before",
            "now",
            "accepted_by",
            "accepted_at",
            "reason",
            "must_be_mended",
        )

    def get_must_be_mended(self, row: PayAnomaly) -> bool:
        return row.code in selectors.MUST_BE_MENDED


class RunIn(serializers.Serializer[Any]):
    """A month of a unit and everything below it. Without `pay_day`: as the pay scheme says."""

    unit = serializers.CharField(max_length=30, help_text="Its code.")
    month = serializers.RegexField(MONTH, max_length=7, help_text="As 2026-11.")
    pay_day = serializers.DateField(required=False, help_text="A day off moves it to the workday before.")


class AcceptIn(serializers.Serializer[Any]):
    """Which of what stands out, and why it is right."""

    anomalies = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=MOST_ROWS
    )
    reason = serializers.CharField(max_length=200)


class CancelIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class CorrectIn(serializers.Serializer[Any]):
    """Which payslips of the run, what was wrong, and when the difference is paid."""

    slips = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=MOST_ROWS
    )
    reason = serializers.CharField(max_length=200)
    pay_day = serializers.DateField()


def told(rows: QuerySet[PayRun]) -> QuerySet[PayRun]:
    """With everything the answer tells: one query for a page."""
    waiting = Count("anomalies", filter=Q(anomalies__accepted_at__isnull=True))
    found: QuerySet[PayRun] = rows.select_related("unit", *selectors.WHO).defer("basis").annotate(waiting=waiting)
    return found


def answer(run: PayRun, user: Any) -> Any:
    """The run as it is now."""
    return RunOut(told(PayRun.objects.visible_to(user)).get(pk=run.pk)).data


class Runs(HouseAPI):
    """Pay runs."""

    serializer_class = RunOut
    rights = {"GET": (Perms.VIEW_PAY,), "POST": (Perms.EDIT_PAY,)}
    filters = {"status": tuple(PayRun.Status.values), "kind": tuple(PayRun.Kind.values)}

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
            OpenApiParameter("status", str, enum=[*PayRun.Status.values]),
            OpenApiParameter("kind", str, enum=[*PayRun.Kind.values]),
        ],
        responses=RunOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """The pay runs of my units, the newest first."""
        chosen = {name: request.GET[name] for name in self.filters if request.GET.get(name)}
        rows = PayRun.objects.visible_to(request.user).filter(subtree(request.user, request.GET.get("unit", "")))
        return self.page(told(rows.filter(**chosen)))

    @extend_schema(request=RunIn, responses={201: RunOut})
    def post(self, request: Request) -> Response:
        """Open the draft of a month; one that is open already is answered. Nothing is calculated yet."""
        typed = self.typed(RunIn)
        month = date.fromisoformat(f"{typed['month']}-01")
        unit = unit_named(request.user, typed["unit"], Perms.EDIT_PAY)

        def make() -> tuple[int, Any]:
            run = services.open_run(unit=unit, month=month, pay_day=typed.get("pay_day"), by=request.user)
            return 201, answer(run, request.user)

        return once(request, "pay-runs", make)


class RunOne(HouseAPI):
    """One pay run."""

    serializer_class = RunOut
    rights = {"GET": (Perms.VIEW_PAY,)}

    def get(self, request: Request, pk: int) -> Response:
        """How far it is, its sums, who did what."""
        return Response(RunOut(get_object_or_404(told(PayRun.objects.visible_to(request.user)), pk=pk)).data)


class Anomalies(HouseAPI):
    """What stands out in a pay run."""

    serializer_class = AnomalyOut
    rights = {"GET": (Perms.VIEW_PAY,)}
    filters = {"code": tuple(PayAnomaly.Code.values), "state": ("waiting", "accepted")}

    @extend_schema(
        parameters=[
            OpenApiParameter("code", str, enum=[*PayAnomaly.Code.values]),
            OpenApiParameter("state", str, enum=["waiting", "accepted"]),
        ],
        responses=AnomalyOut(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        """One by one, the newest first."""
        run = get_object_or_404(PayRun.objects.visible_to(request.user), pk=pk)
        return self.page(selectors.anomalies(run, request.GET.dict()))


class RunAct(HouseAPI):
    """An act on a run: right, name in the key, and the service."""

    serializer_class = RunOut
    right, name = Perms.EDIT_PAY, ""

    def run(self, request: Request, pk: int, *permissions: str) -> PayRun:
        rows = selectors.run_in_sight(request.user, *(permissions or (self.right,)))
        found: PayRun = get_object_or_404(rows, pk=pk)
        return found

    def done(self, request: Request, pk: int, act: Callable[[], Any], code: int = 200) -> Response:
        """Once under the request's key; the run as it is then."""

        def make() -> tuple[int, Any]:
            return code, answer(act(), request.user)

        return once(request, f"pay-runs/{pk}/{self.name}", make)


class Calculate(RunAct):
    """Calculation."""

    rights = {"POST": (Perms.EDIT_PAY,)}
    name = "calculate"

    @extend_schema(request=None, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Calculate an open run anew. A large one is answered as `calculating`: ask for it again until it is not."""
        run = self.run(request, pk)
        return self.done(request, pk, lambda: services.calculate_run(run=run, by=request.user))


class Accept(RunAct):
    """What stands out and is right."""

    rights = {"POST": (Perms.EDIT_PAY, Perms.RELEASE_PAY)}
    name = "accept"

    @extend_schema(request=AcceptIn, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Say why what stands out is right. 409 for what has to be mended."""
        run, typed = self.run(request, pk, Perms.EDIT_PAY, Perms.RELEASE_PAY), self.typed(AcceptIn)

        def act() -> PayRun:
            services.accept_anomalies(run=run, by=request.user, **typed)
            return run

        return self.done(request, pk, act)


class Review(RunAct):
    """Handing over."""

    rights = {"POST": (Perms.EDIT_PAY,)}
    name = "review"

    @extend_schema(request=None, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Hand a calculated run to whoever releases it. 409 while something stands out that nobody accepted."""
        run = self.run(request, pk)
        return self.done(request, pk, lambda: services.review_run(run=run, by=request.user))


class Release(RunAct):
    """The release, by another person and with a fresh proof."""

    permission_classes = (RightsByMethod, RecentlyConfirmed)
    rights = {"POST": (Perms.RELEASE_PAY,)}
    right, name = Perms.RELEASE_PAY, "release"

    @extend_schema(request=None, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Release a reviewed run: its payslips are frozen. 409 for whoever drafted or calculated it, or a card changed since."""
        run = self.run(request, pk)
        services.note_changed_cards(run)  # before the act: what it finds stays, though the act is refused
        return self.done(request, pk, lambda: services.release_run(run=run, by=request.user))


class Issue(RunAct):
    """The opening of the payslips."""

    rights = {"POST": (Perms.EDIT_PAY, Perms.RELEASE_PAY)}
    name = "issue"

    @extend_schema(request=None, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Open the payslips of a released run now, if the program has not yet; a run that is not released stays as it is."""
        run = self.run(request, pk, *self.rights["POST"])
        return self.done(request, pk, lambda: services.issue_run(run, by=request.user))


class Cancel(RunAct):
    """Giving up."""

    rights = {"POST": (Perms.EDIT_PAY,)}
    name = "cancel"

    @extend_schema(request=CancelIn, responses=RunOut)
    def post(self, request: Request, pk: int) -> Response:
        """Give up a run that is not released, with the reason."""
        run, typed = self.run(request, pk), self.typed(CancelIn)
        return self.done(request, pk, lambda: services.cancel_run(run=run, by=request.user, **typed))


class Correct(RunAct):
    """Correction by reversal."""

    rights = {"POST": (Perms.EDIT_PAY,)}
    name = "correct"

    @extend_schema(request=CorrectIn, responses={201: RunOut})
    def post(self, request: Request, pk: int) -> Response:
        """A run of its own that takes these payslips back whole and replaces them; it is reviewed and released like any other."""
        run, typed = self.run(request, pk), self.typed(CorrectIn)
        slips = selectors.chosen_slips(request.user, run, [str(number) for number in typed.pop("slips")])

        def act() -> PayRun:
            return services.correct(unit=run.unit, slips=slips, by=request.user, **typed)

        return self.done(request, pk, act, 201)
