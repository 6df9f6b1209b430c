"""Rules about duties: one module for each question, each a true statement that must hold."""

from duties.rules import (  # noqa: F401
    approver,
    avoidance,
    category,
    command,
    contested,
    papers,
    prohibited,
    staffing,
    standing,
    text,
    time,
)
