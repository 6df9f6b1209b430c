"""Assignments."""

from __future__ import annotations

from django.db.models import Q

from core.actors import SYSTEM
from duties import services
from duties.services.redeciding import redecide
from tests.cast import TODAY
from tests.guards.waiting import Lock

FOLDER = "duties/services"


def approve(stage):
    assignment = stage.submitted()
    return assignment, lambda: services.approve(assignment=assignment, by=stage.supervisor)


def approve_its_people(stage):
    assignment = stage.submitted()
    return stage.wu, lambda: services.approve(assignment=assignment, by=stage.supervisor)


def rewrite(stage):
    assignment = stage.draft()
    content = stage.content(place="东门")
    return assignment, lambda: services.save_draft(assignment=assignment, content=content, by=stage.requester)


def decide_again(stage):
    assignment = stage.approved()
    return assignment, lambda: redecide(on=TODAY, by=SYSTEM, only=Q(pk=assignment.pk))


LOCKS = (
    Lock(f"{FOLDER}/locking.py:lock", approve),
    Lock(f"{FOLDER}/locking.py:lock_people", approve_its_people),
    Lock(f"{FOLDER}/drafting.py:_editable", rewrite),
    Lock(f"{FOLDER}/redeciding.py:_redecide_batch", decide_again),
)
