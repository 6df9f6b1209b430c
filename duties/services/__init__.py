"""Everything that writes in duties; pages, API, imports, tasks and consumers call only these."""

from duties.services.approving import approve, reject, return_
from duties.services.carrying_out import Attendance, begin, complete, stop
from duties.services.clockwork import expire, flag_unled
from duties.services.drafting import save_draft, withdraw
from duties.services.redeciding import Redecided, redecide
from duties.services.ruling import Opinion, rule
from duties.services.submitting import submit
from duties.services.telling import tell_stopped

__all__ = [
    "Attendance",
    "Opinion",
    "Redecided",
    "approve",
    "begin",
    "complete",
    "expire",
    "flag_unled",
    "redecide",
    "reject",
    "return_",
    "rule",
    "save_draft",
    "stop",
    "submit",
    "tell_stopped",
    "withdraw",
]
