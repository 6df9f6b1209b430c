"""What the roster hangs on the common pages: navigation, sections of the file, desk cards, search, my papers, audit words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import holders
from core.perms import Perms
from core.registries import (
    DeskAct,
    DeskCard,
    NavigationItem,
    OwnSection,
    SearchSource,
    UnitSection,
    action_words,
    desk_acts,
    desk_cards,
    navigation,
    own_sections,
    search_sources,
    unit_sections,
)
from organisation.models import Person, Unit
from roster import sections as sections
from roster.exporting import filed as filed
from roster.exporting import kinds as kinds
from roster.models import Auxiliary, Contract, ImportRun
from roster.printing import house as papers_house  # noqa: F401  # words of the trail
from roster.selectors import figures, lists

SOON = 60
ROWS = 8
DAY = timedelta(days=1)  # a sheet that was tried is kept so long
OPEN_RUNS = (ImportRun.Status.WAITING, ImportRun.Status.PLANNED, ImportRun.Status.APPLYING)
UNREAD = tuple(f"auxiliary__{name}" for name in lists.UNREAD)


def contracts_card(user: Any, day: date) -> Mapping[str, Any] | None:
    """Contracts that end within two months, and those run over."""
    mine = Contract.objects.visible_to(user, Perms.EDIT_AUXILIARIES)
    due = mine.unended().exclude(auxiliary__status="left").filter(last_day__lte=day + timedelta(days=SOON))
    due = due.select_related("auxiliary__person", "auxiliary__unit").defer(*UNREAD)
    rows = list(due.order_by("last_day", "id")[: ROWS + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= ROWS else due.order_by().count()
    return {"count": count, "rows": rows[:ROWS], "url": f"{reverse('roster:contracts')}?ends={SOON}", "today": day}


def gaps_card(user: Any, day: date) -> Mapping[str, Any] | None:
    """How many files on strength lack a contract in force, a valid card, a valid training."""
    counts = lists.gap_counts(user, day)
    rows = [(gap, number, number >= lists.MANY) for gap, number in counts.items() if number]
    return {"rows": rows, "count": None} if rows else None


def imports_card(user: Any, day: date) -> Mapping[str, Any] | None:
    """Sheets of mine that were tried and not yet applied: put right what is wrong, or apply them."""
    mine = ImportRun.objects.of("roster").visible_to(user).filter(by=user, made_at__gte=clock.now() - DAY)
    runs = mine.filter(status__in=OPEN_RUNS)
    rows = list(runs.select_related("unit").defer("findings")[:ROWS])
    return {"count": len(rows), "rows": rows, "url": reverse("roster:import")} if rows else None


def force_of_unit(unit: Unit, user: Any, day: date) -> Mapping[str, Any]:
    """How many the unit has, with everything below it."""
    return {"force": figures.forces([unit], user, day)[0]}


def find_people(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Auxiliaries by characters, pinyin, initials or badge number."""
    rows = Auxiliary.objects.visible_to(user).search(words).select_related("person", "unit").defer(*lists.UNREAD)
    near = Case(
        When(Q(person__name=words) | Q(badge_number__iexact=words), then=Value(0)),
        When(Q(person__name__startswith=words) | Q(person__initials=words.lower()), then=Value(1)),
        default=Value(2),
    )
    gone = Case(When(status=Auxiliary.Status.LEFT, then=Value(1)), default=Value(0))
    return [
        (str(row), f"{row.unit} · {row.get_status_display()}", reverse("roster:file", args=[row.pk]))
        for row in rows.order_by(near, gone, "person__pinyin", "pk")[:limit]
    ]


def all_people(words: str) -> str:
    return f"{reverse('roster:list')}?{urlencode({'q': words, 'status': 'all'})}"


def find_contracts(user: Any, words: str, limit: int) -> Sequence[tuple[str, str, str]]:
    """Contracts by the beginning or a part of their number; words without a digit are no number."""
    if not any(letter.isdigit() for letter in words):
        return []
    rows = Contract.objects.visible_to(user).filter(number__icontains=words.replace(" ", ""))
    shown = rows.select_related("auxiliary__person", "auxiliary__unit").defer(*UNREAD).order_by("number", "pk")[:limit]
    return [
        (
            row.number,
            f"{row.auxiliary} · {row.auxiliary.unit}",
            reverse("roster:file", args=[row.auxiliary_id]) + "#contracts",
        )
        for row in shown
    ]


def find_by_number(user: Any, number: str) -> Sequence[tuple[str, str, str]]:
    """Auxiliaries in sight by their whole identity number or phone; nothing is opened to find them."""
    people = {*holders(Person, "identity_number", number), *holders(Person, "phone", number)}
    rows = Auxiliary.objects.visible_to(user).filter(person__in=people).select_related("person", "unit")
    return [(str(row), str(row.unit), reverse("roster:file", args=[row.pk])) for row in rows.defer(*lists.UNREAD)]


def own_contract(auxiliary: Auxiliary, day: date) -> Mapping[str, Any]:
    """My contracts, as the office has them."""
    rows = auxiliary.contracts.select_related("employer").order_by("-starts_on")
    return {"contracts": list(rows), "day": day}


def own_papers(auxiliary: Auxiliary, day: date) -> Mapping[str, Any]:
    """My card, my trainings and certificates, what I hold."""
    return {
        "cards": list(auxiliary.cards.held()),
        "qualifications": list(auxiliary.qualifications.order_by("-obtained_on")),
        "issues": list(auxiliary.issues.held()),
        "day": day,
    }


for order, (key, title, url_name, permission) in enumerate(
    (
        ("roster", _("Auxiliaries"), "roster:list", Perms.VIEW_AUXILIARIES),
        ("contracts", _("Contracts"), "roster:contracts", Perms.VIEW_AUXILIARIES),
        ("posts", _("Posts"), "roster:posts", Perms.VIEW_AUXILIARIES),
        ("quotas", _("Quotas"), "roster:quotas", Perms.VIEW_AUXILIARIES),
    )
):
    icon = "people" if key == "roster" else ""
    navigation.add(NavigationItem(key, title, url_name, (permission,), order=200 + 10 * order, icon=icon))
desk_cards.add(
    DeskCard("contracts", _("Contracts that end"), "roster/_desk_contracts.html", contracts_card, Perms.EDIT_AUXILIARIES, 310)
)  # fmt: skip
desk_cards.add(
    DeskCard(
        "imports", _("Sheets not yet applied"), "roster/_desk_imports.html", imports_card, Perms.IMPORT_ROSTER, 305
    )
)
desk_cards.add(DeskCard("gaps", _("Files with gaps"), "roster/_desk_gaps.html", gaps_card, Perms.EDIT_AUXILIARIES, 320))
desk_acts.add(DeskAct("import", _("Import a sheet"), "roster:import", Perms.IMPORT_ROSTER, 200))
unit_sections.add(
    UnitSection("force", _("The force in figures"), "roster/_unit_force.html", force_of_unit, Perms.VIEW_AUXILIARIES)
)
own_sections.add(OwnSection("contract", _("My contract"), "roster/_own_contract.html", own_contract, order=200))
own_sections.add(OwnSection("papers", _("My card and certificates"), "roster/_own_papers.html", own_papers, order=300))
search_sources.add(
    SearchSource(
        "people",
        _("Auxiliaries"),
        find_people,
        Perms.VIEW_AUXILIARIES,
        10,
        by_number=find_by_number,
        everything=all_people,
    )
)
search_sources.add(SearchSource("contracts", _("Contracts"), find_contracts, Perms.VIEW_AUXILIARIES, order=30))
action_words.update(
    {
        "auxiliary.hired": _("Hired"),
        "auxiliary.rehired": _("Taken back"),
        "auxiliary.moved": _("Moved"),
        "auxiliary.graded": _("Grade given"),
        "auxiliary.grade_taken_back": _("Grade taken back"),
        "auxiliary.changed": _("File changed"),
        "auxiliary.viewed": _("File opened"),
        "auxiliary.unmasked": _("Masked numbers shown"),
        "auxiliary.restricted": _("Duties restricted"),
        "auxiliary.restriction_lifted": _("Restriction lifted"),
        "auxiliary.status_changed": _("Status changed"),
        "auxiliary.left": _("Left"),
        "contract.signed": _("Contract entered"),
        "contract.renewed": _("Contract renewed"),
        "contract.signature_noted": _("Contract signed"),
        "contract.extended": _("Contract runs on by statute"),
        "contract.ended": _("Contract ended"),
        "card.issued": _("Work card given out"),
        "card.returned": _("Work card taken back"),
        "equipment.issued": _("Equipment given out"),
        "equipment.returned": _("Equipment taken back"),
        "qualification.added": _("Training or certificate entered"),
        "qualification.ended": _("Training or certificate ended"),
        "relationship.added": _("Relative entered"),
        "relationship.ended": _("Tie to a relative ended"),
        "document.added": _("Paper put into the file"),
        "document.read": _("Paper read"),
        "document.withdrawn": _("Paper taken out of the file"),
        "injury.reported": _("Work injury entered"),
        "injury.changed": _("Work injury changed"),
        "leaving.transfers_noted": _("Certificate and transfers noted"),
        "quota.allocated": _("Quota entered"),
        "post.opened": _("Post opened"),
        "post.changed": _("Post changed"),
        "import.opened": _("Sheet tried"),
        "import.applied": _("Sheet imported"),
        "import.columns_chosen": _("Columns of a sheet matched by hand"),
        "roster.exported": _("List exported"),
    }
)
