"""Scale data: every related table filled, and never over real data."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from payroll.models import Enrolment
from roster.models import Auxiliary, Contract, Posting, Qualification, WorkCard


def test_scale_data_fills_every_table_and_refuses_a_second_time(fresh_db):
    call_command("seed_scale", auxiliaries=2000, verbosity=0)
    for model in (Auxiliary, Posting, Contract, WorkCard, Qualification):
        assert model.objects.count() == 2000
    assert Enrolment.objects.count() == 2000 * 5 - 10
    county = User.objects.get(username="scale-hr-county")
    assert 0 < Auxiliary.objects.visible_to(county).count() < 2000
    one = Auxiliary.objects.select_related("person").first()
    assert len(one.person.identity_number) == 18
    with pytest.raises(CommandError, match="already holds data"):
        call_command("seed_scale", auxiliaries=10, verbosity=0)
