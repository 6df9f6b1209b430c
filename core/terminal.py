"""What the commands of a terminal have in common: lines of JSON coming in, refusals going out, the exit status."""

from __future__ import annotations

import io
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import BaseCommand

from core.errors import BadInput, DomainError
from core.parsing import read_json

DONE, REFUSED, MISUSED = 0, 1, 2


class Acting(BaseCommand, ABC):
    """A command by which somebody acts. Exit status 0 done, 1 refused or found wrong, 2 used wrongly."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = self._run(options)
        except BadInput as error:
            status = self._refused([str(said) for messages in error.errors.values() for said in messages], options)
        except DomainError as error:
            status = self._refused([str(error)], options)
        if status != DONE:
            sys.exit(status)

    @abstractmethod
    def _run(self, options: dict[str, Any]) -> int:
        """The act itself; answers the exit status."""

    def _refused(self, said: list[str], options: dict[str, Any]) -> int:
        if options["json"]:
            self.stdout.write(json.dumps({"status": "refused", "errors": said}, ensure_ascii=False))
        else:
            self.stderr.write("\n".join(said))
        return REFUSED

    def _misused(self, said: str) -> int:
        self.stderr.write(said)
        return MISUSED


class Answering(BaseCommand):
    """A command that answers each line of standard input on a line. A bad one says why, and the run goes on."""

    def _bad(self, identity: Mapping[str, Any], number: int, error: BadInput, *, as_json: bool) -> None:
        if as_json:
            errors = {name: [str(one) for one in said] for name, said in error.errors.items()}
            answer = {**identity, "line": number, "error": "bad_input", "errors": errors}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for name, messages in error.errors.items():
            self.stderr.write(f"{number}: {name}: {' '.join(str(one) for one in messages)}")


def lines() -> Iterable[str]:
    """Standard input as UTF-8; bytes that are none make their own line a bad one."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    return sys.stdin


def document(line: str) -> Any:
    """The JSON of a line. Raises BadInput."""
    try:
        return read_json(line)
    except ValueError as error:
        raise BadInput({"": [str(error)]}) from error
