"""Acts that begin at the same moment, each in a thread and on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

from tests.assurance import long_form

AT_ONCE = 20
ROUNDS = 50 if long_form() else 1
Act = Callable[[], Any]


def together(acts: Sequence[Act]) -> list[Any]:
    """What each act answered, or the error it raised, whatever that was."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Act) -> None:
        start.wait(30)
        try:
            answers[place] = act()
        except Exception as error:  # judged by the test
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def twenty(act: Callable[[int], Any]) -> list[Any]:
    """The act twenty times at once, told its number."""
    return together([lambda number=number: act(number) for number in range(AT_ONCE)])


def won(answers: Sequence[Any]) -> list[Any]:
    return [answer for answer in answers if not isinstance(answer, Exception)]


def lost(answers: Sequence[Any]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def without(*statements: str) -> None:
    """Take a guard of the database away, for a control."""
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connections["owner"].close()
