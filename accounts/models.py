"""Who signs in: users, their roles over units, rights as guardian rows, sessions, one-time codes, API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts import scope
from accounts.groups import ADMINISTRATORS, GROUPS
from accounts.managers import RoleQuerySet, UserManager
from accounts.models_break_glass import BreakGlass, SealedCode
from accounts.models_proof import (
    AuthenticatorApp,
    ExternalIdentity,
    Passkey,
    PastPassword,
    RateCount,
    RecoveryCode,
    SignInAttempt,
)
from core.periods import no_overlap, ordered

if TYPE_CHECKING:
    from organisation.models import Unit

__all__ = [
    "AdministratorSeat",
    "ApiToken",
    "AuthenticatorApp",
    "BreakGlass",
    "ExternalIdentity",
    "FirstSignIn",
    "Passkey",
    "PastPassword",
    "RateCount",
    "RecoveryCode",
    "Role",
    "SealedCode",
    "SignInAttempt",
    "UnitUserPermission",
    "User",
    "UserSession",
]


class User(AbstractBaseUser):
    """An account 账号. Belongs to one natural person; there is no superuser."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="users")
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    password_changed_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="sign_in_name_once",
                violation_error_message=_("This sign-in name is taken."),
            )
        ]

    def __str__(self) -> str:
        return self.audit_name()

    def audit_name(self) -> str:
        return f"{self.person.name} ({self.username})" if self.person_id else self.username

    def audit_unit_path(self) -> str:
        """The topmost unit of the user's rights: where the trail shows what belongs to no record."""
        return min((path for paths in scope.rights(self).values() for path in paths), key=len, default="")

    @property
    def display_name(self) -> str:
        return self.person.name if self.person_id else self.username

    def unit_paths(self, permission: str) -> tuple[str, ...]:
        """Paths of the units on which the user holds the right; asked once a request."""
        return scope.unit_paths(self, permission)

    def may(self, permission: str, unit: Unit | None = None) -> bool:
        """Does the user hold the right on some unit, or on this one (by itself or from above)?"""
        return scope.may(self, permission, unit)

    @property
    def group_codes(self) -> tuple[str, ...]:
        return scope.group_codes(self)

    @property
    def audit_roles(self) -> tuple[str, ...]:
        """The roles by which the user acts, for the trail: emergency rights are told apart."""
        return (*self.group_codes, *(f"break-glass:{group}" for group in scope.emergency_groups(self)))

    # Django asks these of every user; rights here are held on units only.
    is_staff = False
    is_superuser = False

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        return scope.may(self, permission.rpartition(".")[2], obj)

    def has_module_perms(self, app_label: str) -> bool:
        return False


class UnitUserPermission(UserObjectPermissionBase):
    """A right of a user on a unit, with a real foreign key (django-guardian). Written only by the role services."""

    content_object = models.ForeignKey("organisation.Unit", models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


class Role(models.Model):
    """A group's rights over a unit and all below it, from a day to a day 角色授权. The source of every right."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    group = models.CharField(_("role"), max_length=20, choices=[(g.code, g.title) for g in GROUPS.values()])
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="roles")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    applied = models.BooleanField(default=False, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered("role_ends_after_start", _("The role ends before it begins.")),
            no_overlap(
                "user_id",
                "unit_id",
                name="role_once_at_a_time",
                message=_("The user already holds a role on this unit in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.username}: {self.group} @ {self.unit}"

    @property
    def is_administrator(self) -> bool:
        return self.group in ADMINISTRATORS


class AdministratorSeat(models.Model):
    """Which natural person sits on which administrator's chair 三员: one person can never hold two."""

    group = models.CharField(max_length=20)
    person = models.OneToOneField("organisation.Person", models.PROTECT, related_name="administrator_seat")
    role = models.OneToOneField(Role, models.PROTECT, related_name="seat")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.group}: {self.person}"


class UserSession(models.Model):
    """A live session of a user 会话: at most two; ends with the password, the account, or an order."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    renew = models.BooleanField(
        default=False, db_default=False
    )  # rights changed: the next request gives it a new number

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d %H:%M}"


class FirstSignIn(models.Model):
    """A one-time code that lets a person choose the first password 首次登录码; only its hash is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="first_sign_ins")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user.username} {self.made_at:%Y-%m-%d}"


class ApiToken(models.Model):
    """A token for the API 接口令牌: belongs to a user, has a scope and an end; only its hash is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        FULL = "full", _("All the user may do")

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.FULL)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)  # when a second factor was given for it

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user.username} {self.scope}"
