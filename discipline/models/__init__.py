"""Records of conduct, one module for each subject."""

from discipline.models.supervision import (
    Answer,
    Draw,
    Finding,
    FindingPhoto,
    FindingStep,
    Inspection,
    Responsibility,
)

__all__ = ["Answer", "Draw", "Finding", "FindingPhoto", "FindingStep", "Inspection", "Responsibility"]
