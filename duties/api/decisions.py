"""API: may somebody do this? One question or a thousand; nothing is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import HouseAPI
from core.errors import BadInput
from core.perms import Perms
from duties.api.serializers import Nothing
from duties.decision import decide, from_json
from regulations import packs

MOST = 1000
ONE_OR_MANY: Any = {
    "oneOf": [{"type": "object", "additionalProperties": {}}, {"type": "array", "items": {}, "maxItems": MOST}]
}


class DutyDecisions(HouseAPI):
    """Decisions."""

    serializer_class = Nothing
    rights = {"POST": (Perms.CHECK_DUTIES,)}

    @extend_schema(request={"application/json": ONE_OR_MANY}, responses={200: ONE_OR_MANY})
    def post(self, request: Request) -> Response:
        """Decide one document shaped as for `manage.py decide`, or a list of at most 1,000.

        A bad one of a list is answered with its errors and holds up no other.
        """
        asked: Any = request.data
        if not isinstance(asked, list):
            return Response(decided(asked))
        if len(asked) > MOST:
            raise BadInput({"": _("At most 1,000 documents at once.")})
        return Response([one_of_many(document) for document in asked])


def decided(document: Any) -> dict[str, Any]:
    """The decision on one document. Raises BadInput by field."""
    law = packs.load()
    return decide(*from_json(document, today=clock.today(), packs=law), law).as_dict()


def one_of_many(document: Any) -> dict[str, Any]:
    """The same; what is wrong with this one does not hold up the others."""
    try:
        return decided(document)
    except BadInput as error:
        identity = document.get("id", "") if isinstance(document, dict) else ""
        known = str(identity) if isinstance(identity, str | int) else ""
        return {"id": known, "error": "bad_input", "errors": error.errors}
