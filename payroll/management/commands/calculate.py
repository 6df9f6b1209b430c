"""manage.py calculate [--json]: one JSON document a line in, one answer a line out. Needs no database."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from django.core.management import CommandParser

from core import clock
from core.errors import BadInput
from core.terminal import DONE, MISUSED, REFUSED, Answering, document, lines
from payroll.calculating.answers import MustBeSupplied
from payroll.calculating.telling import as_dict
from payroll.calculating.topics.registry import calculate


class Command(Answering):
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
        for number, line in enumerate(lines(), start=1):
            if not line.strip():
                continue
            asked: Any = {}
            try:
                asked = _question(line)
                answer = as_dict(calculate(asked.get("topic"), asked.get("inputs"), today=today))
            except BadInput as error:
                status = max(status, REFUSED if isinstance(error, MustBeSupplied) else MISUSED)
                self._bad(_identity(asked), number, error, as_json=options["json"])
                continue
            answer = _identity(asked) | answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _line(answer))
        if status:
            sys.exit(status)


def _question(line: str) -> Any:
    asked = document(line)
    if not isinstance(asked, Mapping):
        raise BadInput({"": ['Write one document a line: {"topic": …, "inputs": {…}}.']})
    return asked


def _identity(asked: Any) -> dict[str, Any]:
    """Which line it answers: the id and the topic, as far as they can be read."""
    given = {name: asked.get(name) for name in ("id", "topic")} if isinstance(asked, Mapping) else {}
    return {name: value for name, value in given.items() if isinstance(value, str | int)}


def _line(answer: dict[str, Any]) -> str:
    values = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in answer["value"].items())
    return f"{answer.get('id', '-')}\t{answer.get('topic', '-')}\t{values}\t{answer['confidence']}"
