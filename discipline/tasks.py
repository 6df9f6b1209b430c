"""What beat asks for; each is safe to run twice."""

from celery import shared_task

from core import clock
from core.actors import SYSTEM
from discipline.services import appraisals, cases, complaints


@shared_task(name="discipline.end_effects", time_limit=300, ignore_result=True)
def end_effects() -> int:
    """Once a day, soon after midnight and again later: what ends by its day: sanctions, suspensions, terms to object or look."""
    today = clock.today()
    ended = cases.end_effects(on=today, by=SYSTEM) + cases.note_ended_suspensions(on=today, by=SYSTEM)
    complaints.remind_of_second_looks(on=today)
    return ended + appraisals.conclude_unopposed(on=today, by=SYSTEM)
