"""What a run was reckoned from, looked at again before it is handed over and before it is released."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.errors import NotNow
from core.templatetags.show import listed
from payroll.models import PayRun, Payslip
from payroll.running.gather import Known, gather, people_of
from payroll.running.places import places_for

NAMED = 3


def must_be_as_reckoned(run: PayRun) -> None:
    """Raises NotNow when an entry, a contract, an insurance, a declaration or the scheme is another now than when the run was
    calculated: what is released is what somebody looked at, reckoned from what is so."""
    if run.kind != PayRun.Kind.MONTHLY:
        return
    names = []
    for name in changed(run):
        names.append(name)
        if len(names) > NAMED:
            break
    if names:
        more = {"names": listed(names[:NAMED])}
        if len(names) > NAMED:
            raise NotNow(
                _("What was reckoned for %(names)s and others is not so any more: calculate the run again.") % more
            )
        raise NotNow(_("What was reckoned for %(names)s is not so any more: calculate the run again.") % more)


def changed(run: PayRun) -> Iterator[str]:
    """Names of those for whom the facts are others now, who came, and who went; of the scheme or the law, its name."""
    places = places_for(run.unit, run.month, run.pay_day)
    for batch in gather(run, places):
        yield from _changed_of(run, batch)
    gone = Payslip.objects.filter(run=run).exclude(auxiliary__in=people_of(run)).order_by("pk")
    yield from gone.values_list("name", flat=True).iterator()
    kept = run.basis.get("places", [])
    for number, place in enumerate(places.found):
        if number >= len(kept) or kept[number] != place.as_json():
            yield place.scheme


def _changed_of(run: PayRun, batch: list[Known]) -> Iterator[str]:
    rows = Payslip.objects.filter(run=run, auxiliary_id__in={known.auxiliary for known in batch})
    kept = {
        (auxiliary, employer): (name, person)
        for auxiliary, employer, name, person in rows.values_list(
            "auxiliary_id", "employer_id", "name", "basis__person"
        )
    }
    for known in batch:
        if known.facts is None:
            continue
        _name, person = kept.pop((known.auxiliary, known.employer), ("", None))
        if person != known.facts.as_json():
            yield known.name
    for name, _person in kept.values():
        yield name
