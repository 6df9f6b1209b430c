"""Pages of a list: a page number in the address, a count, and never more than 200 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, F, Func, Value
from django.http import HttpRequest

SIZES = (50, 100, 200)
T = TypeVar("T")


def page_of(request: HttpRequest, rows: Any, *, size: int = 50) -> Page[Any]:
    """The page asked for by `?page=` and `?size=`; anything odd gives the nearest page."""
    wanted = request.GET.get("size", "")
    if wanted.isdecimal() and int(wanted) in SIZES:
        size = int(wanted)
    return Paginator(rows, size).get_page(request.GET.get("page"))


class ByKeys(Sequence[T]):
    """Rows whose keys are known in their order: counted without a query, and read page by page.

    For a list whose condition is dear and would be asked twice, to count and to cut. `read`: the rows of some keys, by key.
    """

    def __init__(self, keys: Iterable[int], read: Callable[[Sequence[int]], Mapping[int, T]]) -> None:
        self.keys, self._read = list(keys), read

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, int):
            return self[place : place + 1 or None][0]
        keys = self.keys[place]
        found = self._read(keys) if keys else {}
        return [found[key] for key in keys if key in found]

    def __iter__(self) -> Iterator[T]:
        return iter(self[:])


class AnyOf(Func):
    """`filter(AnyOf("pk", keys))`: what `pk__in` says, as one value however many keys there are.

    The database reads ten thousand values of a list one by one; this it reads at once.
    """

    template = "(%(expressions)s AS bigint[])))"
    arg_joiner = " = ANY(CAST("
    output_field = BooleanField()

    def __init__(self, name: str, keys: Iterable[int]) -> None:
        super().__init__(F(name), Value("{" + ",".join(map(str, keys)) + "}"))
