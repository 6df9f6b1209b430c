"""Screening of free text: which duties does a request really ask for? Pure; knows no database."""

from duties.screening.screen import screen
from duties.screening.types import Evidence, Facts, Hit, Screening

__all__ = ["Evidence", "Facts", "Hit", "Screening", "screen"]
