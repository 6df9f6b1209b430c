"""Proposals of the first bureau: a ban, one that stands, a lifting, a value, a confirmation."""

from __future__ import annotations

from typing import Any

from regulations import services
from regulations.packs import load
from tests.cast import Cast
from tests.permissions.world import Place

TAKEN = {"carry-baton", "police-dog", "patrol-street"}


def objects(cast: Cast) -> dict[str, Any]:
    hr, legal, unit = cast.user("hr"), cast.user("legal"), cast["first"]
    words = {"unit": unit, "reason": "Too few radios.", "by": hr}
    standing = services.propose_ban(code="carry-baton", since=cast.today, **words)
    services.approve(row=standing, by=legal)
    lifted = services.propose_ban(code="police-dog", since=cast.today, **words)
    services.approve(row=lifted, by=legal)
    return {
        "ban": services.propose_ban(code="patrol-street", since=cast.today, **words),
        "standing_ban": standing,
        "lift": services.lift_ban(ban=lifted, last_day=cast.today, reason="Radios came.", by=hr),
        "local_value": services.propose_value(
            key="duties.rest.hours_between_duties", amount="12", since=cast.today, **words
        ),
        "confirmation": services.propose_confirmation(
            kind="source", pack="CN-510000", key="SC", row_since=None, text_read="Order 345", **words
        ),
    }


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """A proposal and a ban that stands in the unit; the archived one was lifted."""
    words = {"unit": at.unit, "reason": f"ban-{at.name}", "by": at.clerk}
    free = [duty.code for duty in load().duties() if duty.code not in TAKEN]
    one, two = free[2:4] if at.left else free[:2]
    standing = services.propose_ban(code=one, since=cast.today, **words)
    services.approve(row=standing, by=at.chief)
    proposed = services.propose_ban(code=two, since=cast.today, **words)
    if at.left:
        services.decline(row=proposed, by=at.chief, because="no need")
    return {"ban": proposed, "standing_ban": standing}
