"""Who are they: quota, posts, auxiliaries, postings, contracts, cards, qualifications, restrictions, papers, leaving."""

from roster.models.auxiliaries import Auxiliary, Category
from roster.models.contracts import Contract
from roster.models.equipment import Issue, WorkCard
from roster.models.imports import ImportRun
from roster.models.leaving import Injury, Leaving
from roster.models.papers import Document
from roster.models.postings import GradeRecord, Posting
from roster.models.quotas import Post, Quota
from roster.models.saved import SavedView
from roster.models.standing import Qualification, Relationship, Restriction

__all__ = [
    "Auxiliary",
    "Category",
    "Contract",
    "Document",
    "GradeRecord",
    "ImportRun",
    "Injury",
    "Issue",
    "Leaving",
    "Post",
    "Posting",
    "Qualification",
    "Quota",
    "Relationship",
    "Restriction",
    "SavedView",
    "WorkCard",
]
