"""How somebody likes to look at a list: filters, order and columns under a name of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views 常用视图: everybody sees only the own ones."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user_id=user.pk)


class SavedView(models.Model):
    """A list as its owner looks at it 常用视图. Without a name: the columns last chosen. Never holds words searched for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)  # name of the list's address
    name = models.CharField(_("name"), max_length=40, blank=True)
    query = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_view_once",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
