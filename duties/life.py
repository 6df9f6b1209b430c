"""An assignment's life as data: which act leads from where to where, and who may do it (design 6).

The same table stands in PostgreSQL as a trigger; a test compares the two.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.life import Act, Life
from core.perms import Perms


class Status(TextChoices):
    """Where an assignment stands."""

    DRAFT = "draft", _("draft")
    PENDING = "pending", _("awaiting approval")
    REFERRED = "referred", _("referred to the legal reviewer")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    UNDER_WAY = "under_way", _("under way")
    COMPLETED = "completed", _("completed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    STOPPED = "stopped", _("stopped")


S = Status


ACTS = Life(
    Act("submit", (S.DRAFT, S.RETURNED), (S.PENDING, S.REFERRED), Perms.REQUEST_ASSIGNMENT),
    Act("rule", (S.REFERRED,), (S.PENDING, S.REJECTED), Perms.RULE_ON_LAW),
    Act("approve", (S.PENDING,), (S.APPROVED,), Perms.APPROVE_ASSIGNMENT),
    Act("return", (S.PENDING,), (S.RETURNED,), Perms.APPROVE_ASSIGNMENT),
    Act("reject", (S.PENDING,), (S.REJECTED,), Perms.APPROVE_ASSIGNMENT),
    Act("withdraw", (S.DRAFT, S.RETURNED, S.PENDING, S.REFERRED), (S.WITHDRAWN,), Perms.REQUEST_ASSIGNMENT),
    Act("expire", (S.PENDING, S.REFERRED, S.RETURNED), (S.EXPIRED,)),
    Act("begin", (S.APPROVED,), (S.UNDER_WAY,)),
    Act("stop", (S.APPROVED, S.UNDER_WAY), (S.STOPPED,), Perms.APPROVE_ASSIGNMENT),
    Act("complete", (S.UNDER_WAY,), (S.COMPLETED,)),
)

EDITABLE = (S.DRAFT, S.RETURNED)
OPEN = (S.PENDING, S.REFERRED, S.APPROVED, S.UNDER_WAY)
BINDING = (S.APPROVED, S.UNDER_WAY)
ENDED = (S.COMPLETED, S.REJECTED, S.WITHDRAWN, S.EXPIRED, S.STOPPED)
