"""The acts on a file, each as one entry: which form, which service, back to which section."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from roster import services
from roster.forms import contracts as contract_forms
from roster.forms import people, standing
from roster.models import Contract
from roster.rules.terms import add_months
from roster.views.acting import Act, page


def _today(name: str) -> Any:
    return lambda target, request: {name: clock.today()}


def _version(*names: str) -> Any:
    """The version that was read, with fields of the target as they stand."""
    return lambda target, request: {"version": target.version, **{name: getattr(target, name) for name in names}}


def _file_as_it_stands(auxiliary: Any, request: HttpRequest) -> dict[str, Any]:
    names = [name for name in people.FileForm.base_fields if name not in services.files.PERSONAL]
    person = {name: getattr(auxiliary.person, name) for name in services.files.PERSONAL}
    return {**{name: getattr(auxiliary, name) for name in names}, **person}


def _next_terms(contract: Contract, request: HttpRequest) -> dict[str, Any]:
    """The next contract begins on the day after, with the same employer and wage."""
    terms = services.same_terms(contract)
    last = contract.last_day
    first = last + timedelta(days=1) if last is not None and last < date.max else None
    same = {name: getattr(terms, name) for name in ("employer", "agreement", "kind", "monthly_wage")}
    return {**same, "starts_on": first}


def _card_days(auxiliary: Any, request: HttpRequest) -> dict[str, Any]:
    from regulations.packs import at
    from regulations.selectors import unit_pack

    day = clock.today()
    years = at("roster.work_card.valid_years", day=day, pack=unit_pack(auxiliary.unit, day)).value
    return {"valid_from": day, "valid_until": add_months(day, 12 * years)}


def _move(auxiliary: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    return services.move(auxiliary=auxiliary, by=request.user, on=clock.today(), **typed)


def _relate(auxiliary: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    related = typed.pop("number")
    return services.add_relationship(auxiliary=auxiliary, related=related, by=request.user, **typed)


def _restrict(auxiliary: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    codes = tuple(typed.pop("duty_codes"))
    return services.restrict(auxiliary=auxiliary, duty_codes=codes, by=request.user, on=clock.today(), **typed)


def _change_file(auxiliary: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    return services.change_file(auxiliary=auxiliary, by=request.user, on=clock.today(), **typed)


def _sign(auxiliary: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    return services.sign_contract(auxiliary=auxiliary, terms=contract_forms.terms_of(typed), by=request.user)


def _renew(contract: Any, request: HttpRequest, typed: dict[str, Any]) -> Any:
    return services.renew_contract(contract=contract, terms=contract_forms.terms_of(typed), by=request.user)


edit = page(Act(_("Change the file"), _("Save"), people.FileForm, _change_file, "person", initial=_file_as_it_stands))
move = page(
    Act(_("Move to another unit or post"), _("Move"), people.MoveForm, _move, "postings", needs_user=True,
        initial=lambda a, r: {"version": a.version, "unit": a.unit.code, "post": a.post_id, "starts_on": clock.today()})
)  # fmt: skip
grade = page(
    Act(_("Give a grade"), _("Give the grade"), people.GradeForm,
        lambda a, r, t: services.give_grade(auxiliary=a, by=r.user, on=clock.today(), **t), "postings",
        initial=_today("since"))
)  # fmt: skip
sign = page(
    Act(_("Enter a labour contract"), _("Enter the contract"), contract_forms.ContractFields, _sign, "contracts",
        needs_user=True, initial=lambda a, r: {"starts_on": clock.today()})
)  # fmt: skip
renew = page(
    Act(_("Renew the labour contract"), _("Renew"), contract_forms.ContractFields, _renew, "contracts", of="contracts",
        needs_user=True, initial=_next_terms)
)  # fmt: skip
signature = page(
    Act(_("Note the signature"), _("Save"), contract_forms.SignatureForm,
        lambda c, r, t: services.note_signature(contract=c, by=r.user, **t), "contracts", of="contracts",
        initial=_version())
)  # fmt: skip
extend = page(
    Act(_("Let the contract run on by statute"), _("Extend"), contract_forms.ExtensionForm,
        lambda c, r, t: services.extend_by_statute(contract=c, by=r.user, on=clock.today(), **t), "contracts",
        of="contracts", initial=_version(),
        intro=_("Only in the states named by the Labour Contract Law; otherwise renew the contract."))
)  # fmt: skip
end = page(
    Act(_("End the labour contract"), _("End the contract"), contract_forms.EndForm,
        lambda c, r, t: services.end_contract(contract=c, by=r.user, **t), "contracts", of="contracts",
        initial=_version(), intro=_("A contract ends only on a ground of the labour statutes."))
)  # fmt: skip
card = page(
    Act(_("Give out a work card"), _("Give out"), standing.CardForm,
        lambda a, r, t: services.issue_card(auxiliary=a, by=r.user, **t), "cards", initial=_card_days)
)  # fmt: skip
card_return = page(
    Act(_("Take the work card back"), _("Take it back"), standing.ReturnForm,
        lambda c, r, t: services.return_card(card=c, by=r.user, **t), "cards", of="cards", initial=_today("returned_on"))
)  # fmt: skip
issue = page(
    Act(_("Give out equipment"), _("Give out"), standing.IssueForm,
        lambda a, r, t: services.issue_equipment(auxiliary=a, by=r.user, **t), "cards", initial=_today("issued_on"))
)  # fmt: skip
issue_return = page(
    Act(_("Take equipment back"), _("Take it back"), standing.PieceReturnForm,
        lambda i, r, t: services.return_equipment(issue=i, by=r.user, **t), "cards", of="issues",
        initial=_today("returned_on"))
)  # fmt: skip
restrict = page(
    Act(_("Restrict duties"), _("Restrict"), standing.RestrictionForm, _restrict, "restrictions",
        initial=_today("starts_on"), intro=_("Open and future assignments are decided again at once."))
)  # fmt: skip
lift = page(
    Act(_("Lift the restriction"), _("Lift"), standing.LiftForm,
        lambda x, r, t: services.lift_restriction(restriction=x, by=r.user, on=clock.today(), **t), "restrictions",
        of="restrictions", initial=_today("lifted_on"))
)  # fmt: skip
qualify = page(
    Act(_("Enter a training or certificate"), _("Enter"), standing.QualificationForm,
        lambda a, r, t: services.add_qualification(auxiliary=a, by=r.user, **t), "qualifications",
        initial=_today("obtained_on"))
)  # fmt: skip
unqualify = page(
    Act(_("End a training or certificate"), _("Save"), standing.QualificationEndForm,
        lambda q, r, t: services.end_qualification(qualification=q, by=r.user, **t), "qualifications",
        of="qualifications", initial=_today("valid_until"))
)  # fmt: skip
relate = page(
    Act(_("Enter a relative"), _("Enter"), standing.RelationshipForm, _relate, "relationships", needs_user=True,
        initial=_today("starts_on"), intro=_("Relatives are kept out of each other's cases and approvals."))
)  # fmt: skip
unrelate = page(
    Act(_("End the tie"), _("Save"), standing.RelationshipEndForm,
        lambda x, r, t: services.end_relationship(relationship=x, by=r.user, **t), "relationships", of="relationships",
        initial=_today("ends_on"))
)  # fmt: skip
injury = page(
    Act(_("Enter a work injury"), _("Enter"), standing.InjuryForm,
        lambda a, r, t: services.report_injury(auxiliary=a, by=r.user, **t), "injuries", initial=_today("happened_on"),
        intro=_("The organ applies for recognition within thirty days."))
)  # fmt: skip
injury_change = page(
    Act(_("Work injury: application and decision"), _("Save"), standing.InjuryChangeForm,
        lambda x, r, t: services.change_injury(injury=x, by=r.user, **t), "injuries", of="injuries",
        initial=lambda x, r: {n: getattr(x, n) for n in ("reported_on", "recognised", "recognised_on", "grade")})
)  # fmt: skip
document = page(
    Act(_("Put a paper into the file"), _("Put in"), standing.DocumentForm,
        lambda a, r, t: services.add_document(auxiliary=a, by=r.user, **t), "documents")
)  # fmt: skip
document_withdraw = page(
    Act(_("Take a paper out of the file"), _("Take out"), standing.ReasonForm,
        lambda d, r, t: services.withdraw_document(document=d, by=r.user, on=clock.today(), **t), "documents",
        of="documents", intro=_("The paper stays stored and recorded."))
)  # fmt: skip
leave = page(
    Act(_("Let the person leave"), _("Let leave"), contract_forms.LeaveForm,
        lambda a, r, t: services.leave(auxiliary=a, by=r.user, on=clock.today(), **t), "leaving",
        initial=_today("last_day"), intro=_("Contract and posting end; what is still held goes on the checklist."))
)  # fmt: skip
transfers = page(
    Act(_("Certificate and transfers"), _("Save"), contract_forms.TransfersForm,
        lambda x, r, t: services.note_transfers(leaving=x, by=r.user, **t), "leaving", of="leavings",
        initial=lambda x, r: {n: getattr(x, n) for n in services.leaving.TRANSFERS})
)  # fmt: skip
