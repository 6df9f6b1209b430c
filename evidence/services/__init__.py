"""Everything that writes evidence: anchors, readings, alarms, verifications, the end of what is kept."""

from evidence.services.anchoring import anchor, stream_acts

__all__ = ["anchor", "stream_acts"]
