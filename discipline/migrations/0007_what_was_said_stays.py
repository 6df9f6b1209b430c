"""What lies sealed stays what it is: written by its act, and changed only where it is sealed anew under another key.

The database cannot read what is sealed. It can tell that a value was sealed by another key or algorithm than before (the first
five bytes) and that what lies in it is as long as it was: nothing else passes as sealing anew. Somebody who holds a key and
may write to the tables could still put another text of the same length in its place; the trail of the acts and the copies
outside the house (backups, printed papers with their checksum) stand against that.
"""

import importlib

from django.db import migrations

OBJECTIONS = importlib.import_module("discipline.migrations.0004_commendations").OBJECTIONS
GRADES = importlib.import_module("discipline.migrations.0005_grades").LIFE

SEALED_ANEW = """
CREATE FUNCTION is_sealed_anew(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    -- Both as PostgreSQL writes bytes: \\x, then two signs a byte. Five bytes tell format and key.
    SELECT before = after OR (length(before) = length(after) AND length(after) > 68
        AND substr(before, 3, 10) <> substr(after, 3, 10) AND substr(after, 3, 2) IN ('02', '03'))
$$;
CREATE FUNCTION only_sealed_anew_in(before jsonb, after jsonb, columns text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT after - columns = before - columns
       AND (SELECT bool_and(is_sealed_anew(before ->> c, after ->> c)) FROM unnest(columns) AS c)
$$;
CREATE FUNCTION what_is_sealed_stays() RETURNS trigger LANGUAGE plpgsql SET bytea_output = 'hex' AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    said text;
    name text;
    states text;
BEGIN
    -- The first argument is the column of the state, or nothing; each other a sealed column with the states that write it.
    FOREACH said IN ARRAY TG_ARGV[1:] LOOP
        name := split_part(said, '=', 1);
        states := split_part(said, '=', 2);
        CONTINUE WHEN is_sealed_anew(before ->> name, after ->> name);
        CONTINUE WHEN states = '*' AND before ->> name = '\\x';
        CONTINUE WHEN TG_ARGV[0] <> '' AND before ->> TG_ARGV[0] IS DISTINCT FROM after ->> TG_ARGV[0]
            AND after ->> TG_ARGV[0] = ANY (string_to_array(states, ','));
        RAISE EXCEPTION '%.%: what was said stays; it is only sealed anew under another key', TG_TABLE_NAME, name
            USING ERRCODE = 'restrict_violation';
    END LOOP;
    RETURN NEW;
END $$;
"""

# Table: the column of its state, and which state each sealed column is written with ("*": once, while it is empty).
SEALED = {
    "discipline_case": ("status", "subject=", "findings=investigated", "grounds=decided", "closing=dropped,opened"),
    "discipline_investigator": ("", "reason=*"),
    "discipline_statement": ("", "words="),
    "discipline_matter": ("", "authority="),
    "discipline_appeal": ("", "grounds=", "reasons=*"),
    "discipline_inspection": ("status", "reason=cancelled"),
    "discipline_finding": ("", "what="),
    "discipline_findingstep": ("", "what="),
    "discipline_responsibility": ("stands", "reason=established,none"),
    "discipline_complaint": ("status", "what=", "answer=answered"),
    "discipline_reporter": ("", "reporter_name=", "reporter_contact=", "reporter_person="),
    "discipline_reporteropening": ("", "reason="),
    "discipline_retaliationcheck": ("", "reason="),
    "discipline_objection": ("outcome", "objector=", "text=", "answer=upheld,dismissed"),
    "discipline_gradeproposal": ("status", "objection=contested", "answer=public,rejected"),
}
ON_TABLES = "".join(
    f"CREATE TRIGGER what_is_sealed_stays BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION "
    f"what_is_sealed_stays({', '.join(repr(one) for one in said)});"
    for table, said in SEALED.items()
)

# These two refused every change of a settled row, and so kept an old key in use for ever.
KEPT_OBJECTION = "    IF OLD.outcome <> 'open' OR to_jsonb(NEW)"
KEPT_PROPOSAL = "    IF NEW.status = OLD.status OR NOT grade_proposal_may_move"
ANEW = """    IF only_sealed_anew_in(to_jsonb(OLD), to_jsonb(NEW), ARRAY[{columns}]) THEN
        RETURN NEW;
    END IF;
"""


def _again(made, name, before, columns):
    """The function as it was made, with a way out for what is only sealed anew; without its trigger, which stays."""
    function = made[made.index("CREATE FUNCTION " + name) : made.index("CREATE TRIGGER")]
    plain = function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    if plain.count(before) != 1:
        raise ValueError(name)
    return plain.replace(before, ANEW.format(columns=columns) + before), plain


OBJECTION, OBJECTION_BEFORE = _again(OBJECTIONS, "objection_is_kept", KEPT_OBJECTION, "'objector', 'text', 'answer'")
PROPOSAL, PROPOSAL_BEFORE = _again(GRADES, "grade_proposal_keeps_to_its_life", KEPT_PROPOSAL, "'objection', 'answer'")
BACK = (
    OBJECTION_BEFORE
    + PROPOSAL_BEFORE
    + "".join(f"DROP TRIGGER what_is_sealed_stays ON {table};" for table in SEALED)
    + "DROP FUNCTION what_is_sealed_stays(); DROP FUNCTION only_sealed_anew_in(jsonb, jsonb, text[]);"
    "DROP FUNCTION is_sealed_anew(text, text);"
)


class Migration(migrations.Migration):
    dependencies = [("discipline", "0006_complaints")]
    operations = [migrations.RunSQL(SEALED_ANEW + ON_TABLES + OBJECTION + PROPOSAL, BACK)]
