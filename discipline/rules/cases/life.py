"""A case's life as data: which act leads from where to where, and whose right it is.

The same moves stand in PostgreSQL as a trigger; a test compares the two. Kinds, terms and effects are house policy:
no text that states them for auxiliaries was found.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.life import Act, Life
from core.perms import Perms


class Status(TextChoices):
    """Where a case stands."""

    REPORTED = "reported", pgettext_lazy("case", "reported")
    PRELIMINARY = "preliminary", _("preliminary look")
    DROPPED = "dropped", pgettext_lazy("case", "not opened")
    OPENED = "opened", pgettext_lazy("case", "opened")
    INVESTIGATED = "investigated", _("investigated")
    TOLD = "told", _("told, statement awaited")
    HEARD = "heard", _("heard")
    DECIDED = "decided", pgettext_lazy("case", "decided")
    SERVED = "served", _("served")
    APPEALED = "appealed", _("appeal pending")
    CLOSED = "closed", pgettext_lazy("case", "closed")


class Nature(TextChoices):
    """What kind of matter a case is about."""

    DISCIPLINE = "discipline", _("Breach of duty or discipline")
    CRIMINAL = "criminal", _("Criminal proceedings")
    DETENTION = "detention", _("Administrative or judicial detention")
    REHABILITATION = "rehabilitation", _("Compulsory drug rehabilitation")


class Source(TextChoices):
    """From where the report came."""

    INSPECTION = "inspection", _("Inspection")
    COMPLAINT = "complaint", _("Complaint or report")
    SUPERIOR = "superior", _("Superior organ")
    TRANSFERRED = "transferred", _("Passed on by another authority")
    UNIT = "unit", _("The unit itself")
    REFUSED = "refused", _("Refused attempt")


class Outcome(TextChoices):
    """What was decided. A sanction is one of the middle four; an exit is an end of the labour contract."""

    UNFOUNDED = "unfounded", _("No breach found")
    ADVICE = "advice", _("Criticism and advice, no sanction")
    WARNING = "warning", pgettext_lazy("measure", "Warning")
    DEMERIT = "demerit", _("Demerit")
    MAJOR_DEMERIT = "major_demerit", _("Major demerit")
    GRADE_LOWERED = "grade_lowered", _("Grade lowered")
    EXIT = "exit", _("End of the labour contract")


class Heard(TextChoices):
    """How the person was heard."""

    STATEMENT = "statement", _("Statement handed in")
    HEARING = "hearing", _("Heard in person, with a record")
    WAIVED = "waived", _("Waived in writing")
    TERM_OVER = "term_over", _("The term ran out without a statement")


class Served(TextChoices):
    """How a paper reached the person."""

    IN_PERSON = "in_person", _("Handed over in person")
    LEFT = "left", _("Left behind before witnesses")
    POST = "post", _("By registered post")


class Verdict(TextChoices):
    """What became of an appeal."""

    UPHELD = "upheld", _("The decision stands")
    CHANGED = "changed", _("The decision was made milder")
    REVOKED = "revoked", _("The decision was taken back")


class Withdrawn(TextChoices):
    """What became of the request that somebody withdraw."""

    GRANTED = "granted", pgettext_lazy("withdrawal", "granted")
    REFUSED = "refused", pgettext_lazy("withdrawal", "refused")


S = Status
SANCTIONS: Final = (Outcome.WARNING, Outcome.DEMERIT, Outcome.MAJOR_DEMERIT, Outcome.GRADE_LOWERED)
SEVERITY: Final = {outcome.value: place for place, outcome in enumerate(Outcome)}
INVESTIGATORS: Final = 2


ACTS: Final = Life(
    Act("examine", (S.REPORTED,), (S.PRELIMINARY,), Perms.INVESTIGATE),
    Act("drop", (S.REPORTED, S.PRELIMINARY), (S.DROPPED,), Perms.INVESTIGATE),
    Act("open", (S.PRELIMINARY,), (S.OPENED,), Perms.INVESTIGATE),
    Act("conclude", (S.OPENED,), (S.INVESTIGATED,), Perms.INVESTIGATE),
    Act("tell", (S.INVESTIGATED,), (S.TOLD,), Perms.INVESTIGATE),
    Act("hear", (S.TOLD,), (S.HEARD,), Perms.INVESTIGATE),
    Act("look_again", (S.HEARD,), (S.OPENED,), Perms.DECIDE_CASE),
    Act("begin_again", (S.INVESTIGATED, S.TOLD, S.HEARD), (S.OPENED,), Perms.DECIDE_CASE),  # somebody withdrew
    Act("decide", (S.HEARD,), (S.DECIDED,), Perms.DECIDE_CASE),
    Act("serve", (S.DECIDED,), (S.SERVED,), Perms.INVESTIGATE),
    Act("appeal", (S.SERVED, S.CLOSED), (S.APPEALED,)),  # closed: received within its term, entered later
    Act("answer", (S.APPEALED,), (S.CLOSED,), Perms.HANDLE_APPEALS),
    Act("close", (S.SERVED,), (S.CLOSED,), Perms.INVESTIGATE),
)

ENDED: Final = (S.DROPPED, S.CLOSED)
BEFORE_DECISION: Final = (S.REPORTED, S.PRELIMINARY, S.OPENED, S.INVESTIGATED, S.TOLD, S.HEARD)
NAMING: Final = (S.PRELIMINARY, S.OPENED)
# The person may ask that somebody withdraw: from being told until it is decided.
ASKED_IN: Final = (S.TOLD, S.HEARD)
# What the person sees: nothing before the facts are put to them.
SEEN_BY_PERSON: Final = (S.TOLD, S.HEARD, S.DECIDED, S.SERVED, S.APPEALED, S.CLOSED)
# What a decider needs in sight, and what whoever hears appeals does.
FOR_DECISION: Final = (S.INVESTIGATED, S.TOLD, S.HEARD, S.DECIDED, S.SERVED, S.APPEALED, S.CLOSED)
