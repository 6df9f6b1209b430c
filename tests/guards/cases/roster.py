"""Files, posts, quotas, imports."""

from __future__ import annotations

from datetime import date

from roster import services
from roster.importing import apply as applying
from roster.importing import runs
from roster.models import ImportRun
from roster.services.leaving import leave
from roster.services.postings import move
from tests.cast import TODAY, identity
from tests.guards.waiting import Lock

FOLDER, IMPORTING = "roster/services", "roster/importing"


def change_file(stage):
    file, by = stage.cast.auxiliary("改档"), stage.cast.user("hr")
    return file, lambda: services.change_file(auxiliary=file, by=by, on=TODAY, version=None, education="bachelor")


def note_signature(stage):
    file, by = stage.cast.auxiliary("补签"), stage.cast.user("hr")
    contract = file.contracts.get()
    return contract, lambda: services.note_signature(contract=contract, signed_on=TODAY, by=by)


def moves(stage):
    file, by = stage.cast.auxiliary("调动"), stage.cast.user("hr")
    south = stage.cast["south"]
    act = lambda: move(auxiliary=file, unit=south, post=None, starts_on=TODAY, by=by, on=TODAY)  # noqa: E731
    return file.postings.get(), act


def leaves(stage):
    file, by = stage.cast.auxiliary("离职"), stage.cast.user("hr")
    act = lambda: leave(auxiliary=file, last_day=TODAY, ground="resigned", by=by, on=TODAY)  # noqa: E731
    return file.postings.get(), act


def quota_above(stage):
    by, above = stage.cast.user("hr"), stage.cast.quota("city", number=900)
    act = lambda: services.allocate_quota(  # noqa: E731
        unit=stage.cast["north"], year=TODAY.year, category="any", number=5, by=by, on=TODAY
    )
    return above, act


def quota_itself(stage):
    by, quota = stage.cast.user("hr"), stage.cast.quota("south", number=9)
    act = lambda: services.allocate_quota(  # noqa: E731
        unit=stage.cast["south"], year=TODAY.year, category="any", number=5, by=by, on=TODAY
    )
    return quota, act


def _hire(stage, post=None):
    by = stage.cast.user("hr2")
    who = services.Newcomer(name="新人", identity_number=identity(born=date(1997, 3, 2)))
    place = services.Place(unit=stage.cast["west"], category="service", starts_on=TODAY, post=post)
    return lambda: services.hire(who=who, place=place, terms=None, by=by, on=TODAY)


def hire_on_quota(stage):
    return stage.cast["second"].quotas.get(category="any"), _hire(stage)


def hire_on_post(stage):
    post = stage.cast.post("门卫", unit="west")
    return post, _hire(stage, post)


def _room(stage):
    return lambda: applying.lock_room(stage.cast["second"], TODAY)


def import_unit(stage):
    return stage.cast["second"], _room(stage)


def import_quotas(stage):
    return stage.cast["second"].quotas.get(category="any"), _room(stage)


def import_posts(stage):
    return stage.cast.post("门卫", unit="west"), _room(stage)


def import_files(stage):
    file = stage.cast.auxiliary("导入", unit="west")
    return file, lambda: applying._lock_files([file])


def import_run(stage, status: str = "planned") -> ImportRun:
    """A sheet somebody sent in."""
    by = stage.cast.user("hr2")
    return ImportRun.objects.create(
        unit=stage.cast["second"], by=by, day=TODAY, mode="new", token=identity(), file_name="a.xlsx",
        file_sha256=identity(), stored_name="none", status=status, made_at=by.created_at,
    )  # fmt: skip


def apply_later(stage):
    run = import_run(stage)
    return run, lambda: runs.apply_later(run, run.by)


def apply_now(stage):
    run = import_run(stage)
    return run, lambda: runs.apply_run(run=run, by=run.by, on=TODAY)


def columns_of_an_import(stage):
    run = import_run(stage)
    return run, lambda: runs.choose_columns(run=run, chosen={}, by=run.by)


LOCKS = (
    Lock(f"{FOLDER}/common.py:lock", change_file),
    Lock(f"{FOLDER}/common.py:lock_row", note_signature),
    Lock(f"{FOLDER}/postings.py:_next_posting", moves),
    Lock(f"{FOLDER}/leaving.py:_end_posting", leaves),
    Lock(f"{FOLDER}/quotas.py:allocate_quota", quota_above),
    Lock(f"{FOLDER}/quotas.py:allocate_quota", quota_itself, 2),
    Lock(f"{FOLDER}/room.py:lock_quotas", hire_on_quota),
    Lock(f"{FOLDER}/room.py:lock_post", hire_on_post),
    Lock(f"{IMPORTING}/apply.py:lock_room", import_unit),
    Lock(f"{IMPORTING}/apply.py:lock_room", import_quotas, 2),
    Lock(f"{IMPORTING}/apply.py:lock_room", import_posts, 3),
    Lock(f"{IMPORTING}/apply.py:_lock_files", import_files),
    Lock(f"{IMPORTING}/runs.py:apply_later", apply_later),
    Lock(f"{IMPORTING}/runs.py:_apply", apply_now),
    Lock(f"{IMPORTING}/runs.py:choose_columns", columns_of_an_import),
)
