"""Views of lists that somebody keeps, and the columns last chosen. They are settings of one's own: nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import BadInput, NotNow
from roster.models import SavedView

MOST = 20
KEPT = ("unit", "category", "status", "ends", "gap", "post", "sort", "columns", "size")  # never words, never persons


def kept(asked: Mapping[str, str]) -> str:
    """What of an address is kept: filters, order and columns; neither words searched for nor people chosen."""
    query = QueryDict(mutable=True)
    for name in KEPT:
        if value := asked.get(name, "").strip():
            query[name] = value[:100]
    return query.urlencode()


@transaction.atomic
def save_view(*, page: str, name: str, asked: Mapping[str, str], by: User) -> SavedView:
    """Keep a list under a name; the same name again takes the place of the older one."""
    name = " ".join(name.replace("\x00", " ").split())
    if not name:
        raise BadInput({"name": _("Give the view a name.")})
    if len(name) > SavedView._meta.get_field("name").max_length:
        raise BadInput({"name": _("The name is too long.")})
    own = SavedView.objects.visible_to(by).filter(page=page)
    if not own.filter(name=name).exists() and own.exclude(name="").count() >= MOST:
        raise NotNow(_("More than twenty views help nobody: forget one first."))
    values = {"query": kept(asked), "made_at": clock.now()}
    view, _made = SavedView.objects.update_or_create(user=by, page=page, name=name, defaults=values)
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: User) -> None:
    """The view is no longer needed."""
    SavedView.objects.visible_to(by).filter(pk=view.pk).delete()


@transaction.atomic
def remember_columns(*, page: str, columns: str, by: User) -> None:
    """The list opens with these columns from now on."""
    values = {"query": kept({"columns": columns}), "made_at": clock.now()}
    SavedView.objects.update_or_create(user=by, page=page, name="", defaults=values)
