"""One act, one set of limits: whatever the API takes in a field, the page takes, and the other way round."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django import forms
from django.apps import apps
from rest_framework import serializers

from accounts.models import User
from core.apps import Room

# What the API takes → the form of the page for the same service. Reviewed; a new serializer without a line is red.
SAME = {
    "accounts.Credentials": "accounts.forms.SignInForm",
    "discipline.AppealAnswerIn": "discipline.forms.cases.AnswerForm",
    "discipline.AppealIn": "discipline.forms.cases.PaperAppealForm",
    "discipline.AppraisalAnswerIn": "discipline.forms.appraisals.SettleForm",
    "discipline.AppraisalContestIn": "discipline.forms.appraisals.PaperContestForm",
    "discipline.AppraisalMarkIn": "discipline.forms.appraisals.MarkForm",
    "discipline.AppraisalMissingIn": "discipline.forms.appraisals.MissingForm",
    "discipline.AppraisalResultIn": "discipline.forms.appraisals.ResultForm",
    "discipline.AppraisalRoundIn": "discipline.forms.appraisals.RoundForm",
    "discipline.AssignIn": "discipline.forms.complaints.AssignForm",
    "discipline.AwardIn": "discipline.forms.commendations.AwardForm",
    "discipline.CareEndIn": "discipline.forms.protection.EndForm",
    "discipline.CareIn": "discipline.forms.protection.CareForm",
    "discipline.CareVisitIn": "discipline.forms.protection.VisitForm",
    "discipline.CaseReasonIn": "discipline.forms.cases.WhyForm",
    "discipline.CaseReportIn": "discipline.forms.cases.ReportForm",
    "discipline.ComplaintAnswerIn": "discipline.forms.complaints.AnswerForm",
    "discipline.DecideIn": "discipline.forms.cases.DecideForm",
    "discipline.WithdrawalAnswerIn": "discipline.forms.withdrawals.WithdrawalAnswerForm",
    "discipline.ExtendIn": "discipline.forms.supervision.ExtendForm",
    "discipline.FindIn": "discipline.forms.supervision.FindForm",
    "discipline.FindingsIn": "discipline.forms.cases.FindingsForm",
    "discipline.ForwardIn": "discipline.forms.complaints.ForwardForm",
    "discipline.GradeDecisionIn": "discipline.forms.grades.DecisionForm",
    "discipline.GradeObjectionIn": "discipline.forms.commendations.OwnObjectionForm",
    "discipline.GradeProposalIn": "discipline.forms.grades.ProposalForm",
    "discipline.HearIn": "discipline.forms.cases.HearForm",
    "discipline.IncidentIn": "discipline.forms.protection.IncidentForm",
    "discipline.IncidentSettleIn": "discipline.forms.protection.SettleForm",
    "discipline.IncidentStepIn": "discipline.forms.protection.StepForm",
    "discipline.NameIn": "discipline.forms.cases.InvestigatorForm",
    "discipline.NominationIn": "discipline.forms.commendations.NominationForm",
    "discipline.ObjectionIn": "discipline.forms.commendations.ObjectionForm",
    "discipline.PlanIn": "discipline.forms.supervision.PlanForm",
    "discipline.RecheckIn": "discipline.forms.supervision.RecheckForm",
    "discipline.RelieveIn": "discipline.forms.cases.RelieveForm",
    "discipline.ReportIn": "discipline.forms.supervision.ReportForm",
    "discipline.ServeIn": "discipline.forms.cases.ServeForm",
    "discipline.SettleIn": "discipline.forms.commendations.SettleForm",
    "discipline.SuspendIn": "discipline.forms.cases.SuspendForm",
    "discipline.TellIn": "discipline.forms.cases.TellForm",
    "discipline.WarningAnswerIn": "discipline.forms.warnings.AnswerForm",
    "discipline.WordsIn": "discipline.forms.supervision.WordsForm",
    "duties.AssignmentChanges": "duties.forms.requesting.RequestForm",
    "duties.AssignmentIn": "duties.forms.requesting.RequestForm",
    "duties.CompletionIn": "duties.forms.deciding.CompletionForm",
    "duties.MaybeWhyIn": "duties.forms.deciding.ReasonForm",
    "duties.RulingIn": "duties.forms.deciding.RulingForm",
    "duties.WhyIn": "duties.forms.deciding.ReasonForm",
    "exports.DecisionIn": "exports.forms.ReasonForm",
    "exports.ExportIn": "exports.forms.AskForm",
    "exports.ReasonIn": "exports.forms.ReasonForm",
    "organisation.OfficerChanges": "organisation.forms.OfficerForm",
    "organisation.OfficerIn": "organisation.forms.EnterOfficerForm",
    "organisation.OfficerPatch": "organisation.forms.ChangeOfficerForm",
    "organisation.UnitChanges": "organisation.forms.UnitForm",
    "organisation.UnitIn": "organisation.forms.OpenUnitForm",
    "payroll.AcceptIn": "payroll.forms_runs.AcceptForm",
    "payroll.AmountIn": "payroll.forms_pay.AmountForm",
    "payroll.BudgetChanges": "payroll.forms_pay.BudgetForm",
    "payroll.BudgetIn": "payroll.forms_pay.BudgetForm",
    "payroll.CancelIn": "payroll.forms_runs.WhyForm",
    "payroll.CardIn": "payroll.forms_pay.CardForm",
    "payroll.ClaimDecisionIn": "payroll.forms.DecisionForm",
    "payroll.ClaimIn": "payroll.forms.ClaimForm",
    "payroll.CorrectIn": "payroll.forms_runs.CorrectForm",
    "payroll.CoverEndIn": "payroll.forms.EndCoverForm",
    "payroll.CoveredIn": "payroll.forms.MembersForm",
    "payroll.DeductionEndIn": "payroll.forms_pay.LastDayForm",
    "payroll.DeductionIn": "payroll.forms_pay.DeductionForm",
    "payroll.EnrolmentBaseIn": "payroll.forms.BaseForm",
    "payroll.EnrolmentEndIn": "payroll.forms.EndForm",
    "payroll.EnrolmentIn": "payroll.forms.EnrolForm",
    "payroll.EntryIn": "payroll.forms_pay.EntryForm",
    "payroll.FeeIn": "payroll.forms_pay.FeeForm",
    "payroll.InsuranceTermsIn": "payroll.forms_pay.TermsOfInsuranceForm",
    "payroll.ItemIn": "payroll.forms_pay.ItemForm",
    "payroll.OwnAmountEndIn": "payroll.forms_pay.LastDayForm",
    "payroll.OwnAmountIn": "payroll.forms_pay.OwnAmountForm",
    "payroll.PolicyIn": "payroll.forms.PolicyForm",
    "payroll.PolicyTermsIn": "payroll.forms.TermsForm",
    "payroll.RunIn": "payroll.forms_runs.RunForm",
    "payroll.SchemeEndIn": "payroll.forms_pay.SchemeEndForm",
    "payroll.SchemeIn": "payroll.forms_pay.SchemeForm",
    "payroll.SourceIn": "payroll.forms_pay.SourceForm",
    "payroll.WithdrawIn": "payroll.forms_runs.WhyForm",
    "reminders.AnswerIn": "reminders.forms.AnswerForm",
    "roster.ContractIn": "roster.forms.contracts.ContractFields",
    "roster.DocumentIn": "roster.forms.standing.DocumentForm",
    "roster.EndIn": "roster.forms.contracts.EndForm",
    "roster.ExtensionIn": "roster.forms.contracts.ExtensionForm",
    "roster.FileChanges": "roster.forms.people.FileForm",
    "roster.HireIn": "roster.forms.people.HireForm",
    "roster.PostChanges": "roster.forms.places.PostChangeForm",
    "roster.PostIn": "roster.forms.places.PostForm",
    "roster.PostingIn": "roster.forms.people.MoveForm",
    "roster.QuotaChanges": "roster.forms.places.QuotaChangeForm",
    "roster.QuotaIn": "roster.forms.places.QuotaForm",
    "roster.SignatureIn": "roster.forms.contracts.SignatureForm",
    "roster.TermsIn": "roster.forms.contracts.ContractFields",
}
# Only answers, parts of others, or without a page.
NO_PAGE = {
    "accounts.Me": "an answer", "accounts.HeldRole": "an answer", "accounts.Token": "an answer",
    "discipline.CaseBase": "a base", "discipline.CaseNothing": "without fields",
    "discipline.ComplaintNothing": "without fields", "discipline.ConcludeIn": "the page has a line for each item",
    "discipline.IncidentNothingIn": "without fields",
    "discipline.NothingIn": "without fields", "discipline.SeenIn": "one item of ConcludeIn; the page has columns",
    "discipline.SupervisionNothing": "without fields",
    "duties.AttendanceIn": "one line of CompletionIn; the page has columns", "duties.Base": "a base",
    "duties.BeginIn": "the page has a box for each officer", "duties.Nothing": "without fields",
    "payroll.CalculateIn": "any names and values: each topic says its own",
}  # fmt: skip


def taken_in() -> Iterator[tuple[str, type[serializers.Serializer[Any]]]]:
    """The serializers of every room that are no answers by their name or their base."""
    for room in apps.get_app_configs():
        if isinstance(room, Room) and find_spec(f"{room.name}.api"):
            for module in _modules(f"{room.name}.api"):
                for name, made in vars(module).items():
                    if (
                        inspect.isclass(made)
                        and issubclass(made, serializers.Serializer)
                        and made.__module__ == module.__name__
                    ):
                        if not name.endswith("Out") and not issubclass(made, serializers.ModelSerializer):
                            yield f"{room.name}.{name}", made


def _modules(name: str) -> Iterator[Any]:
    module = import_module(name)
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
        yield import_module(f"{name}.{found.name}")
    room = name.partition(".")[0]
    for found in pkgutil.iter_modules(import_module(room).__path__):
        if found.name.startswith("api_") and found.name != "api_urls":
            yield import_module(f"{room}.{found.name}")


@cache
def page_form(path: str) -> dict[str, forms.Field]:
    """The fields of the form; those that depend on who asks, for somebody who sees nothing."""
    module, _, name = path.rpartition(".")
    made = getattr(import_module(module), name)
    if "user" in inspect.signature(made.__init__).parameters:
        try:
            return {**made.base_fields, **made(user=User()).fields}
        except (TypeError, ValueError, KeyError, AttributeError):  # a form that wants to know still more
            return made.base_fields
    return made.base_fields


def limits(field: Any) -> dict[str, Any]:
    """Length, range, decimal places and choices, as far as they are fixed. A field that holds a list: of what it holds."""
    child = getattr(field, "child", None)
    if child is not None:
        field = child
    found = {
        name: getattr(field, name, None)
        for name in ("max_length", "max_value", "min_value", "max_digits", "decimal_places")
    }
    if not isinstance(field, forms.ModelChoiceField | serializers.RelatedField) and getattr(field, "choices", None):
        found["choices"] = frozenset(_keys(field.choices))
    if isinstance(field, forms.BooleanField | serializers.BooleanField | forms.NullBooleanField):
        return {}
    return {name: value for name, value in found.items() if value is not None}


def _keys(choices: Any) -> Iterator[str]:
    for key, label in dict(choices).items():
        if isinstance(label, list | tuple | dict):
            yield from (str(inner) for inner in dict(label))
        elif str(key):
            yield str(key)


def differences(name: str, made: type[serializers.Serializer[Any]]) -> tuple[int, list[str]]:
    page, compared, found = page_form(SAME[name]), 0, []
    for key, field in made().fields.items():
        if key in page and not field.read_only and key != "unit":  # a code in the API; on the page also its name
            if isinstance(field, serializers.ListField | serializers.ListSerializer) and isinstance(
                page[key], forms.CharField
            ):
                continue  # one line of many on the page, a list in the API
            one, other = limits(field), limits(page[key])
            for what in sorted(set(one) & set(other)):
                compared += 1
                if one[what] != other[what]:
                    found.append(f"{name}.{key}: {what} {one[what]} in the API, {other[what]} on the page")
            if (
                isinstance(page[key], forms.CharField)
                and "max_length" in other
                and "max_length" not in one
                and type(field) is serializers.CharField
            ):
                found.append(f"{name}.{key}: {other['max_length']} characters on the page, any number in the API")
            if (
                type(field) is serializers.CharField
                and "max_length" in one
                and "max_length" not in other
                and type(page[key]) is forms.CharField
            ):
                found.append(f"{name}.{key}: {one['max_length']} characters in the API, any number on the page")
    return compared, found


def test_every_serializer_has_its_form_or_a_reason():
    assert {name for name, _made in taken_in()} == {*SAME, *NO_PAGE}


def test_page_and_api_have_the_same_limits(db, assure):
    compared, wrong = 0, []
    for name, made in taken_in():
        if name in SAME:
            number, found = differences(name, made)
            compared += number
            wrong += found
    assert not wrong, "\n".join(wrong)
    assure("R-61", f"{compared} limits of {len(SAME)} serializers and their forms compared: {len(wrong)} differ",
           ok=compared > 40)  # fmt: skip


def test_another_limit_is_found(db, monkeypatch):
    """The control."""
    name, made = next((name, made) for name, made in taken_in() if name == "roster.QuotaChanges")
    monkeypatch.setattr(page_form(SAME[name])["approval_document"], "max_length", 7)
    assert differences(name, made)[1]
