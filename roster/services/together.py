"""One act for many files: looked at first, then done for all that were shown, or for nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core.errors import BadInput, DomainError, Finding, NotNow, Refused
from roster.models import Auxiliary

MOST = 200  # files at once: what one page may wait for
Act = Callable[[Auxiliary], Any]  # one of the services of this room, for one file, with its `by`


@dataclass(frozen=True)
class Outcome:
    """What the act comes to for one file: done, or why not."""

    auxiliary: Auxiliary
    said: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def possible(self) -> bool:
        return not self.said and not self.findings


def look(*, files: Iterable[Auxiliary], act: Act) -> list[Outcome]:
    """What would happen to each file, asked of the service itself in the order it would be done; nothing is changed."""
    with transaction.atomic():
        outcomes = [_one(file, act) for file in _in_order(files)]
        transaction.set_rollback(True)
    return outcomes


def do_all(*, files: Iterable[Auxiliary], act: Act) -> list[Outcome]:
    """Do it for every file; if one cannot, nobody's file is changed and the answer says whose and why."""
    with transaction.atomic():
        outcomes = [_one(file, act) for file in _in_order(files)]
        if not all(outcome.possible for outcome in outcomes):
            transaction.set_rollback(True)
    return outcomes


def _in_order(files: Iterable[Auxiliary]) -> list[Auxiliary]:
    """Always the same order, so that two who do this at once wait for each other instead of standing in each other's way."""
    return sorted(files, key=lambda file: (file.category, file.pk))


def _one(file: Auxiliary, act: Act) -> Outcome:
    try:
        with transaction.atomic():
            act(file)
    except Refused as error:
        return Outcome(file, findings=tuple(error.findings))
    except NotNow as error:
        return Outcome(file, (str(error.message),))
    except BadInput as error:
        return Outcome(file, tuple(str(said) for messages in error.errors.values() for said in messages))
    except DomainError as error:
        return Outcome(file, (str(error),))
    return Outcome(file)
