"""Everything that changes exports; pages, API, tasks and consumers call only these."""

from exports.services.deciding import approve_export, decline_export
from exports.services.downloading import reopen_export, take_export, withdraw_export
from exports.services.ending import end_old
from exports.services.handing import hand_out
from exports.services.making import make_export
from exports.services.requesting import instead, request_export

__all__ = [
    "approve_export",
    "decline_export",
    "end_old",
    "hand_out",
    "instead",
    "make_export",
    "reopen_export",
    "request_export",
    "take_export",
    "withdraw_export",
]
