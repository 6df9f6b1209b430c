"""A bureau that paid October, with the office of the runs' tests."""

import pytest

from payroll.models import PayRun
from tests.payroll.running.conftest import Office


@pytest.fixture
def office(cast) -> Office:
    return Office(cast)


@pytest.fixture
def dispatched(office):
    """Somebody whom a dispatch firm sends, with a contract of the firm."""

    def sent(name: str = "派遣人", *, wage: str = "2900.00", **more):
        someone = office.person(name, wage=wage, **more)
        contract = someone.contracts.get()
        contract.employer, contract.agreement = office.cast.employer(kind="firm"), office.agreement
        contract.save(update_fields=["employer", "agreement"])
        return someone

    office.agreement = office.cast.agreement()
    return sent


@pytest.fixture
def paid(office):
    """Release October."""

    def release() -> PayRun:
        return office.released()

    return release
