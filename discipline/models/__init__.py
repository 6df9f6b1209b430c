"""Records of conduct, one module for each subject."""

from discipline.models.cases import Appeal, Case, Investigator, Matter, Sanction, Statement, Suspension
from discipline.models.supervision import (
    Answer,
    Draw,
    Finding,
    FindingPhoto,
    FindingStep,
    Inspection,
    Responsibility,
)

__all__ = [
    "Answer",
    "Appeal",
    "Case",
    "Draw",
    "Finding",
    "FindingPhoto",
    "FindingStep",
    "Inspection",
    "Investigator",
    "Matter",
    "Responsibility",
    "Sanction",
    "Statement",
    "Suspension",
]
