"""The password printed in the manual opens nothing outside the demonstration."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("demo", [True, False])
def test_the_demonstration_password_works_only_in_the_demonstration(settings, demo):
    settings.DEMO = demo
    user = User.objects.create_user("hr", settings.DEMO_PASSWORD)
    signed_in = authenticate(RequestFactory().post("/"), username="hr", password=settings.DEMO_PASSWORD)
    assert (signed_in == user) is demo
