"""Is the trail whole? Reads the rows with its own SQL, computes every hash itself, and asks the anchors."""

from evidence.verifying.report import Finding, Report
from evidence.verifying.run import verify

__all__ = ["Finding", "Report", "verify"]
