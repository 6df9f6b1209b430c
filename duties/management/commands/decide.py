"""manage.py decide [--json]: one JSON document a line in, one answer a line out. Needs no database."""

import json
import sys
from typing import Any

from django.core.management import CommandParser

from core import clock
from core.errors import BadInput
from core.parsing import read_json
from core.terminal import DONE, MISUSED, Answering, document, lines
from duties.decision import Decision, decide, from_json
from regulations import packs


class Command(Answering):
    help = (
        "Decide requests given on standard input, one JSON document a line, and answer each on a line. "
        "A bad line is answered with its error and the run goes on; the exit status is then 2."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answers as JSON (otherwise a line to read)")

    def handle(self, *args: Any, **options: Any) -> None:
        status, law, today = DONE, packs.load(), clock.today()
        for number, line in enumerate(lines(), start=1):
            if not line.strip():
                continue
            try:
                decision = decide(*from_json(document(line), today=today, packs=law), law)
            except BadInput as error:
                status = MISUSED
                self._bad({"id": _identity(line)}, number, error, as_json=options["json"])
                continue
            self.stdout.write(
                json.dumps(decision.as_dict(), ensure_ascii=False) if options["json"] else _line(decision)
            )
        if status:
            sys.exit(status)


def _identity(line: str) -> str:
    """The id of a bad line, as far as it can be read."""
    try:
        document = read_json(line)
    except ValueError:
        return ""
    identity = document.get("id", "") if isinstance(document, dict) else ""
    return str(identity) if isinstance(identity, str | int) else ""


def _line(decision: Decision) -> str:
    refused = ", ".join(decision.duties_refused)
    return f"{decision.id}\t{decision.outcome}\t{decision.verdict or '-'}\t{', '.join(decision.reasons)}\t{refused}"
