"""API: quotas and posts."""

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
from organisation.selectors import subtree, unit_named
from roster import services
from roster.api.common import IF_MATCH, LISTS, answered, asked, if_match
from roster.api.serializers import PostChanges, PostIn, PostOut, QuotaChanges, QuotaIn, QuotaOut
from roster.models import Category, Post, Quota
from roster.selectors import lists

VIEW, EDIT, MANAGE = (Perms.VIEW_AUXILIARIES,), (Perms.EDIT_AUXILIARIES,), (Perms.MANAGE_QUOTA,)


class Quotas(HouseAPI):
    """Quotas."""

    serializer_class = QuotaOut
    rights = {"GET": VIEW, "POST": MANAGE}
    filters = {"year": "number"}

    @extend_schema(parameters=LISTS[:1])
    def get(self, request: Request) -> Response:
        """Quotas in sight, newest entries first; `?year=`."""
        wanted = asked(request)
        rows = Quota.objects.visible_to(request.user).filter(subtree(request.user, wanted.get("unit", "")))
        if wanted.get("year", "").isdecimal():
            rows = rows.filter(year=int(wanted["year"][:4]))
        return self.page(rows.select_related("unit"))

    @extend_schema(request=QuotaIn, responses={201: QuotaOut})
    def post(self, request: Request) -> Response:
        """Enter a quota, or change the one of this unit, year and category."""
        typed = self.typed(QuotaIn)
        typed["unit"] = unit_named(request.user, typed["unit"], Perms.MANAGE_QUOTA)

        def make() -> tuple[int, Any]:
            quota = services.allocate_quota(by=request.user, on=clock.today(), **typed)
            return 201, QuotaOut(quota).data

        return once(request, "quotas", make)


class QuotaOne(HouseAPI):
    """One quota."""

    serializer_class = QuotaOut
    rights = {"GET": VIEW, "PATCH": MANAGE}

    def get(self, request: Request, pk: int) -> Response:
        """A quota."""
        quota = get_object_or_404(Quota.objects.visible_to(request.user).select_related("unit"), pk=pk)
        return answered(QuotaOut(quota).data, quota.version)

    @extend_schema(request=QuotaChanges, responses=QuotaOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Change number or approval; what is not sent stays."""
        rows = Quota.objects.visible_to(request.user, Perms.MANAGE_QUOTA).select_related("unit")
        quota = get_object_or_404(rows, pk=pk)
        kept = {name: getattr(quota, name) for name in QuotaChanges().fields}
        typed = {**kept, **self.typed(QuotaChanges, partial=True)}
        same = {"unit": quota.unit, "year": quota.year, "category": quota.category}
        changed = services.allocate_quota(by=request.user, on=clock.today(), version=if_match(request), **same, **typed)
        return answered(QuotaOut(changed).data, changed.version)


class Posts(HouseAPI):
    """Posts."""

    serializer_class = PostOut
    rights = {"GET": VIEW, "POST": EDIT}
    filters = {"state": ("open", "closed"), "category": tuple(Category.values)}

    @extend_schema(parameters=LISTS[:1])
    def get(self, request: Request) -> Response:
        """Open posts in sight with how many hold each, newest entries first."""
        return self.page(lists.posts(request.user, asked(request), clock.today()))

    @extend_schema(request=PostIn, responses={201: PostOut})
    def post(self, request: Request) -> Response:
        """Open a post."""
        typed = self.typed(PostIn)
        typed["unit"] = unit_named(request.user, typed["unit"], Perms.EDIT_AUXILIARIES)
        typed["duty_codes"] = tuple(typed.get("duty_codes", ()))
        return once(request, "posts", lambda: (201, PostOut(services.open_post(by=request.user, **typed)).data))


class PostOne(HouseAPI):
    """One post."""

    serializer_class = PostOut
    rights = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: int) -> Response:
        """A post."""
        post = get_object_or_404(Post.objects.visible_to(request.user).select_related("unit"), pk=pk)
        return answered(PostOut(post).data, post.version)

    @extend_schema(request=PostChanges, responses=PostOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Change title, money, places, usual duties, or close the post."""
        post = get_object_or_404(Post.objects.visible_to(request.user, Perms.EDIT_AUXILIARIES), pk=pk)
        typed = self.typed(PostChanges, partial=True)
        changed = services.change_post(post=post, by=request.user, on=clock.today(), version=if_match(request), **typed)
        return answered(PostOut(changed).data, changed.version)
