"""Boxes that the forms of the roster share: a unit by its code or name, posts in sight, a list of words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from organisation.models import Unit
from roster.models import Post

SUGGESTED = 300
SHORT = 12  # a longer list is found in by typing
CODE_OR_NAME = _("Code or name.")
REASON = _("Reason")


class SuggestingInput(forms.TextInput):
    """A text box with the browser's own suggestions; every value may still be typed."""

    options: list[tuple[str, str]] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-suggestions"
        box = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.options)
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


class UnitField(forms.CharField):
    """A unit among those on which the user holds the right: chosen from a list, found in it by typing when it is long.

    Its value is the code; a sheet or a program may also give the full name.
    """

    widget = SuggestingInput

    def __init__(self, user: Any, permission: str, **more: Any) -> None:
        self.units = Unit.objects.visible_to(user, permission).filter(ends_on__isnull=True)
        rows = list(self.units.order_by("path").values_list("code", "short_name", "name", "path")[: SUGGESTED + 1])
        many = len(rows) > SUGGESTED
        if not many:
            more = {"widget": _list_of(rows), **more}
        super().__init__(**{"label": _("Unit"), "max_length": 100, "help_text": CODE_OR_NAME if many else "", **more})
        if not many:
            self.widget.attrs.pop("maxlength", None)  # a list has none
        else:
            self.widget.options = [(code, name) for code, _short, name, _path in rows[:SUGGESTED]]

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        if not text:
            return None
        unit = self.units.filter(code=text).first() or self.units.filter(name=text).first()
        if unit is None:
            raise ValidationError(_("There is no unit of this code among your units."))
        return unit


def _list_of(rows: list[tuple[str, str, str, str]]) -> forms.Select:
    """The units as a list, those below set in."""
    top = min((path.count(".") for *_names, path in rows), default=0)
    shown = [(code, "\u3000" * (path.count(".") - top) + (short or name)) for code, short, name, path in rows]
    attrs = {"data-combo": True} if len(rows) > SHORT else {}
    return forms.Select(choices=[("", _("choose")), *shown], attrs=attrs)


class PostField(forms.ModelChoiceField):
    """An open post of the units in sight, told with its unit."""

    def __init__(self, user: Any, permission: str, **more: Any) -> None:
        rows = Post.objects.visible_to(user, permission).filter(ends_on__isnull=True).select_related("unit")
        more = {"label": _("Post"), "required": False, "empty_label": _("no post"), **more}
        super().__init__(queryset=rows.order_by("unit__path", "title"), **more)

    def of(self, unit: Unit, category: str = "") -> Any:
        """The posts somebody of this unit can hold: its own and those above it, of the category."""
        above = [int(number) for number in unit.path.strip(".").split(".")]
        rows = self.queryset.filter(unit_id__in=above)
        return rows.filter(category=category) if category else rows

    def label_from_instance(self, post: Any) -> str:
        return f"{post.unit} · {post.title} · {post.get_category_display()}"


class WordsField(forms.CharField):
    """Several words with commas between them; answers a list."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        for comma in "，、;；\n":
            text = text.replace(comma, ",")
        return [word.strip() for word in text.split(",") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list | tuple) else value


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DateInput())


def choice_field(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """A list to choose from; it begins with nothing chosen, so that nothing is decided by not looking."""
    options = [("", _("choose") if required else _("not stated")), *choices]
    return forms.ChoiceField(label=label, choices=options, required=required, help_text=help_text)


def text_field(label: Any, length: int = 60, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text)


def reason_field(*, required: bool = True, label: Any = REASON) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=200, required=required, widget=box)
