"""What is typed on the pages of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.groups import EMERGENCY_GROUPS, GROUPS
from accounts.models import ApiToken, User
from accounts.models_break_glass import LONGEST
from accounts.outside import providers
from core.forms import DateInput, HouseForm
from core.perms import Perms
from organisation.forms import choose_unit
from organisation.models import Officer, Unit


def sign_in_name() -> forms.CharField:
    attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=_("Sign-in name"), max_length=60, widget=forms.TextInput(attrs=attributes))


def password_box(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label, max_length=200, strip=False, help_text=help_text, widget=forms.PasswordInput(attrs=attributes)
    )


def code_box(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=40, required=required, help_text=help_text, widget=forms.TextInput(attrs=attributes)
    )


PASSWORD_HELP = _(
    "At least 12 characters of three kinds (small letters, capitals, digits, others); not a common password, not like "
    "your name, none of your last ones."
)


class SignInForm(HouseForm):
    """Name and password."""

    username = sign_in_name()
    password = password_box(_("Password"))
    code = code_box(
        _("Verification code"),
        required=False,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
    )
    total = forms.CharField(
        label=_("Sum"), required=False, max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    asked = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_username(self) -> str:
        """Names are compared without case, so wrong passwords must be counted without case too."""
        return str(self.cleaned_data["username"]).strip().lower()


class ProofForm(HouseForm):
    """A code, or what a passkey answered."""

    code = code_box(
        _("Verification code"),
        required=False,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
    )
    passkey = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("code") and not typed.get("passkey"):
            self.add_error("code", _("Type the code."))
        return typed


class AppForm(HouseForm):
    """The first code of a new authenticator app."""

    code = code_box(_("Verification code"), help_text=_("The six digits the app shows now."))


class PasskeyNameForm(HouseForm):
    """What a passkey is called."""

    name = forms.CharField(label=_("Name of the device"), max_length=60, help_text=_("So that you know it again."))


class NewPasskeyForm(PasskeyNameForm):
    """A new passkey: its name, and what the browser answered."""

    passkey = forms.CharField(max_length=10_000, widget=forms.HiddenInput)


class TwiceForm(HouseForm):
    """A new password, typed twice."""

    password = password_box(_("New password"), new=True, help_text=PASSWORD_HELP)
    again = password_box(_("New password once more"), new=True)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords differ: type the same one twice."))
        return typed


class FirstSignInForm(TwiceForm):
    """Name, one-time code, new password."""

    username = sign_in_name()
    code = code_box(_("One-time code"), help_text=_("Twelve letters and digits, as printed or sent to you."))
    field_order = ("username", "code", "password", "again")

    clean_username = SignInForm.clean_username


class PasswordForm(TwiceForm):
    """The present password and a new one."""

    present = password_box(_("Present password"))
    field_order = ("present", "password", "again")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_present(self) -> str:
        typed = str(self.cleaned_data["present"])
        if not self.user.check_password(typed):
            raise forms.ValidationError(_("This is not your present password."))
        return typed


class TokenForm(HouseForm):
    """A token for a program."""

    scope = forms.ChoiceField(label=_("Allowed to"), choices=ApiToken.Scope.choices)
    hours = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(1, _("1 hour")), (12, _("12 hours")), (24 * 7, _("7 days")), (24 * 30, _("30 days"))],
        initial=12,
    )


class RoleForm(HouseForm):
    """A role over a unit and everything below it."""

    group = forms.ChoiceField(label=_("Role"), choices=[(g.code, g.title) for g in GROUPS.values()])
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), help_text=_("And all units below it."))
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(label=_("To"), required=False, widget=DateInput())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_unit(self, by, Perms.MANAGE_ACCOUNTS)


class OpenAccountForm(RoleForm):
    """A new account: whose, and with which first role."""

    username = sign_in_name()
    police_number = forms.CharField(label=_("Police number of the officer"), max_length=12, required=False)
    name = forms.CharField(
        label=_("Name, if not a police officer"),
        max_length=60,
        required=False,
        help_text=_("For an administrator or clerk without a police number."),
    )
    officer: Officer | None = None
    field_order = ("username", "police_number", "name", "group", "unit", "starts_on", "ends_on")

    clean_username = SignInForm.clean_username

    def clean_police_number(self) -> str:
        number = str(self.cleaned_data["police_number"]).strip()
        self.officer = Officer.objects.select_related("person").filter(police_number=number).first() if number else None
        if number and self.officer is None:
            raise forms.ValidationError(_("No officer has this police number."))
        return number

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and bool(typed.get("police_number")) == bool(typed.get("name")):
            self.add_error("police_number", _("Give the police number or, for others, the name: one of the two."))
        return typed

    def account_values(self) -> dict[str, Any]:
        """What the service is given besides the officer."""
        return {name: value for name, value in self.cleaned_data.items() if name != "police_number"}


class IdentityForm(HouseForm):
    """Who somebody is in the directory or at the provider."""

    provider = forms.ChoiceField(label=_("Provider"), choices=providers)
    subject = forms.CharField(
        label=_("Name there"), max_length=200, help_text=_("As the directory or the provider writes it.")
    )


class EndRoleForm(HouseForm):
    """The last day of a role, and why."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(HouseForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AskBreakGlassForm(HouseForm):
    """Which rights, over which unit, for how long, and why."""

    group = forms.ChoiceField(label=_("Role"), choices=[(g.code, g.title) for g in EMERGENCY_GROUPS])
    code = forms.CharField(label=_("Code of the unit"), max_length=30, help_text=_("And all units below it."))
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 minutes")), (60, _("1 hour")), (120, _("2 hours")), (LONGEST, _("4 hours"))],
        help_text=_("It cannot be made longer. End it yourself as soon as it is no longer needed."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("What happened, and what is needed. No names of people on file.")
    )
    unit: Unit | None = None

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        self.unit = Unit.objects.filter(code=code, ends_on=None).first()
        if self.unit is None:
            raise forms.ValidationError(_("No open unit has this code."))
        return code


class SealedForm(HouseForm):
    """The codes out of two envelopes."""

    first = code_box(_("First sealed code"))
    second = code_box(_("Second sealed code"))


class EnvelopeForm(HouseForm):
    """Whose envelope a new sealed code goes into."""

    police_number = forms.CharField(label=_("Police number of the officer"), max_length=12)
    officer: Officer | None = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
        choose_unit(self, by, Perms.APPROVE_BREAK_GLASS)

    def clean_police_number(self) -> str:
        number = str(self.cleaned_data["police_number"]).strip()
        self.officer = Officer.objects.select_related("person").filter(police_number=number).first()
        if self.officer is None:
            raise forms.ValidationError(_("No officer has this police number."))
        return number


class ReviewForm(HouseForm):
    """What the audit administrator found."""

    review = forms.CharField(
        label=_("What was done, and was it needed?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
