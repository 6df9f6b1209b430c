"""Opening rounds, reporting, marking, reckoning, setting results, objecting: the one place where appraisals are written."""

from discipline.services.appraisals.adding import add_missing
from discipline.services.appraisals.concluding import accept, conclude_unopposed, contest, settle
from discipline.services.appraisals.gathering import leave_out, mark, open_round, reckon, report
from discipline.services.appraisals.papers import print_notice
from discipline.services.appraisals.results import adopt, calibrate, tell

__all__ = [
    "accept",
    "add_missing",
    "adopt",
    "calibrate",
    "conclude_unopposed",
    "contest",
    "leave_out",
    "mark",
    "open_round",
    "print_notice",
    "reckon",
    "report",
    "settle",
    "tell",
]
