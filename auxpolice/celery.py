"""Celery only wakes: whatever must not be lost is a row in PostgreSQL (outbox, reminders)."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_process_init

from auxpolice import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")

app = Celery("auxpolice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
broker.install()


@worker_init.connect
@worker_process_init.connect
def be_patient_but_not_for_ever(**more: object) -> None:
    """In each process of the worker: no wait for the database is without end."""
    from core import patience

    patience.install()


@worker_process_init.connect
def come_second(**more: object) -> None:
    """Whoever waits for a page comes first: an import or an export takes what processor time is left."""
    from core import courtesy

    courtesy.come_second()


app.conf.beat_schedule = {
    # The sweeper process does the same every few seconds; beat is the second pair of hands.
    "sweep-outbox": {"task": "core.sweep_outbox", "schedule": 60.0, "options": {"expires": 50}},
    # Proof for /readyz that beat and a worker are alive.
    "heartbeat": {"task": "core.heartbeat", "schedule": 15.0, "options": {"expires": 14}},
    # Every minute, but a look is made only once an hour: one that was killed is taken up within two minutes, and a time
    # when nothing ran is caught up by the next.
    "reminders": {"task": "reminders.run", "schedule": 60.0, "options": {"expires": 50}},
    # Requests nobody decided before they start expire; approved ones nobody began are flagged.
    "assignments-expire": {"task": "duties.expire", "schedule": 60.0, "options": {"expires": 50}},
    "assignments-unled": {"task": "duties.flag_unled", "schedule": 60.0, "options": {"expires": 50}},
    # Counts of guesses and rates that nothing asks for any more.
    "forget-counts": {"task": "accounts.forget_counts", "schedule": crontab(minute=40), "options": {"expires": 3000}},
    # Where the audit trail stands is said outside the database every five minutes and at close of day; then all of it is
    # verified. The watch over reading looks as often.
    "anchor": {"task": "evidence.anchor", "schedule": 300.0, "options": {"expires": 280}},
    "anchor-day": {
        "task": "evidence.close_day",
        "schedule": crontab(hour=23, minute=59),
        "options": {"expires": 3600},
    },
    "watch": {"task": "evidence.watch", "schedule": 240.0, "options": {"expires": 200}},
    "verify-trail": {"task": "evidence.verify", "schedule": 60.0, "options": {"expires": 50}},
    # Twenty past midnight: a day more may be the day on which a card, a training or a contract ended.
    "assignments-redecide": {
        "task": "duties.redecide",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 3600},
    },
    # Copies of imported sheets that nobody applied are kept for a day: hourly, so at most an hour longer.
    "forget-sheets": {"task": "roster.forget_sheets", "schedule": crontab(minute=50), "options": {"expires": 3000}},
    # Files of exports go when their hour is over; what was being made for ten minutes is given up.
    "exports-end": {"task": "exports.end_old", "schedule": 120.0, "options": {"expires": 100}},
    # Stored files that no row names, left by acts that failed: daily, when they are a day old.
    "sweep-files": {"task": "core.sweep_files", "schedule": crontab(hour=3, minute=30), "options": {"expires": 3600}},
    # An import whose process was killed is not shown as under way for ever.
    "imports-stuck": {"task": "roster.end_stuck_imports", "schedule": 120.0, "options": {"expires": 100}},
    "pay-runs-stuck": {"task": "payroll.end_stuck_runs", "schedule": 120.0, "options": {"expires": 100}},
    # What is kept no longer than its policy says goes in the night.
    "forget": {"task": "privacy.forget", "schedule": crontab(hour=3, minute=40), "options": {"expires": 3600}},
    # A suspension begins and ends with a day: just after midnight, and hourly for machines that were off then.
    "suspensions": {"task": "roster.apply_suspensions", "schedule": crontab(minute=10), "options": {"expires": 3000}},
    # Effects of sanctions end on their day; suspensions that ran out are noted.
    "conduct-effects": {"task": "discipline.end_effects", "schedule": crontab(minute=15), "options": {"expires": 3000}},
    # A backup is due once a day (BACKUP_AT); every ten minutes, so that one that failed or was killed is made up for soon.
    "backup": {"task": "auxpolice.backup", "schedule": crontab(minute="*/10"), "options": {"expires": 590}},
    # Roles end on their last day: just after midnight, and hourly for machines that were off then.
    "end-roles": {"task": "accounts.end_roles", "schedule": crontab(minute=5), "options": {"expires": 3000}},
}
