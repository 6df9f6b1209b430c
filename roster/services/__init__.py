"""Everything that changes the roster. Each act locks, asks the rules, changes, records itself and tells the other rooms."""

from roster.services.contracts import (
    Terms,
    end_contract,
    extend_by_statute,
    note_signature,
    renew_contract,
    same_terms,
    sign_contract,
)
from roster.services.equipment import issue_card, issue_equipment, return_card, return_equipment
from roster.services.files import change_file, note_viewed, unmask
from roster.services.hiring import Newcomer, Place, hire, rehire
from roster.services.leaving import change_injury, checklist, leave, note_transfers, report_injury
from roster.services.papers import add_document, note_download, withdraw_document
from roster.services.postings import give_grade, move, take_back_grade
from roster.services.quotas import allocate_quota, change_post, handed_down, open_post
from roster.services.saved import forget_view, remember_columns, save_view
from roster.services.standing import (
    add_qualification,
    add_relationship,
    apply_due_suspensions,
    end_qualification,
    end_relationship,
    lift_restriction,
    restrict,
)

__all__ = [
    "Newcomer",
    "Place",
    "Terms",
    "add_document",
    "add_qualification",
    "add_relationship",
    "allocate_quota",
    "apply_due_suspensions",
    "change_file",
    "change_injury",
    "change_post",
    "checklist",
    "end_contract",
    "end_qualification",
    "end_relationship",
    "extend_by_statute",
    "forget_view",
    "give_grade",
    "handed_down",
    "hire",
    "issue_card",
    "issue_equipment",
    "leave",
    "lift_restriction",
    "move",
    "note_download",
    "note_signature",
    "note_transfers",
    "note_viewed",
    "open_post",
    "rehire",
    "remember_columns",
    "renew_contract",
    "report_injury",
    "restrict",
    "return_card",
    "return_equipment",
    "same_terms",
    "save_view",
    "sign_contract",
    "take_back_grade",
    "unmask",
    "withdraw_document",
]
