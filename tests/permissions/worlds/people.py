"""Accounts, officers, employers, auxiliaries."""

from __future__ import annotations

from typing import Any

from accounts import services
from tests.cast import Cast


def objects(cast: Cast) -> dict[str, Any]:
    return {
        "account": cast.user("requester"),
        "role": cast.user("requester").roles.get(),
        "token": services.make_token(user=cast.user("hr"))[1],
        "officer": cast.officer("白警官"),
        "employer": cast.employer(kind="firm"),
        "agreement": cast.agreement(),
        "auxiliary": cast.user("auxiliary").person.auxiliary,
        "auxiliary2": cast.user("auxiliary2").person.auxiliary,
        "auxiliary_west": cast.auxiliary("西街人", unit="west"),
    }
