"""Start the servers, fill them, measure, print, stop."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command

from auxpolice.benching.measuring import HEAD, Figure


def run(options: Mapping[str, Any], say: Callable[[str], object]) -> None:
    """The whole bench in this process; `AUXPOLICE_BENCH` names where the figures are written."""
    from auxpolice.embedded.postgres import Postgres
    from auxpolice.embedded.valkey import Valkey

    database, queue = Postgres(), Valkey()
    processes = [database.start()]
    try:
        database.set_up()
        processes.append(queue.start())
        call_command("migrate", verbosity=0, interactive=False)
        figures = measure(options, say)
        Path(os.environ["AUXPOLICE_BENCH"]).write_text(
            json.dumps([figure.as_dict() for figure in figures], indent=1, ensure_ascii=False), encoding="utf-8"
        )
    finally:
        for process in reversed(processes):
            process.send_signal(Postgres.stop_signal)
        for process in processes:
            process.wait(30)


def measure(options: Mapping[str, Any], say: Callable[[str], object]) -> list[Figure]:
    from auxpolice.benching.subjects import SUBJECTS
    from auxpolice.seeding import copying
    from auxpolice.seeding.scale_work import OpenWork

    call_command("seed_scale", auxiliaries=options["auxiliaries"], verbosity=1)
    OpenWork(options["assignments"]).build()
    copying.analyse()
    # A web process does not carry what the seeding left behind through every garbage collection.
    gc.collect()
    gc.freeze()
    wanted = [name for name in options["only"].split(",") if name] or list(SUBJECTS)
    load = os.getloadavg()
    say(f"{options['auxiliaries']} auxiliaries, {options['assignments']} open assignments; load before: {load[0]:.1f}")
    say(HEAD)
    figures = []
    for name in wanted:
        figure = SUBJECTS[name]()
        figures.append(figure)
        say(figure.line())
    say(f"load after: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return figures
