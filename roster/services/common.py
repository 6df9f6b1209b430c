"""What every act of the roster shares: locking the file, saving what is right, saying what the database refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.errors import BadInput, Finding, NotNow, Refused
from core.versions import bump, check_version
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary

__all__ = ["bump", "check_version", "lock", "lock_row", "on_strength", "refuse", "save", "told"]
Row = TypeVar("Row", bound=models.Model)

# Constraint of the database → rule that says the same with its article.
RULES = {
    "quota_approved_first": "RO-07",
    "quota_not_exceeded": "RO-08",
    "headcount_not_exceeded": "RO-09",
    "probation_fits_the_term": "RO-11",
}
# Constraint → field beside which it is said.
FIELDS = {"badge_number_once": "badge_number", "contract_number_once": "number", "roster_workcard_number_key": "number"}
STATE = (
    "one_contract_at_a_time",
    "one_open_contract",
    "one_posting_at_a_time",
    "one_card_at_a_time",
    "one_holder_at_a_time",
)


def lock(auxiliary: Auxiliary, *, version: int | None = None) -> Auxiliary:
    """The file, locked for this act. Raises NotNow when somebody changed it since the version that was read."""
    # First the lock, then the rest: rows joined to it would be those of before the wait, and a moved file be missed.
    Auxiliary.objects.select_for_update().values_list("pk").get(pk=auxiliary.pk)
    found = Auxiliary.objects.select_related("person", "unit", "post").get(pk=auxiliary.pk)
    check_version(found, version)
    return found


def lock_row(row: Row, *, version: int | None = None) -> Row:
    """A row of the file (contract, card, restriction), locked. Lock the file itself first."""
    found = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    check_version(found, version)
    return found


def on_strength(auxiliary: Auxiliary) -> None:
    """Raises NotNow for somebody who has left: the file is closed until the person comes back."""
    if auxiliary.status == Auxiliary.Status.LEFT:
        raise NotNow(_("This person has left: nothing is added to the file."))


def save(row: models.Model, *, day: date, fields: Iterable[str] | None = None, **words: Any) -> None:
    """Check the fields, save, and say in words what a constraint of the database refuses. `words` fill a rule's sentence."""
    relations = [field.name for field in row._meta.concrete_fields if field.is_relation]
    try:
        row.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise BadInput({_name(name): said for name, said in error.message_dict.items()}) from error
    with told(row, day, **words):
        row.save(update_fields=None if fields is None else [*fields])


def _name(field: str) -> str:
    return "" if field == NON_FIELD_ERRORS else field


@contextmanager
def told(row: models.Model, day: date, **words: Any) -> Iterator[None]:
    """Turn the database's refusal into a sentence: law with its article, a taken number beside its field."""
    try:
        with transaction.atomic():  # a savepoint: the article of the refusal is still looked up
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        said = _refusal(name, row, day, words)
        if said is None:
            raise
        raise said from error


def _refusal(name: str, row: models.Model, day: date, words: dict[str, Any]) -> Exception | None:
    if code := RULES.get(name):
        unit = getattr(row, "unit", None)
        filler = {"unit": str(unit), "year": day.year, "used": "…", "number": "…", "post": "…", "max_months": "…"}
        return Refused([rules.finding(code, day, unit_pack(unit, day) if unit else "CN", **{**filler, **words})])
    message = _message(name, row)
    if message is None:
        return None
    if name in STATE:
        return NotNow(str(message))
    return BadInput({FIELDS.get(name, ""): str(message)})


def _message(name: str, row: models.Model) -> Any:
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return constraint.violation_error_message
    return _("This number is already on file.") if name in FIELDS else None


def refuse(findings: Iterable[Finding]) -> None:
    """Raises Refused when there is anything to say."""
    if said := list(findings):
        raise Refused(said)
