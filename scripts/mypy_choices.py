"""Mypy plugin: members of Django's choices are members of an enumeration, not the pairs they are written as."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, Plugin
from mypy.types import CallableType, TupleType, Type, get_proper_type


class ChoicesPlugin(Plugin):
    def get_class_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        owner, _, name = fullname.rpartition(".")
        found = self.lookup_fully_qualified(owner)
        # Without Django's types nothing is known of the base class; a constant that is a pair gives choices away.
        if name.isupper() and found and isinstance(found.node, TypeInfo) and found.node.fallback_to_any:
            return member
        return None


def member(context: AttributeContext) -> Type:
    owner, written = get_proper_type(context.type), get_proper_type(context.default_attr_type)
    if isinstance(owner, CallableType) and isinstance(written, TupleType):
        return owner.ret_type
    return context.default_attr_type


def plugin(version: str) -> type[Plugin]:
    return ChoicesPlugin
