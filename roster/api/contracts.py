"""API: labour contracts."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from organisation.models import DispatchAgreement, Employer
from roster import services
from roster.api.common import IF_MATCH, LISTS, answered, asked, if_match, referred, told
from roster.api.serializers import ContractIn, ContractOut, EndIn, ExtensionIn, SignatureIn
from roster.models import Auxiliary, Contract
from roster.selectors import lists

VIEW, EDIT = (Perms.VIEW_AUXILIARIES,), (Perms.EDIT_AUXILIARIES,)


def terms_from(user: Any, typed: dict[str, Any]) -> services.Terms:
    """The terms as sent; employer and agreement are looked up within the scope."""
    employer = referred(Employer.objects.visible_to(user), typed.pop("employer"), "employer")
    agreement = referred(DispatchAgreement.objects.visible_to(user), typed.pop("agreement", None), "agreement")
    return services.Terms(employer=employer, agreement=agreement, **typed)


def contract_in_sight(user: Any, pk: int, permission: str = Perms.VIEW_AUXILIARIES) -> Contract:
    rows: Any = Contract.objects.visible_to(user, permission).select_related("auxiliary__unit", "unit", "employer")
    found: Contract = get_object_or_404(rows, pk=pk)
    return found


class Contracts(HouseAPI):
    """Labour contracts."""

    serializer_class = ContractOut
    rights = {"GET": VIEW, "POST": EDIT}
    filters = {
        "ends": "number", "employer": "number", "state": ("unsigned", "overrun", "ended"), "kind": tuple(Contract.Kind.values),
    }  # fmt: skip

    @extend_schema(parameters=LISTS)
    def get(self, request: Request) -> Response:
        """Contracts in sight, newest entries first; the filters of the page (ends, state, kind, employer)."""
        return self.page(lists.contracts(request.user, asked(request), clock.today()).select_related("unit"))

    @extend_schema(request=ContractIn, responses={201: ContractOut})
    def post(self, request: Request) -> Response:
        """Enter a contract, or renew the one in `renews`."""
        typed = self.typed(ContractIn)
        mine = Auxiliary.objects.visible_to(request.user, Perms.EDIT_AUXILIARIES)
        auxiliary = referred(mine, typed.pop("auxiliary"), "auxiliary")
        renews = referred(auxiliary.contracts.all(), typed.pop("renews", None), "renews")
        terms = terms_from(request.user, typed)

        def make() -> tuple[int, Any]:
            if renews is not None:
                made = services.renew_contract(contract=renews, terms=terms, by=request.user)
            else:
                made = services.sign_contract(auxiliary=auxiliary, terms=terms, by=request.user)
            return 201, told(ContractOut, made, request)

        return once(request, "contracts", make)


class ContractOne(HouseAPI):
    """One contract."""

    serializer_class = ContractOut
    rights = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: int) -> Response:
        """A contract."""
        contract = contract_in_sight(request.user, pk)
        return answered(told(ContractOut, contract, request), contract.version)

    @extend_schema(request=SignatureIn, responses=ContractOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Note the day of the signature; nothing else of a contract is ever rewritten."""
        contract = contract_in_sight(request.user, pk, Perms.EDIT_AUXILIARIES)
        typed = self.typed(SignatureIn)
        signed = services.note_signature(contract=contract, by=request.user, version=if_match(request), **typed)
        return changed(request, signed)


class ContractExtension(HouseAPI):
    """Running on by statute."""

    serializer_class = ContractOut
    rights = {"POST": EDIT}

    @extend_schema(request=ExtensionIn, responses=ContractOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Let the contract run on by statute; 409 for any other ground."""
        contract = contract_in_sight(request.user, pk, Perms.EDIT_AUXILIARIES)
        version, typed = if_match(request), self.typed(ExtensionIn)

        def make() -> Response:
            day = clock.today()
            services.extend_by_statute(contract=contract, by=request.user, on=day, version=version, **typed)
            return changed(request, contract)

        return once(request, f"contracts/{pk}/extend", make)


class ContractEnd(HouseAPI):
    """The end of a contract."""

    serializer_class = ContractOut
    rights = {"POST": EDIT}

    @extend_schema(request=EndIn, responses=ContractOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """End the contract on a ground of the statute; 409 for a local ground alone."""
        contract = contract_in_sight(request.user, pk, Perms.EDIT_AUXILIARIES)
        version, typed = if_match(request), self.typed(EndIn)

        def make() -> Response:
            services.end_contract(contract=contract, by=request.user, version=version, **typed)
            return changed(request, contract)

        return once(request, f"contracts/{pk}/end", make)


def changed(request: Request, contract: Contract) -> Response:
    contract.refresh_from_db()
    return answered(told(ContractOut, contract, request), contract.version)
