"""A queue that anybody might write to: what is no task of ours is not done, the worker goes on, and an alarm is raised.

Only JSON is read, only tasks of ours exist, they take nothing from the message, and orders to the worker (remote control)
are not listened to. What is left are messages that break the reading itself; those end here.
"""

from __future__ import annotations

import logging
from typing import Any

from celery.signals import task_prerun
from celery.worker.consumer import Consumer
from kombu.transport import redis, virtual
from kombu.transport.virtual import Empty
from redis.exceptions import ResponseError

log = logging.getLogger(__name__)
LETTERS = 200


class WaryQoS(redis.QoS):
    """What the worker holds. One that it could not hand back is let go of all the same; the queue gives it out again later.

    Celery only notes that an acknowledgement failed. The message would count as being worked on for ever: after as many as
    a worker may hold it would take none, and so would not even see that the queue is back.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class WaryChannel(redis.Channel):
    """Takes messages from the queue; one that cannot be opened, or held, is dropped, not the worker."""

    QoS = WaryQoS

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise_alarm("unreadable", type(error).__name__)
            raise Empty from error
        except ResponseError as error:
            # A full queue hands a message out, but cannot note who holds it. What was to be done stands in the database.
            log.warning("queue: a message was let go: %s", error)
            raise Empty from error


class WaryConsumer(Consumer):
    """Celery's consumer, telling of every message that no program of ours would send."""

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        super().on_decode_error(message, exc)
        raise_alarm("not_allowed", f"{message.content_type}: {type(exc).__name__}")

    def on_unknown_message(self, body: Any, message: Any) -> None:
        super().on_unknown_message(body, message)
        raise_alarm("no_task", "")

    def on_unknown_task(self, body: Any, message: Any, exc: Exception) -> None:
        message.reject_log_error(log, self.connection_errors)
        raise_alarm("unknown_task", str((message.headers or {}).get("task", "")))

    def on_invalid_task(self, body: Any, message: Any, exc: Exception) -> None:
        super().on_invalid_task(body, message, exc)
        raise_alarm("invalid_task", type(exc).__name__)


def raise_alarm(kind: str, detail: str) -> None:
    """Somebody wrote into the queue who should not be able to: the administrators of security are told."""
    from django.db import close_old_connections

    from accounts.alarms import alarm

    shown = "".join(letter if letter.isprintable() else "?" for letter in detail[:LETTERS])
    log.error("queue: a message that is none of ours (%s): %s", kind, shown)
    try:
        close_old_connections()
        alarm(f"queue.{kind}", "queue", {"what": shown})
    except Exception:  # the worker must outlive the alarm; what happened stands in the log
        log.exception("queue: the alarm could not be raised")
    finally:
        close_old_connections()


def before_a_task(task: Any = None, args: Any = (), kwargs: Any = None, **more: Any) -> None:
    """Our tasks are told nothing: what they do stands in the database. Whoever sends one with words is not us."""
    if args or kwargs:
        raise_alarm("words_for_a_task", getattr(task, "name", ""))


def install() -> None:
    """Celery's transport for Redis takes our channel."""
    redis.Transport.Channel = WaryChannel
    task_prerun.connect(before_a_task)
