"""manage.py calculate [--json]: one JSON document a line in, one answer a line out. Needs no database."""

import io
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management import BaseCommand, CommandParser

from core import clock
from core.errors import BadInput
from core.parsing import read_json
from payroll.calculating.answers import MustBeSupplied
from payroll.calculating.telling import as_dict
from payroll.calculating.topics.registry import calculate

DONE, REFUSED, USED_WRONGLY = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Calculate what documents on standard input ask, one a line: {topic, inputs}, and answer each on a line. "
        "Topics and inputs: docs/calculators.md. A line that cannot be answered says why and the run goes on; the exit "
        "status is then 2, or 1 when nothing was wrong but a value the law data lacks must be supplied."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answers as JSON (otherwise a line to read)")

    def handle(self, *args: Any, **options: Any) -> None:
        status, today = DONE, clock.today()
        for number, line in enumerate(_lines(), start=1):
            if not line.strip():
                continue
            document: Any = {}
            try:
                document = _document(line)
                answer = as_dict(calculate(document.get("topic"), document.get("inputs"), today=today))
            except BadInput as error:
                status = max(status, REFUSED if isinstance(error, MustBeSupplied) else USED_WRONGLY)
                self._refuse(_identity(document), number, error, as_json=options["json"])
                continue
            answer = _identity(document) | answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _line(answer))
        if status:
            sys.exit(status)

    def _refuse(self, identity: dict[str, Any], number: int, error: BadInput, *, as_json: bool) -> None:
        if as_json:
            errors = {name: [str(one) for one in said] for name, said in error.errors.items()}
            answer = identity | {"line": number, "error": "bad_input", "errors": errors}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for name, messages in error.errors.items():
            self.stderr.write(f"{number}: {name}: {' '.join(str(one) for one in messages)}")


def _lines() -> Iterable[str]:
    """Standard input as UTF-8; bytes that are none make their own line a bad one."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    return sys.stdin


def _document(line: str) -> Any:
    try:
        document = read_json(line)
    except ValueError as error:
        raise BadInput({"": [str(error)]}) from error
    if not isinstance(document, Mapping):
        raise BadInput({"": ['Write one document a line: {"topic": …, "inputs": {…}}.']})
    return document


def _identity(document: Any) -> dict[str, Any]:
    """Which line it answers: the id and the topic, as far as they can be read."""
    given = {name: document.get(name) for name in ("id", "topic")} if isinstance(document, Mapping) else {}
    return {name: value for name, value in given.items() if isinstance(value, str | int)}


def _line(answer: dict[str, Any]) -> str:
    values = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in answer["value"].items())
    return f"{answer.get('id', '-')}\t{answer.get('topic', '-')}\t{values}\t{answer['confidence']}"
