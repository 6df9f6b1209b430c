"""Who acts: a user, or the program itself."""

from __future__ import annotations

from typing import Protocol


class Actor(Protocol):
    """What the audit trail needs to know of whoever acts."""

    pk: int | None
    person_id: int | None

    def audit_name(self) -> str: ...


class SystemActor:
    """The program itself: beat, sweeper, redecision. Holds no rights and approves nothing."""

    pk: int | None = None
    person_id: int | None = None
    is_authenticated = False

    def audit_name(self) -> str:
        return "system"

    def __repr__(self) -> str:
        return "SYSTEM"


class Anonymous(SystemActor):
    """Somebody who is not signed in: may do nothing, but what was refused is kept."""

    def audit_name(self) -> str:
        return "anonymous"


SYSTEM = SystemActor()
ANONYMOUS = Anonymous()
