"""Who may press the button: the decorator every page wears, and the one way to fetch an object by its number."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def requires(*permissions: str) -> Callable[[View], View]:
    """Only for those who hold one of the rights on some unit; others get 403. Whose records is asked by `visible_to`."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return wrap


def within(user: Any, permission: str, unit: Any) -> None:
    """Raise 404 when the unit is outside the user's scope for this right: outside and non-existent look alike."""
    if not user.may(permission, unit):
        raise Http404
