"""What proves who somebody is besides the password: authenticator app, passkeys, recovery codes, identities elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.sealed import SealedModel


class AuthenticatorApp(SealedModel):
    """An authenticator app 动态口令: its secret is sealed, each code counts once. Unconfirmed until a code was typed."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="apps")
    secret = SealedField(label="accounts_authenticatorapp.secret")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at__isnull=False),
                name="one_authenticator_app",
                violation_error_message=_("This account already has an authenticator app."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at__isnull=True),
                name="one_authenticator_app_waiting",
                violation_error_message=_("An authenticator app is being set up already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class Passkey(models.Model):
    """A passkey 通行密钥 (WebAuthn): the public half only, and the counter that betrays a copy."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A recovery code 恢复码: works once; only its slow hash is kept. The number in front says which one it is."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="recovery_codes")
    number = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "number"],
                name="one_recovery_code_of_a_number",
                violation_error_message=_("New recovery codes were made at the same moment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.number}"


class PastPassword(models.Model):
    """The hash of an earlier password 历史口令, so that it is not chosen again."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="past_passwords")
    password_hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class ExternalIdentity(models.Model):
    """Who somebody is in the directory or at the identity provider 外部身份. Opens an account that exists, never makes one."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="external_identities")
    provider = models.CharField(_("provider"), max_length=200)
    subject = models.CharField(_("name there"), max_length=200)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"],
                name="one_account_of_an_identity",
                violation_error_message=_("This identity already opens an account."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.subject}"


class SignInAttempt(models.Model):
    """One try to sign in 登录尝试. Names and passwords are kept as keyed marks only: enough to count and to see spraying."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not decided")
        FAILED = "failed", _("failed")
        PASSED = "passed", _("passed")

    at = models.DateTimeField(db_index=True)
    step = models.CharField(max_length=10)
    account = models.CharField(max_length=32)
    source = models.CharField(max_length=45)
    device = models.CharField(max_length=32, blank=True)
    guess = models.CharField(max_length=8, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["account", "step", "-at"], name="attempt_account"),
            models.Index(fields=["source", "-at"], name="attempt_source"),
            models.Index(fields=["guess", "-at"], name="attempt_guess", condition=~Q(guess="")),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.step} {self.outcome}"


class RateCount(models.Model):
    """How often somebody did something in a window of time 频次计数. In the database, so that a lost cache opens nothing."""

    key = models.CharField(max_length=100)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key", "window"],
                name="one_count_of_a_window",
                violation_error_message=_("This count already stands."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.window}: {self.count}"
