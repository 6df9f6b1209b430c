"""Who acts as an official: a natural person, never an account that belongs to nobody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from core.actors import Actor
from core.errors import NotNow


def an_official(by: Actor) -> User:
    """The user behind an act that a person answers for. Raises NotNow for the program and for an account of nobody."""
    if not isinstance(by, User) or by.person_id is None:
        raise NotNow(_("Only a natural person does this; this account belongs to nobody."))
    return by
