"""Wake-ups. The work itself is in the outbox; losing one of these loses nothing."""

from __future__ import annotations

from celery import shared_task

from core import faults, health, outbox
from core.actors import SYSTEM


@shared_task(name="core.sweep_outbox", time_limit=240, soft_time_limit=230)
def sweep_outbox() -> int:
    done = outbox.sweep()
    faults.point("after-effect-before-ack")
    return done


@shared_task(name="core.heartbeat", time_limit=20, soft_time_limit=15)
def heartbeat() -> None:
    health.beat("worker")
    health.beat("beat")


@shared_task(name="core.sweep_files", time_limit=290, soft_time_limit=280)
def sweep_files() -> int:
    from core.crypto.refiling import sweep_files as sweep

    return sweep(by=SYSTEM)
