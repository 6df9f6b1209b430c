"""Demonstration data: a model city with fictional people, dates relative to the day."""

from __future__ import annotations

import io
import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from accounts.models import User
from auxpolice.seeding import (
    accounts,
    appraisals,
    commendations,
    conduct,
    house,
    insurance,
    pay,
    people,
    protection,
    supervision,
    work,
)
from core import clock
from core.actors import SYSTEM
from organisation.models import Unit
from reminders import services as reminders


class Command(BaseCommand):
    help = "Build the demonstration: three bureaus, 669 auxiliaries, fifteen sign-ins. Only under DEMO=1, in an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration has a printed password: it is made only under DEMO=1.")
        if User.objects.exists() or Unit.objects.exists():
            raise CommandError("This database already holds data. The demonstration goes into an empty one only.")
        begun, day = time.perf_counter(), clock.today()
        with connection.cursor() as cursor:
            # Two hundred small transactions need not wait for the disk one by one; none of them can be half there.
            cursor.execute("SET synchronous_commit TO off")
        units = house.build_units()
        house.build_employers(units, day)
        house.build_places(units, day)
        officers = house.build_officers(units)
        users = accounts.build_accounts(units, officers, day)
        people.import_sheets(units, users, day)
        people.grade_them(day)
        insurance.insure(units, users, day)
        pay.pay(units, users, day)
        commendations.commend(units, users, day)
        desk = work.Desk(units, users, officers, accounts.build_auxiliary_accounts(units, day))
        work.ask_for_work(desk)
        supervision.inspect(desk, day)
        conduct.try_cases(desk, day)
        protection.protect(desk, day)
        protection.answer_one(desk, day)
        appraisals.appraise(desk, day)
        reminders.run(on=day, by=SYSTEM)
        # The sheets of docs/examples age; a newcomer imports one whose papers are in force today.
        call_command("write_examples", settings.DATA / "examples", stdout=io.StringIO())
        if options["verbosity"]:
            self.stdout.write(f"The demonstration was made in {time.perf_counter() - begun:.1f} s")
