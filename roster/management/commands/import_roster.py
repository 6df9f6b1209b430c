"""`import_roster FILE.xlsx --unit CODE --as USER [--sheet KIND] [--apply] [--update] [--json]`: dry run unless --apply."""

from __future__ import annotations

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File

from accounts.models import User
from core import clock
from core.terminal import DONE, REFUSED, Acting
from organisation.models import Unit
from roster.importing import runs
from roster.importing.findings import from_dict
from roster.importing.kinds import KINDS, ROSTER
from roster.models import ImportRun


class Command(Acting):
    """The same import as the pages, for a terminal. Exit status 0 done, 1 refused or found wrong, 2 used wrongly."""

    help = "Import a spreadsheet of auxiliaries or of their pay: tries it, and applies it whole with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the unit")
        parser.add_argument("--as", dest="user", required=True, help="sign-in name of who imports")
        parser.add_argument("--sheet", default=ROSTER, choices=sorted(KINDS), help="what the sheet is")
        parser.add_argument("--apply", action="store_true", help="apply it if nothing is wrong")
        parser.add_argument("--update", action="store_true", help="update people already on file")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def _run(self, options: dict[str, Any]) -> int:
        user = User.objects.filter(username__iexact=options["user"], is_active=True).first()
        if user is None:
            return self._misused("There is no such user.")
        unit = Unit.objects.visible_to(user, KINDS[options["sheet"]].permission).filter(code=options["unit"]).first()
        if unit is None:
            return self._misused("There is no unit of this code among those into which this user may import.")
        if not options["file"].is_file():
            return self._misused("There is no such file.")
        return self._tell(self._import(options, unit, user), options)

    def _import(self, options: dict[str, Any], unit: Unit, user: User) -> ImportRun:
        mode = ImportRun.Mode.UPDATE if options["update"] else ImportRun.Mode.NEW
        with options["file"].open("rb") as opened:
            upload = File(opened, name=options["file"].name)
            token, day, kind = secrets.token_urlsafe(24), clock.today(), KINDS[options["sheet"]]
            run = runs.open_run(upload=upload, unit=unit, mode=mode, token=token, by=user, on=day, kind=kind)
        runs.check(run, runs.read(run))
        if options["apply"] and run.can_be_applied:
            return runs.apply_run(run=run, by=user, on=day)
        return run

    def _tell(self, run: ImportRun, options: dict[str, Any]) -> int:
        findings = [from_dict(kept) for kept in run.findings]
        if options["json"]:
            document = {"status": run.status, "counts": run.counts, "columns": run.columns, "findings": run.findings}
            self.stdout.write(json.dumps({"import": run.pk, **document}, ensure_ascii=False))
        else:
            for found in findings:
                place = f"{found.sheet} {found.row}:{found.column or '-'} {found.heading}".strip()
                line = f"{found.severity} {place} [{found.cell}] {found.sentence()} {found.way_out()} ({found.code})"
                self.stdout.write(line)
            self.stdout.write(", ".join(f"{name} {number}" for name, number in run.counts.items()))
            self.stdout.write(str(run.get_status_display()))
        wrong = run.stands_in_the_way or (options["apply"] and run.status != ImportRun.Status.APPLIED)
        return REFUSED if wrong else DONE
