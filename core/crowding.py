"""More people than the machine can serve: whoever waited too long is told so, before anything is done for them (R-84).

Otherwise everybody waits, in the end for answers that nobody waits for any more. A rush of a few seconds is waited out;
under a crowd that does not go, the wait is kept short, so that those who are served are served soon. (The idea is
Facebook's "controlled delay", B. Maurer, Fail at Scale, ACM Queue 13/8, 2015.)
"""

from __future__ import annotations

import time
from typing import Final

TOO_LATE: Final = "auxpolice.too_late"  # what our web server says of a request (auxpolice.patient); others say nothing
PATIENCE: Final = 5.0  # seconds in the queue for a thread, in a rush
HURRY: Final = 1.0  # and when for so long nobody was served at once
AT_ONCE: Final = 0.1


class Crowd:
    """How long whoever comes to a thread may have waited."""

    def __init__(self) -> None:
        self.calm_at = time.monotonic()

    def too_late(self, since: float) -> bool:
        """Did a request that was whole at this moment wait too long? 0: it did not wait here."""
        now = time.monotonic()
        waited = now - since if since else 0.0
        if waited < AT_ONCE:
            self.calm_at = now
        return waited > (PATIENCE if now - self.calm_at < PATIENCE else HURRY)
