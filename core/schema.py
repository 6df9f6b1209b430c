"""How the OpenAPI document reads our views."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema


class HouseSchema(AutoSchema):  # type: ignore[no-untyped-call]
    """A GET whose address ends with no record answers a page of the view's records, unless the view says otherwise."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        answered = self.get_response_serializers() if serializer is None else serializer
        ours = getattr(self.view, "serializer_class", None)
        names_a_record = self.path.rstrip("/").endswith("}")
        if self.method == "GET" and not names_a_record and ours and isinstance(answered, ours):
            return True
        return bool(super()._is_list_view(serializer))
