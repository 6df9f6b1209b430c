"""What every page keeps: policy, no cache, kind errors, and no way round the sign-in."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from core import views
from core.errors import BadInput, Finding, NotNow, Refused
from core.middleware import DomainErrorMiddleware
from organisation.models import Unit
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr() -> Client:
    return sign_in(Client(), Cast().user("hr"))


def test_headers_of_a_page(hr):
    page = hr.get("/units/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert page["X-Content-Type-Options"] == "nosniff" and page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin" and page["Cache-Control"] == "no-store"
    assert page["X-Request-ID"]


@pytest.mark.parametrize("address", ["/", "/units/", "/me/", "/accounts/", "/search/", "/api/v1/docs/", "/account/"])
def test_nobody_gets_in_without_signing_in(address):
    answer = Client().get(address)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign-in"))


def test_pages_hold_no_inline_scripts_or_styles(hr):
    for address in ("/", "/units/", "/officers/enter/", "/account/", "/sign-in/", "/nothing/"):
        text = hr.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", text), address
        assert not re.search(r'(src|href)="(https?:)?//', text), address


def test_a_missing_page_and_one_outside_the_units_are_alike(hr):
    outside = hr.get(f"/units/{Unit.objects.get(code='west').pk}/")
    missing = hr.get("/units/987654321/")
    assert outside.status_code == missing.status_code == 404
    assert plain(outside) == plain(missing)


def plain(answer) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'name="next" value="[^"]+"', "", text)


def test_errors_have_kind_pages_with_a_way_back(hr, rf: RequestFactory):
    assert "返回首页" in hr.get("/accounts/").content.decode()
    assert hr.get("/accounts/").status_code == 403
    hr.handler.enforce_csrf_checks = True
    forged = hr.post("/language/", {"language": "en"})
    assert forged.status_code == 403 and "数据没有改动" in forged.content.decode()
    broken = views.broken(rf.get("/"))
    assert broken.status_code == 500 and "Something broke" in broken.content.decode()
    problem = views.broken(rf.get("/api/v1/units/"))
    assert problem["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/officers/?unit=a%00b", "/units/?page=%00", "/api/v1/units/?unit=%00", "/a%00b/"])
def test_a_null_in_an_address_is_a_kind_400(hr, address):
    assert hr.get(address).status_code == 400


REFUSAL = Refused(
    [Finding("DU-01", {"en": "Never.", "zh-hans": "绝不允许。"}, cure={"en": "Ask.", "zh-hans": "请示。"})]
)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (REFUSAL, 409, "绝不允许。"),
        (NotNow("已由他人办理。"), 409, "已由他人办理。"),
        (BadInput({"name": "缺少姓名。"}), 400, "缺少姓名。"),
    ],
)
def test_what_a_service_refuses_is_a_page_and_not_a_traceback(rf: RequestFactory, error, status, said):
    request = rf.get("/units/")
    request.user = Cast().user("hr")
    answer = DomainErrorMiddleware(lambda request: None).process_exception(request, error)
    assert answer is not None and answer.status_code == status
    assert said in answer.content.decode()
