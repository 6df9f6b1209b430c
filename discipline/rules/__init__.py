"""The rules of the room, pure: states as tables, terms, who may act. Loaded at start, subject by subject."""

from discipline.subjects import modules

modules(__name__)
