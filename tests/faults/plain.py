"""Celery as it comes, without outbox, lease or late acknowledgement: what the controls of the fault tests run."""

from __future__ import annotations

import os
import time

from celery import Celery

app = Celery("plain", broker=os.environ.get("PLAIN_BROKER", "memory://"))
app.conf.update(task_default_queue="plain", broker_connection_retry_on_startup=True, worker_enable_remote_control=False)
if os.environ.get("PLAIN_LATE"):
    # The answer often given instead: acknowledge late, and hand out again what was not acknowledged for some seconds.
    app.conf.update(
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        broker_transport_options={
            "visibility_timeout": int(os.environ["PLAIN_LATE"]),
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
        },
    )


def note(word: str, number: int) -> None:
    with open(os.environ["PLAIN_FILE"], "a", encoding="utf-8") as out:
        out.write(f"{word} {number}\n")


@app.task(name="plain.work")
def work(number: int, seconds: float = 0.2) -> None:
    """Begins, takes its time, has its effect."""
    note("began", number)
    time.sleep(seconds)
    note("done", number)
