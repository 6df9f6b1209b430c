"""Assignments and what stands around them: versions, duties, members, commander, leads, attempts, rulings."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from core.periods import ordered
from duties import querysets
from duties.decision.request import days_between
from duties.life import Status

CHINA = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """The day of a moment in China."""
    return moment.astimezone(CHINA).date()


class LocalDay(Func):
    """The day of a moment in China; the same for every reader, so that the database can keep it."""

    template = "((%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date)"
    output_field = models.DateField()


class Assignment(models.Model):
    """A request to give auxiliaries a duty, and what became of it 任务派遣. Not a shift: it says what and with whom."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="assignments")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    revision = models.PositiveIntegerField(default=1, editable=False)
    text = models.TextField(_("what is to be done"), max_length=4000)
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    first_day = models.GeneratedField(
        expression=LocalDay("starts_at"), output_field=models.DateField(), db_persist=True
    )
    last_day = models.GeneratedField(expression=LocalDay("ends_at"), output_field=models.DateField(), db_persist=True)
    parties = ArrayField(models.CharField(max_length=60), verbose_name=_("persons concerned"), default=list, blank=True)
    party_sex = models.CharField(_("sex of the person concerned"), max_length=1, blank=True)
    recorder_number = models.CharField(_("recorder number"), max_length=40, blank=True)
    approval_number = models.CharField(_("number of the prior approval"), max_length=60, blank=True)
    approval_by = models.CharField(_("prior approval by"), max_length=60, blank=True)
    emergency_by = models.ForeignKey(
        "organisation.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("declared by")
    )
    emergency_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    emergency_reason = models.CharField(_("why it is an emergency"), max_length=200, blank=True)
    requester = models.ForeignKey("accounts.User", models.PROTECT, related_name="requested_assignments")
    requester_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    screening = models.JSONField(default=dict)
    decision = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    approver = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="approved_assignments")
    approver_officer = models.ForeignKey("organisation.Officer", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    began_at = models.DateTimeField(null=True)
    flagged_unled_at = models.DateTimeField(null=True)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)

    objects = querysets.AssignmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["starts_at", "id"], name="assignment_queue", condition=Q(status="pending")),
            models.Index(fields=["status", "starts_at"], name="assignment_status"),
            models.Index(fields=["unit", "first_day"], name="assignment_sheet"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "under_way", "completed"])
                | Q(approver__isnull=False, approver_officer__isnull=False, approved_at__isnull=False),
                name="approved_by_somebody",
                violation_error_message=_("An approved assignment names who approved it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "rejected", "stopped"]) | ~Q(reason=""),
                name="a_no_has_its_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def days(self) -> tuple[date, ...]:
        """Every day the work touches, in local time."""
        return days_between(local_day(self.starts_at), local_day(self.ends_at))

    @property
    def editable(self) -> bool:
        return self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def outcome(self) -> str:
        """What the last decision said: allow, refuse, refer, or nothing yet."""
        return str(self.decision.get("decision", ""))


class AssignmentVersion(models.Model):
    """What an assignment said before it was returned and written anew 版本. Never changed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    decision = models.JSONField()
    reason = models.CharField(max_length=500)
    closed_at = models.DateTimeField()

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["assignment", "version"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} v{self.version}"


class AssignmentDuty(models.Model):
    """A duty of an assignment 职责: chosen, named by its text, or named by a ruling."""

    class Source(models.TextChoices):
        CHOSEN = "chosen", _("chosen")
        TEXT = "text", _("named by the text")
        RULING = "ruling", _("named by a ruling")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="duties")
    code = models.CharField(_("duty"), max_length=60)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.CHOSEN)
    words = models.CharField(_("words of the text"), max_length=200, blank=True)

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["assignment", "code"], name="duty_once")]

    def __str__(self) -> str:
        return self.code


class Member(models.Model):
    """An auxiliary who is to do the work 派遣辅警, and when he was there."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="members")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="assignments")
    came_at = models.DateTimeField(_("came at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "auxiliary"],
                name="member_once",
                violation_error_message=_("The auxiliary is named twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.auxiliary)


class Commander(models.Model):
    """The officer who commands the work and answers for it 负责民警."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="commander")
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="commanded_assignments")

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.officer)


class Lead(models.Model):
    """An officer who leads on the spot 现场带班民警, and when he confirmed that he is there."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="leads")
    officer = models.ForeignKey("organisation.Officer", models.PROTECT, related_name="led_assignments")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "officer"],
                name="lead_once",
                violation_error_message=_("The officer is named twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.officer)


class RefusedAttempt(models.Model):
    """A request that the law refused 违规派遣拦截: kept with its decision, for the inspector. Never changed."""

    class Stage(models.TextChoices):
        SUBMIT = "submit", _("on submission")
        APPROVE = "approve", _("on approval")
        RULE = "rule", _("after a ruling")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="refused_attempts")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="refused_attempts")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SUBMIT)
    requester = models.ForeignKey("accounts.User", models.PROTECT, related_name="refused_attempts")
    requester_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("what was asked"))
    codes = ArrayField(models.CharField(max_length=60), default=list)
    duties_refused = ArrayField(models.CharField(max_length=60), default=list)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    decision = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    objects = querysets.RefusedAttemptQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-created_at"], name="refused_by_unit")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {', '.join(self.reasons)}"


class Ruling(models.Model):
    """A legal reviewer's ruling 法制意见: on a duty where texts conflict, or on what unclear work is. Only added."""

    class About(models.TextChoices):
        CONTESTED = "contested", _("texts conflict")
        UNCLEAR = "unclear", _("unclear work")

    about = models.CharField(_("about"), max_length=10, choices=About)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="rulings")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="rulings")
    code = models.CharField(_("duty"), max_length=60, blank=True)
    named_codes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    allows = models.BooleanField(_("allows it"))
    text = models.TextField(_("reasons"), max_length=4000)
    cites = models.CharField(_("articles"), max_length=200)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = querysets.RulingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["unit", "code", "since"], name="ruling_by_duty")]
        constraints = [
            ordered("ruling_ends_after_start", _("The last day is before the first."), starts="since", ends="until"),
            models.CheckConstraint(
                condition=Q(about="unclear", assignment__isnull=False, code="") | (Q(about="contested") & ~Q(code="")),
                name="ruling_says_on_what",
                violation_error_message=_("A ruling names its duty, or the request whose work it names."),
            ),
        ]

    def __str__(self) -> str:
        return f"FZ{self.pk:06d}" if self.pk else ""

    @property
    def number(self) -> str:
        """How the ruling is quoted."""
        return str(self)
