"""What the room tells of a person's days and gaps, subject by subject."""

from discipline.subjects import modules

modules(__name__)
