"""API: a token for a program, and who I am."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import proof, services, throttle
from accounts.authentication import TokenSignIn
from accounts.checking import check
from accounts.models import User
from accounts.passwords import must_change
from accounts.second_factor import owed
from core import clock
from core.errors import NeedsProof
from core.periods import on
from core.strict import refuse_wrong_types


class Credentials(serializers.Serializer[Any]):
    """Sign-in name and password, as on the sign-in page."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    otp = serializers.CharField(
        max_length=40, required=False, help_text="code of the second factor, or a recovery code"
    )

    def validate_username(self, value: str) -> str:
        return value.strip().lower()  # wrong passwords are counted without case


class Token(serializers.Serializer[Any]):
    """A token, shown this once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class HeldRole(serializers.Serializer[Any]):
    """A group's rights over a unit and all below."""

    group = serializers.CharField()
    unit = serializers.CharField(source="unit.code")
    unit_name = serializers.CharField(source="unit.name")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class Me(serializers.Serializer[Any]):
    """Who signed in, and what is held over which units."""

    username = serializers.CharField()
    name = serializers.CharField(source="display_name")
    groups = serializers.ListField(child=serializers.CharField(), source="group_codes")
    roles = serializers.SerializerMethodField()

    @extend_schema(responses=HeldRole(many=True))
    def get_roles(self, user: User) -> list[dict[str, Any]]:
        roles = user.roles.filter(on(clock.today()), applied=True).select_related("unit").order_by("unit__path")
        return list(HeldRole(roles, many=True).data)


class TokenMake(APIView):
    """Make a token for the API."""

    authentication_classes = (TokenSignIn,)
    permission_classes = (AllowAny,)

    @extend_schema(request=Credentials, responses={200: Token})
    def post(self, request: Request) -> Response:
        """Name, password and second factor for a token of twelve hours. One answer for every wrong name or password;
        throttled. Where a step is missing, the problem's type says which: second-factor, enrol or password."""
        read = Credentials(data=request.data)
        refuse_wrong_types(read, request.data)
        read.is_valid(raise_exception=True)
        typed = read.validated_data
        otp = typed.pop("otp", "")
        try:
            checked = check(request._request, **typed, code=otp)
        except throttle.Paused as pause:
            raise Throttled(wait=pause.seconds) from pause
        if (user := checked.user) is None:
            if checked.wary and not otp:
                raise NeedsProof("second-factor", _("Send a code of your second factor as otp."))
            raise AuthenticationFailed(_("Name and password do not fit."))
        proved = bool(checked.proved_by) or self._proved(request, user, otp)
        if must_change(user):
            raise NeedsProof("password", _("Choose a new password on the pages first."))
        token, row = services.make_token(user=user, proved=proved)
        return Response(Token({"token": token, "expires_at": row.expires_at}).data)

    def _proved(self, request: Request, user: User, otp: str) -> bool:
        """Was a second factor given? Raises NeedsProof when one is owed and was not."""
        step = owed(user)
        if step == "enrol":
            raise NeedsProof("enrol", _("Set up a second factor on the pages first."))
        if step == "show" and not otp:
            raise NeedsProof("second-factor", _("Send a code of your second factor as otp."))
        if step != "show":
            return False
        try:
            if proof.take(request._request, user, code=otp):
                return True
        except throttle.Paused as pause:
            raise NeedsProof("paused", _("Too many wrong codes: wait a quarter of an hour."), status=429) from pause
        raise NeedsProof("second-factor", _("The code does not fit, or was used already."))


class MeRead(APIView):
    """The account behind the token or session."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=Me)
    def get(self, request: Request) -> Response:
        """Who I am: name, groups, units."""
        return Response(Me(request.user).data)
