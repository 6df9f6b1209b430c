"""What is asked in the acts of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.forms import DateInput, HouseForm
from core.perms import Perms
from discipline.models import Case, Matter
from discipline.rules.cases.exits import LocalGround
from discipline.rules.cases.life import ACTS, SANCTIONS, Heard, Nature, Outcome, Served, Source, Verdict
from organisation.models import Officer
from roster.models import Auxiliary, Contract

LONG = 4000
EXITS = (
    "probation_failed", "serious_breach", "grave_neglect", "other_employment", "fraud", "crime", "illness", "unfit",
    "changed_circumstances",
)  # fmt: skip


def text(label: Any, *, rows: int = 5, required: bool = True, most: int = LONG, help_text: Any = "") -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=box, help_text=help_text)


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput(), help_text=help_text)


def choice(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    blank = gettext_lazy("choose") if required else "–"
    return forms.ChoiceField(label=label, choices=[("", blank), *choices], required=required, help_text=help_text)


def _only(rows: Any, typed: str) -> Any:
    """The one record that was meant; a sentence when there is none or more than one."""
    found = list(rows[:2])
    if not found:
        raise forms.ValidationError(_("Nobody of your units is called or numbered “%(typed)s”.") % {"typed": typed})
    if len(found) > 1:
        raise forms.ValidationError(_("Several people are called “%(typed)s”: type the number.") % {"typed": typed})
    return found[0]


def officer_named(user: Any, typed: str, today: Any, right: str = Perms.INVESTIGATE) -> Officer:
    """A serving officer by police number or whole name, of the units in which the user holds the right."""
    rows = Officer.objects.visible_to(user, right).serving_on(today).select_related("person")
    named: Officer = _only(rows.filter(Q(police_number__iexact=typed) | Q(person__name=typed)).order_by("pk"), typed)
    return named


class ReportForm(HouseForm):
    """A report, as it came in."""

    auxiliary = forms.CharField(
        label=gettext_lazy("Auxiliary"), max_length=60, help_text=gettext_lazy("Badge number or whole name.")
    )
    subject = text(gettext_lazy("What is reported"), rows=6)
    nature = choice(gettext_lazy("Kind of matter"), Nature.choices)
    source = choice(gettext_lazy("Source"), Source.choices)
    source_ref = forms.CharField(label=gettext_lazy("Number of the source"), max_length=40, required=False)
    happened_on = day(gettext_lazy("Happened on"), required=False)
    witness = forms.CharField(
        label=gettext_lazy("Officer who saw it"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Police number or whole name; may neither investigate nor decide."),
    )

    def __init__(self, data: Any = None, *, user: Any, today: Any, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial={"nature": Nature.DISCIPLINE, **(initial or {})})
        self.user, self.today = user, today

    def clean_auxiliary(self) -> Auxiliary:
        typed = self.cleaned_data["auxiliary"].strip()
        rows = Auxiliary.objects.visible_to(self.user, Perms.INVESTIGATE).on_strength().select_related("person", "unit")
        found: Auxiliary = _only(
            rows.filter(Q(badge_number__iexact=typed) | Q(person__name=typed)).order_by("pk"), typed
        )
        return found

    def clean_witness(self) -> Officer | None:
        typed = self.cleaned_data["witness"].strip()
        return officer_named(self.user, typed, self.today) if typed else None

    def asked(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(self.cleaned_data)
        witness = given.pop("witness")
        return {**given, "reporter": witness.person if witness else None}


class WhyForm(HouseForm):
    """A reason that becomes part of the record."""

    reason = text(gettext_lazy("Reason"), rows=3, most=500)


class InvestigatorForm(HouseForm):
    """Who is to investigate."""

    officer = forms.CharField(
        label=gettext_lazy("Investigating officer"),
        max_length=60,
        help_text=gettext_lazy("Police number or whole name of a serving officer."),
    )

    def __init__(self, data: Any = None, *, user: Any, today: Any) -> None:
        super().__init__(data)
        self.user, self.today = user, today

    def clean_officer(self) -> Officer:
        return officer_named(self.user, self.cleaned_data["officer"].strip(), self.today)


class RelieveForm(HouseForm):
    """Why somebody investigates no more, and who does instead."""

    reason = text(gettext_lazy("Reason"), rows=3, most=500)
    instead = forms.CharField(
        label=gettext_lazy("Who investigates instead"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Police number or whole name of a serving officer."),
    )

    def __init__(self, data: Any = None, *, user: Any, today: Any) -> None:
        super().__init__(data)
        self.user, self.today = user, today

    def clean_instead(self) -> Officer | None:
        typed = self.cleaned_data["instead"].strip()
        return officer_named(self.user, typed, self.today) if typed else None


class FindingsForm(HouseForm):
    """What the investigation found."""

    findings = text(pgettext_lazy("case", "Findings"), rows=8)


class TellForm(HouseForm):
    """What the person is told before anything is decided."""

    intended = choice(gettext_lazy("Intended measure"), Outcome.choices)
    how = choice(gettext_lazy("Told how"), Served.choices)


class HearForm(HouseForm):
    """How the person was heard."""

    how = choice(gettext_lazy("Heard how"), Heard.choices)
    text = text(
        gettext_lazy("What the person says"),
        required=False,
        help_text=gettext_lazy("In the person's own words; empty only when the term ran out."),
    )


class DecideForm(HouseForm):
    """The decision; the lower part only for an end of the labour contract."""

    outcome = choice(pgettext_lazy("case", "Decision"), Outcome.choices)
    grounds = text(gettext_lazy("Facts, grounds and articles"), rows=6)
    ground = choice(
        gettext_lazy("Ground of the Labour Contract Law"),
        [(value, label) for value, label in Contract.EndGround.choices if value in EXITS],
        required=False,
        help_text=gettext_lazy("Only for the end of the labour contract, as everything below."),
    )
    local_ground = choice(
        gettext_lazy("Local ground"),
        LocalGround.choices,
        required=False,
        help_text=gettext_lazy("Alone it does not suffice."),
    )
    union_told_on = day(gettext_lazy("Union told on"), required=False)
    rules_known_on = day(gettext_lazy("Rules signed for on"), required=False)
    notice_given_on = day(gettext_lazy("Notice given on"), required=False)
    pay_instead_of_notice = forms.BooleanField(label=gettext_lazy("A month's pay instead of notice"), required=False)


class ServeForm(HouseForm):
    """How the decision reached the person."""

    how = choice(gettext_lazy("Served how"), Served.choices)


class SuspendForm(HouseForm):
    """Why, and until when at the latest."""

    reason = text(gettext_lazy("Reason"), rows=3, most=300)
    ends_on = day(
        gettext_lazy("Until"), required=False, help_text=gettext_lazy("Left empty: as long as the house allows.")
    )


class MatterForm(HouseForm):
    """Proceedings outside the house."""

    kind = choice(gettext_lazy("Kind of matter"), [pair for pair in Nature.choices if pair[0] != Nature.DISCIPLINE])
    authority = forms.CharField(label=gettext_lazy("Authority"), max_length=120)
    since = day(gettext_lazy("From"))


class EndMatterForm(HouseForm):
    """How the proceedings ended."""

    result = choice(gettext_lazy("Result"), [pair for pair in Matter.Result.choices if pair[0]])
    until = day(gettext_lazy("To"))


class AnswerForm(HouseForm):
    """The answer to an appeal."""

    verdict = choice(gettext_lazy("Answer"), Verdict.choices)
    changed_to = choice(
        gettext_lazy("Milder measure"),
        [(Outcome.ADVICE.value, Outcome.ADVICE.label), *((one.value, one.label) for one in SANCTIONS)],
        required=False,
        help_text=gettext_lazy("Only when the decision is made milder."),
    )
    reasons = text(gettext_lazy("Reasons"))


class StatementForm(HouseForm):
    """What I say to it."""

    text = text(gettext_lazy("My statement"), rows=8)


class AppealForm(HouseForm):
    """Why I appeal."""

    grounds = text(gettext_lazy("Why I appeal"), rows=8)


class PaperAppealForm(HouseForm):
    """An appeal that came on paper: against which decision, who handed it in, on which day."""

    case = forms.CharField(
        label=gettext_lazy("Number of the case"), max_length=20, help_text=gettext_lazy("As it stands on the decision.")
    )
    received_on = day(
        gettext_lazy("Received on"), help_text=gettext_lazy("The term of the appeal is held against this day.")
    )
    brought_by = forms.CharField(
        label=gettext_lazy("Handed in by"),
        max_length=60,
        help_text=gettext_lazy("The person, somebody for them, or how it was sent."),
    )
    grounds = text(gettext_lazy("Why the person appeals"), rows=8, help_text=gettext_lazy("As it stands on the paper."))

    def __init__(self, data: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.user = user

    def clean_case(self) -> Case:
        """A case that was closed is taken too: the service holds the day it was received against the term."""
        open_to_it = ACTS["appeal"].starts
        rows = Case.objects.visible_to(self.user, Perms.HANDLE_APPEALS).filter(status__in=open_to_it, appealed=False)
        found = rows.filter(number__iexact=self.cleaned_data["case"].strip()).select_related("unit", "auxiliary")
        if (case := found.first()) is None:
            raise forms.ValidationError(
                _("Among your units no decision of this number is served and open to an appeal.")
            )
        return case
