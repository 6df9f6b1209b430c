"""Models with sealed fields: a row takes its key before it is written, because what is sealed is bound to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from django.db import connections, models, router, transaction

from core.crypto.fields import Placed, SealedField, sealed_fields
from core.crypto.indexes import enter, found_by, renew


def take_keys(model: type[models.Model], count: int, *, using: str) -> list[int]:
    """So many keys from the sequence of the table, in one query."""
    table, column = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(s) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS s) AS q, generate_series(1, %s)",
            [f'"{table}"', column, count],
        )
        return [row[0] for row in cursor.fetchall()]


class SealedQuerySet(models.QuerySet[Any]):
    """A queryset that writes sealed fields in bulk; `update()` of one is refused by the field."""

    def bulk_create(
        self,
        objs: Iterable[Any],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Any]:
        rows = list(objs)
        if not sealed_fields(self.model):
            return super().bulk_create(
                rows, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields
            )
        if ignore_conflicts or update_conflicts:
            raise RuntimeError(f"{self.model.__name__} is sealed by row: a conflict would mix two rows.")
        using = router.db_for_write(self.model)
        with transaction.atomic(using=using):
            fresh = [row for row in rows if row.pk is None]
            for row, key in zip(fresh, take_keys(self.model, len(fresh), using=using) if fresh else (), strict=True):
                row.pk = key
            made = super().bulk_create(rows, batch_size)
            enter(rows, found_by(self.model))
        return made

    def update(self, **kwargs: Any) -> int:
        sealed = {field.name for field in sealed_fields(self.model)}
        if wrong := sorted(name for name in sealed & set(kwargs) if not _made_by_bulk_update(kwargs[name])):
            raise RuntimeError(
                f"{self.model.__name__}.{', '.join(wrong)}: sealed for one row, it cannot be written by update(). "
                "Set it on the object and save that."
            )
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows, names = list(objs), list(fields)
        sealed = [field for field in sealed_fields(self.model) if field.name in names]
        with transaction.atomic(using=router.db_for_write(self.model)):
            with _placed(rows, sealed):
                done = super().bulk_update(rows, names, batch_size)
            renew(rows, [field for field in sealed if field.find])
        return done


def _made_by_bulk_update(value: Any) -> bool:
    parts = value.flatten() if hasattr(value, "flatten") else ()
    return any(isinstance(part, models.Value) and isinstance(part.value, Placed) for part in parts)


@contextmanager
def _placed(rows: Sequence[models.Model], fields: Sequence[SealedField]) -> Iterator[None]:
    """While a bulk update reads them, the attributes hold text and row together."""
    before = [(row, field.attname, getattr(row, field.attname)) for row in rows for field in fields]
    for row, field in ((row, field) for row in rows for field in fields):
        setattr(row, field.attname, Placed(field.to_text(getattr(row, field.attname)), row.pk))
    try:
        yield
    finally:
        for row, name, value in before:
            setattr(row, name, value)


class SealedModel(models.Model):
    """Base of every model with a sealed field."""

    if TYPE_CHECKING:
        pk: Any

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, force_insert: Any = False, **kwargs: Any) -> None:
        """As Django's, after taking the key of a new row; its blind indexes are written with it."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        fresh, wanted = self.pk is None, kwargs.get("update_fields")
        indexed = [field for field in found_by(type(self)) if wanted is None or field.name in wanted]
        try:
            with transaction.atomic(using=using):
                if fresh:
                    self.pk = take_keys(type(self), 1, using=using)[0]
                super().save(*args, force_insert=force_insert or fresh, **kwargs)
                if indexed:
                    renew([self], indexed)
        except BaseException:
            if fresh:
                self.pk = None
            raise

    def copied(self) -> Self:
        """The same content as a new row that is not saved yet: everything sealed is opened first."""
        values = {f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields if not f.primary_key}
        return type(self)(**values)
