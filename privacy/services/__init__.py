"""Everything that changes what this room keeps; pages, API and tasks call only these."""

from privacy.services.consenting import read_notice, set_consent
from privacy.services.copying import copy_own_file
from privacy.services.forgetting import end_hold, place_hold, run_retention
from privacy.services.requesting import accept, ask, freeze, refuse

__all__ = [
    "accept",
    "ask",
    "copy_own_file",
    "end_hold",
    "freeze",
    "place_hold",
    "read_notice",
    "refuse",
    "run_retention",
    "set_consent",
]
