"""Acts of a case, one function each."""

from discipline.services.cases.appealing import answer_appeal, appeal, take_appeal
from discipline.services.cases.beginning import (
    drop,
    examine,
    name_investigator,
    open_case,
    relieve_investigator,
    report,
)
from discipline.services.cases.clockwork import end_effects, note_ended_suspensions
from discipline.services.cases.deciding import Exit, close, decide, look_again, serve
from discipline.services.cases.hearing import conclude, hear, make_statement, tell
from discipline.services.cases.suspending import end_matter, lift_suspension, note_matter, suspend
from discipline.services.cases.withdrawing import answer_withdrawal, ask_to_withdraw

__all__ = [
    "Exit",
    "answer_appeal",
    "answer_withdrawal",
    "appeal",
    "ask_to_withdraw",
    "close",
    "conclude",
    "decide",
    "drop",
    "end_effects",
    "end_matter",
    "examine",
    "hear",
    "lift_suspension",
    "look_again",
    "make_statement",
    "name_investigator",
    "note_ended_suspensions",
    "note_matter",
    "open_case",
    "relieve_investigator",
    "report",
    "serve",
    "suspend",
    "take_appeal",
    "tell",
]
