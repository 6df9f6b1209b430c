"""Cases 案件 from the report to the answered appeal, and what hangs on them. What was said lies sealed with the row."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.crypto import SealedField
from core.sealed import SealedModel
from discipline.querysets import cases as querysets
from discipline.rules.cases.exits import LocalGround
from discipline.rules.cases.life import Heard, Nature, Outcome, Served, Source, Status, Verdict
from roster.models import Contract

LONG = 4000


class Case(SealedModel):
    """A matter of conduct of one auxiliary 案件. Nothing is judged before the person was told and heard."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="cases", verbose_name=_("auxiliary"))
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="cases")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.REPORTED)
    revision = models.PositiveIntegerField(default=1, editable=False)
    nature = models.CharField(_("kind of matter"), max_length=14, choices=Nature, default=Nature.DISCIPLINE)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    source_ref = models.CharField(_("number of the source"), max_length=40, blank=True)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    subject = SealedField(_("what is reported"), max_length=LONG, blank=False, label="discipline_case.subject")
    reported_on = models.DateField(_("reported on"))
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("witnessed by")
    )
    due_on = models.DateField(_("term"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    findings = SealedField(_("findings"), max_length=LONG, label="discipline_case.findings")
    concluded_on = models.DateField(_("investigation ended on"), null=True, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    told_how = models.CharField(_("told how"), max_length=10, choices=Served, blank=True)
    intended = models.CharField(_("intended measure"), max_length=14, choices=Outcome, blank=True)
    statement_until = models.DateField(_("statement until"), null=True, blank=True)
    heard_on = models.DateField(_("heard on"), null=True, blank=True)
    heard_how = models.CharField(_("heard how"), max_length=10, choices=Heard, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decider = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decider_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("decision"), max_length=14, choices=Outcome, blank=True)
    grounds = SealedField(_("grounds of the decision"), max_length=LONG, label="discipline_case.grounds")
    served_on = models.DateField(_("served on"), null=True, blank=True)
    served_how = models.CharField(_("served how"), max_length=10, choices=Served, blank=True)
    appeal_until = models.DateField(_("appeal until"), null=True, blank=True)
    appealed = models.BooleanField(_("appealed"), default=False)
    closed_on = models.DateField(pgettext_lazy("case", "closed on"), null=True, blank=True)
    closing = SealedField(_("why it ended"), max_length=1000, label="discipline_case.closing")

    objects = querysets.CaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="case_by_unit"),
            models.Index(fields=["status", "due_on"], name="case_by_term"),
            models.Index(fields=["due_on", "id"], name="case_in_order_of_terms"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["decided", "served", "appealed"])
                | Q(told_on__isnull=False, heard_on__isnull=False, decider__isnull=False, decider_person__isnull=False)
                & ~Q(outcome=""),
                name="no_decision_unheard",
                violation_error_message=_("Nothing is decided before the person was told and heard."),
            ),
            models.CheckConstraint(
                condition=Q(heard_on__isnull=True) | Q(told_on__isnull=False, heard_on__gte=F("told_on")),
                name="heard_after_being_told",
                violation_error_message=_("Nobody is heard before being told."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_unit_path(self) -> str:
        return self.unit.path


class Investigator(SealedModel):
    """Somebody who investigates a case 调查人员; two at least, none tied to it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="investigators")
    officer = models.ForeignKey(
        "organisation.Officer", models.PROTECT, related_name="+", verbose_name=_("investigating officer")
    )
    named_on = models.DateField(_("named on"))
    relieved_on = models.DateField(_("relieved on"), null=True, blank=True)
    reason = SealedField(_("why relieved"), max_length=500, label="discipline_investigator.reason")

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"],
                name="investigator_once",
                violation_error_message=_("The officer is named already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.officer)

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class Statement(SealedModel):
    """What the person says to it 陈述申辩, in his or her own words. Only added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="statements")
    how = models.CharField(_("how"), max_length=10, choices=Heard)
    words = SealedField(_("statement"), max_length=LONG, blank=False, label="discipline_statement.words")
    made_on = models.DateField(pgettext_lazy("statement", "made on"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.made_on}"

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class Sanction(models.Model):
    """A measure in force 处分 with its period and effects, as the day of its service knew them; or the end of a contract."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sanctions")
    kind = models.CharField(_("measure"), max_length=14, choices=Outcome)
    decided_on = models.DateField(_("decided on"))
    starts_on = models.DateField(_("effect from"), null=True, blank=True)
    ends_on = models.DateField(_("effect until"), null=True, blank=True)
    pay_share = models.DecimalField(
        _("share of performance pay not paid"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    bars_promotion = models.BooleanField(_("no promotion"), default=False)
    bars_award = models.BooleanField(_("no award"), default=False)
    weighs_on_renewal = models.BooleanField(_("weighed at the renewal"), default=False)
    from_grade = models.CharField(_("grade before"), max_length=40, blank=True, db_default="")
    to_grade = models.CharField(_("lowered to"), max_length=40, blank=True, db_default="")
    lowered_on = models.DateField(_("lowered grade held from"), null=True, blank=True)
    lowered_at = models.DateTimeField(_("lowered at"), null=True, blank=True)
    put_back_at = models.DateTimeField(_("grade put back at"), null=True, blank=True)
    basis = models.JSONField(default=dict)
    revoked_on = models.DateField(_("taken back on"), null=True, blank=True)
    ended_on = models.DateField(_("effect ended on"), null=True, blank=True)
    end_ground = models.CharField(_("ground of the statute"), max_length=30, choices=Contract.EndGround, blank=True)
    local_ground = models.CharField(_("local ground"), max_length=20, choices=LocalGround, blank=True)
    union_told_on = models.DateField(_("union told on"), null=True, blank=True)
    rules_known_on = models.DateField(_("rules signed for on"), null=True, blank=True)
    notice_given_on = models.DateField(_("notice given on"), null=True, blank=True)
    pay_instead_of_notice = models.BooleanField(_("a month's pay instead of notice"), default=False)

    objects = querysets.SanctionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["ends_on"], name="sanction_ends", condition=Q(ended_on=None, revoked_on=None))]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(revoked_on=None), name="one_measure_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="measure_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(lowered_on=None, lowered_at=None, put_back_at=None)
                | Q(kind="grade_lowered", lowered_at__isnull=False, lowered_on__gte=F("starts_on")) & ~Q(to_grade=""),
                name="a_lowered_grade_is_named",
            ),
            models.CheckConstraint(
                condition=Q(put_back_at=None) | Q(revoked_on__isnull=False),
                name="a_grade_is_put_back_with_its_measure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class Suspension(models.Model):
    """A suspension from duty while a case runs 停职: the restriction it wrote, and when it was lifted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspensions")
    restriction = models.OneToOneField("roster.Restriction", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)

    objects = querysets.SuspensionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class Matter(SealedModel):
    """Criminal proceedings, detention or rehabilitation of the person 涉案情况: by whom, since when, how it ended."""

    class Result(models.TextChoices):
        OPEN = "", _("still open")
        CONVICTED = "convicted", _("convicted, the judgment is in force")
        ACQUITTED = "acquitted", _("acquitted or not prosecuted")
        SERVED = "served", _("detention or rehabilitation ended")

    case = models.ForeignKey(Case, models.PROTECT, related_name="matters")
    kind = models.CharField(_("kind of matter"), max_length=14, choices=Nature)
    authority = SealedField(_("authority"), max_length=120, blank=False, label="discipline_matter.authority")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, result="") | Q(until__isnull=False, until__gte=F("since")) & ~Q(result=""),
                name="matter_ends_with_a_result",
                violation_error_message=_("Give the day and the result together; it cannot end before it began."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since}"

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class Appeal(SealedModel):
    """The person's appeal against a decision 申诉, and the answer by somebody who took no part."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="appeal")
    grounds = SealedField(_("why"), max_length=LONG, blank=False, label="discipline_appeal.grounds")
    filed_on = models.DateField(_("filed on"))
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer until"))
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    handler_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    reasons = SealedField(_("reasons"), max_length=LONG, label="discipline_appeal.reasons")

    objects = querysets.OfCaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", answered_on__isnull=True)
                | Q(answered_on__isnull=False, handler__isnull=False, handler_person__isnull=False) & ~Q(verdict=""),
                name="an_answer_names_who_gave_it",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def audit_unit_path(self) -> str:
        return self.case.unit.path


class AppealOnPaper(SealedModel):
    """That an appeal came on paper 申诉材料: who handed it in, and who entered it on which day. Only added."""

    appeal = models.OneToOneField(Appeal, models.PROTECT, related_name="paper")
    brought_by = SealedField(_("handed in by"), max_length=60, blank=False, label="discipline_appealonpaper.brought_by")
    entered_on = models.DateField(_("entered on"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = querysets.OfAppealQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.appeal_id}"

    def audit_unit_path(self) -> str:
        return self.appeal.case.unit.path
