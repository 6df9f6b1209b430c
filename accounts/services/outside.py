"""Which account an identity in the directory or at the provider opens: linked by the security administrator."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ExternalIdentity, User
from accounts.outside import providers
from accounts.services.factors import tell
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow


@transaction.atomic
def link_identity(*, user: User, provider: str, subject: str, by: Actor) -> ExternalIdentity:
    """From now on this identity opens the account. Raises BadInput, NotNow for the own account."""
    if by.pk is not None and by.pk == user.pk:
        raise NotNow(_("You cannot link your own account: another administrator does that."))
    if provider not in dict(providers()):
        raise BadInput({"provider": _("This provider is not set up here.")})
    identity = ExternalIdentity(user=user, provider=provider, subject=subject.strip(), made_at=clock.now())
    identity.full_clean(exclude=["used_at"])
    identity.save()
    record("identity.linked", user, by=by, after={"provider": provider, "subject": identity.subject})
    tell(user, "identity_linked")
    return identity


@transaction.atomic
def unlink_identity(*, identity: ExternalIdentity, by: Actor) -> None:
    record(
        "identity.unlinked", identity.user, by=by, before={"provider": identity.provider, "subject": identity.subject}
    )
    identity.delete()


@transaction.atomic
def user_of(*, provider: str, subject: str) -> User | None:
    """The open account an identity belongs to."""
    identity = (
        ExternalIdentity.objects.select_related("user__person").filter(provider=provider, subject=subject).first()
    )
    if identity is None or not identity.user.is_active:
        return None
    identity.used_at = clock.now()
    identity.save(update_fields=["used_at"])
    return identity.user
