"""A unit follows only a place whose rules are there: a mistyped code would leave it without any law."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION place_is_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM regulations_verdictmirror v WHERE v.pack = NEW.pack) THEN
        RAISE EXCEPTION 'there is no rule pack %', NEW.pack USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER place_is_known BEFORE INSERT ON organisation_unitjurisdiction
    FOR EACH ROW EXECUTE FUNCTION place_is_known();
"""
BACK = "DROP TRIGGER place_is_known ON organisation_unitjurisdiction; DROP FUNCTION place_is_known();"


class Migration(migrations.Migration):
    dependencies = [("regulations", "0002_decided_by_two_and_read_by_triggers")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
