"""An appeal that was received within its term stands, though its case was closed before the paper was entered."""

import importlib

from django.db import migrations

EARLIER = importlib.import_module("discipline.migrations.0003_life_of_a_case")

MOVE = "('appealed', 'closed'))"
MOVE_TOO = "('appealed', 'closed'), ('closed', 'appealed'))"
WRITES = "        WHEN 'appealed>closed' THEN ARRAY['closed_on']\n"
WRITES_TOO = WRITES + "        WHEN 'closed>appealed' THEN ARRAY['appealed', 'closed_on']\n"
KEEPS = "    RETURN NEW;\nEND $$;\n"
KEEPS_TOO = (
    """    IF OLD.status = 'closed' AND NEW.status = 'appealed' AND (
        OLD.appealed OR NOT NEW.appealed OR NEW.closed_on IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM discipline_appeal a WHERE a.case_id = NEW.id AND a.verdict = ''
               AND a.filed_on BETWEEN NEW.served_on AND NEW.appeal_until)) THEN
        RAISE EXCEPTION 'case %: closed, and no appeal was received within its term', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
"""
    + KEEPS
)
FILED = "whose.status <> 'served' OR NEW.filed_on > whose.appeal_until OR"
FILED_TOO = (
    "whose.status NOT IN ('served', 'closed') OR whose.appealed\n"
    "           OR whose.appeal_until IS NULL OR NEW.filed_on > whose.appeal_until OR"
)


def _again(made, name, *changes):
    """The function as it was made and as it is now; its trigger stays."""
    start = made.index("CREATE FUNCTION " + name)
    end = made.find("CREATE TRIGGER", start)
    before = made[start : end if end > 0 else len(made)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    after = before
    for old, new in changes:
        if after.count(old) != 1:
            raise ValueError(name)
        after = after.replace(old, new)
    return after, before


MOVES, MOVES_BEFORE = _again(EARLIER.MOVES, "case_may_move", (MOVE, MOVE_TOO))
CASE, CASE_BEFORE = _again(EARLIER.CASE, "case_keeps_to_its_life", (WRITES, WRITES_TOO), (KEEPS, KEEPS_TOO))
APPEAL, APPEAL_BEFORE = _again(EARLIER.APPEAL, "appeal_is_answered_by_another", (FILED, FILED_TOO))


class Migration(migrations.Migration):
    dependencies = [("discipline", "0011_appraisals")]
    operations = [migrations.RunSQL(MOVES + CASE + APPEAL, MOVES_BEFORE + CASE_BEFORE + APPEAL_BEFORE)]
