"""Records of conduct, one module for each subject."""

from discipline.models.appraisals import Appraisal, AppraisalMark, AppraisalRound
from discipline.models.cases import Appeal, AppealOnPaper, Case, Investigator, Matter, Sanction, Statement, Suspension
from discipline.models.commendations import Commendation, Objection
from discipline.models.complaints import Complaint, ComplaintFile, Reporter, ReporterOpening, RetaliationCheck, Subject
from discipline.models.grades import GradeObjection, GradeProposal
from discipline.models.protection import Care, CareVisit, Incident, IncidentStep
from discipline.models.supervision import (
    Answer,
    Draw,
    Finding,
    FindingPhoto,
    FindingStep,
    Inspection,
    Responsibility,
)
from discipline.models.warnings import WarningNote
from discipline.models.withdrawals import Withdrawal

__all__ = [
    "Answer",
    "Appeal",
    "AppealOnPaper",
    "Care",
    "CareVisit",
    "Appraisal",
    "AppraisalMark",
    "AppraisalRound",
    "Case",
    "Commendation",
    "Complaint",
    "ComplaintFile",
    "Draw",
    "Finding",
    "FindingPhoto",
    "FindingStep",
    "GradeObjection",
    "GradeProposal",
    "Incident",
    "IncidentStep",
    "Inspection",
    "Investigator",
    "Matter",
    "Objection",
    "Reporter",
    "ReporterOpening",
    "Responsibility",
    "RetaliationCheck",
    "Sanction",
    "Statement",
    "Subject",
    "Suspension",
    "WarningNote",
    "Withdrawal",
]
