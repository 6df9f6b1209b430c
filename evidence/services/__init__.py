"""Everything that writes evidence: anchors, readings, alarms, verifications, the end of what is kept."""

from evidence.services.alarms import answer_alarm, raise_alarm
from evidence.services.anchoring import anchor, stream_acts
from evidence.services.pruning import prune
from evidence.services.reading import note_reading
from evidence.services.verifications import ask_verification, verify_waiting
from evidence.services.watching import watch

__all__ = [
    "anchor",
    "answer_alarm",
    "ask_verification",
    "note_reading",
    "prune",
    "raise_alarm",
    "stream_acts",
    "verify_waiting",
    "watch",
]
