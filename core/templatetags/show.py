"""How dates, amounts, findings and pages of lists are shown; a builtin of every template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from core.errors import in_language
from core.registries import action_words as words_of_actions

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    """A day by locale; an en dash for none."""
    return date_format(value, "DATE_FORMAT") if value else "–"


@register.filter
def until(first: dt.date, last: dt.date | None) -> str:
    """From a day to a day, or since a day where no last one is known."""
    return f"{day(first)} – {day(last)}" if last else gettext("since %(day)s") % {"day": day(first)}


@register.filter
def short_day(value: dt.date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else "–"


@register.filter
def month(value: dt.date | None) -> str:
    """A month by locale: November 2026, 2026年11月."""
    return date_format(value, "YEAR_MONTH_FORMAT") if value else "–"


@register.filter(expects_localtime=True)
def weekday_and_day(value: dt.date | None) -> str:
    """A day of this year with its day of the week: Monday, 23 November."""
    words = {"weekday": date_format(value, "l"), "day": date_format(value, "MONTH_DAY_FORMAT")} if value else None
    return gettext("%(weekday)s, %(day)s") % words if words else "–"


@register.filter
def moment(value: dt.datetime | None) -> str:
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else "–"


@register.filter
def clock_time(value: dt.datetime | None) -> str:
    """The hour and minute of a moment, where its day is told already."""
    return date_format(localtime(value), "TIME_FORMAT") if value else "–"


@register.filter
def money(value: Decimal | None) -> str:
    return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True) if value is not None else "–"


@register.filter
def percent(value: Decimal | None) -> str:
    """A share as people say it: 0.08 is 8%, 0.005 is 0.5%; an en dash for none."""
    return f"{(value * 100).normalize():f}%" if value is not None else "–"


@register.filter
def figure(value: int | None) -> str:
    """A whole number with its thousands set apart; an en dash for none."""
    return number_format(value, use_l10n=True, force_grouping=True) if value is not None else "–"


@register.filter
def said(sentences: Any) -> str:
    """A bilingual sentence {"en", "zh-hans"} in the reader's language."""
    return in_language(sentences) if isinstance(sentences, Mapping) else str(sentences or "")


@register.simple_tag
def comma() -> str:
    """What stands between two names in the reader's language."""
    return pgettext("between names", ", ")


@register.simple_tag
def semicolon() -> str:
    """What stands between two phrases that may hold commas themselves."""
    return pgettext("between phrases", "; ")


@register.filter
def listed(names: Iterable[Any]) -> str:
    """Names one after the other, set apart as the reader's language does."""
    return comma().join(str(name) for name in names)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def action_words(action: str) -> str:
    """The sentence of an audit action, for time lines; its bare name where no room gave one."""
    return str(words_of_actions.get(action, action))


@register.filter
def actor(name: str) -> str:
    """Who acted, as the trail names them; the program itself and whoever was not signed in are named in words."""
    return {"system": gettext("The program itself"), "anonymous": gettext("Not signed in")}.get(name, name)


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """The current address with some of its query changed (None removes): filters and pages as links."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
