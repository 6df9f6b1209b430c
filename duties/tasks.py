"""What beat asks for; each is safe to run twice."""

from celery import shared_task

from core import clock
from core.actors import SYSTEM
from duties import services


@shared_task(name="duties.expire", time_limit=300, ignore_result=True)
def expire() -> int:
    """Requests whose start time has passed undecided."""
    return services.expire(moment=clock.now(), by=SYSTEM)


@shared_task(name="duties.flag_unled", time_limit=300, ignore_result=True)
def flag_unled() -> int:
    """Approved work that should have begun and that nobody has confirmed."""
    return services.flag_unled(moment=clock.now(), by=SYSTEM)


@shared_task(name="duties.redecide", time_limit=300, ignore_result=True)
def redecide() -> int:
    """Once a night: a day more may be the day on which something ended."""
    return services.redecide(on=clock.today(), by=SYSTEM).looked_at
