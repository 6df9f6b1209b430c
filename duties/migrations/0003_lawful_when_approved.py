"""An approved assignment is lawful, or the transaction does not commit. Deferred: looked at once everything is written.

The law is read from the verdict mirror, which only the owner writes. Every message says which line of the plan it is.
"""

from django.db import migrations

# Officers count who serve on the day: not trainees, not the retired.
SERVES = """
CREATE FUNCTION officer_serves(officer bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM organisation_officer o WHERE o.id = officer AND o.status = 'serving'
                      AND o.starts_on <= on_day AND (o.ends_on IS NULL OR o.ends_on >= on_day))
$$;
"""

# Any one alternative is enough: at least so many officers and so many auxiliaries on the spot.
STAFFED = """
CREATE FUNCTION is_staffed(alternatives jsonb, officers bigint, auxiliaries bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT officers > 0 AND EXISTS (
        SELECT 1 FROM jsonb_array_elements(alternatives) one
         WHERE officers >= (one ->> 'police')::bigint AND auxiliaries >= (one ->> 'aux')::bigint)
$$;
"""

# The newest ruling of the unit on the duty on that day; who asked or approved does not rule.
RULED = """
CREATE FUNCTION ruling_allows(whose bigint, unit bigint, duty_code text, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT COALESCE((
        SELECT r.allows AND r.person_id <> a.requester_person_id AND r.person_id <> approver.person_id
          FROM duties_ruling r
          JOIN duties_assignment a ON a.id = whose
          LEFT JOIN organisation_officer approver ON approver.id = a.approver_officer_id
         WHERE r.about = 'contested' AND r.unit_id = unit AND r.code = duty_code AND r.since <= on_day
           AND (r.until IS NULL OR r.until >= on_day)
         ORDER BY r.since DESC, r.id DESC LIMIT 1), false)
$$;
"""

WORK = """
CREATE FUNCTION assignment_work_is_lawful(whose bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a record;
    looked_at date;
    duty record;
    said record;
    officers bigint;
    auxiliaries bigint;
BEGIN
    SELECT x.*, u.path INTO a FROM duties_assignment x JOIN organisation_unit u ON u.id = x.unit_id WHERE x.id = whose;
    SELECT count(*) INTO auxiliaries FROM duties_member m WHERE m.assignment_id = whose;
    IF auxiliaries = 0 OR NOT EXISTS (SELECT 1 FROM duties_assignmentduty d WHERE d.assignment_id = whose) THEN
        RAISE EXCEPTION 'assignment %: names no duty or no auxiliary', a.number USING ERRCODE = 'check_violation';
    END IF;
    FOR looked_at IN SELECT generate_series(a.first_day, a.last_day, interval '1 day')::date LOOP
        IF NOT EXISTS (SELECT 1 FROM duties_commander c WHERE c.assignment_id = whose
                          AND officer_serves(c.officer_id, looked_at)) THEN
            RAISE EXCEPTION 'assignment %: no serving commander on %', a.number, looked_at
                USING ERRCODE = 'check_violation';
        END IF;
        SELECT count(*) INTO officers FROM duties_lead l WHERE l.assignment_id = whose
           AND officer_serves(l.officer_id, looked_at);
        FOR duty IN SELECT d.code FROM duties_assignmentduty d WHERE d.assignment_id = whose LOOP
            SELECT v.* INTO said FROM regulations_verdictmirror v
             WHERE v.pack = pack_of_unit(a.path, looked_at) AND v.code = duty.code AND v.since <= looked_at
               AND (v.until IS NULL OR v.until >= looked_at);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'assignment %: the law says nothing of % on %', a.number, duty.code, looked_at
                    USING ERRCODE = 'check_violation';
            END IF;
            IF said.verdict = 'prohibited' OR duty_is_banned(a.path, duty.code, looked_at) THEN
                RAISE EXCEPTION 'assignment %: % is prohibited on %', a.number, duty.code, looked_at
                    USING ERRCODE = 'check_violation';
            END IF;
            IF said.verdict = 'requires_police_lead' AND NOT is_staffed(said.staffing, officers, auxiliaries) THEN
                RAISE EXCEPTION 'assignment %: % is not led as the law asks on %', a.number, duty.code, looked_at
                    USING ERRCODE = 'check_violation';
            END IF;
            IF said.contested
               AND NOT (said.strict_verdict = 'requires_police_lead'
                        AND is_staffed(said.strict_staffing, officers, auxiliaries))
               AND NOT ruling_allows(whose, a.unit_id, duty.code, looked_at) THEN
                RAISE EXCEPTION 'assignment %: % is contested on % and no ruling allows it',
                    a.number, duty.code, looked_at USING ERRCODE = 'check_violation';
            END IF;
        END LOOP;
    END LOOP;
END $$;
"""

APPROVER = """
CREATE FUNCTION assignment_approver_is_another(whose bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a record;
    approver bigint;
BEGIN
    SELECT x.*, u.path, asked.person_id AS asked_by, said.person_id AS said_by INTO a
      FROM duties_assignment x JOIN organisation_unit u ON u.id = x.unit_id
      JOIN accounts_user asked ON asked.id = x.requester_id LEFT JOIN accounts_user said ON said.id = x.approver_id
     WHERE x.id = whose;
    SELECT o.person_id INTO approver FROM organisation_officer o WHERE o.id = a.approver_officer_id;
    IF approver IS NULL OR approver IS DISTINCT FROM a.said_by THEN
        RAISE EXCEPTION 'assignment %: the approving account is not that officer', a.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT officer_serves(a.approver_officer_id, (a.approved_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
        RAISE EXCEPTION 'assignment %: approved by somebody who is no serving officer', a.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF approver IN (a.requester_person_id, a.asked_by) OR a.requester_person_id IS DISTINCT FROM a.asked_by THEN
        RAISE EXCEPTION 'assignment %: approved by whoever asked for it', a.number USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM duties_lead l JOIN organisation_officer o ON o.id = l.officer_id
                WHERE l.assignment_id = whose AND o.person_id = approver) THEN
        RAISE EXCEPTION 'assignment %: approved by its own lead', a.number USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM duties_member m JOIN roster_auxiliary x ON x.id = m.auxiliary_id
                WHERE m.assignment_id = whose AND x.person_id = approver) THEN
        RAISE EXCEPTION 'assignment %: approved by its own member', a.number USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM duties_member m JOIN roster_relationship r ON r.auxiliary_id = m.auxiliary_id
                WHERE m.assignment_id = whose AND r.related_id = approver
                  AND r.starts_on <= (a.approved_at AT TIME ZONE 'Asia/Shanghai')::date
                  AND (r.ends_on IS NULL OR r.ends_on >= (a.approved_at AT TIME ZONE 'Asia/Shanghai')::date)) THEN
        RAISE EXCEPTION 'assignment %: approved by a relative of a member', a.number USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM accounts_unituserpermission g JOIN auth_permission p ON p.id = g.permission_id
                     JOIN organisation_unit held ON held.id = g.content_object_id
                    WHERE g.user_id = a.approver_id AND p.codename = 'approve_assignment'
                      AND starts_with(a.path, held.path)) THEN
        RAISE EXCEPTION 'assignment %: approved without the right to', a.number USING ERRCODE = 'check_violation';
    END IF;
END $$;
"""

AT_COMMIT = """
CREATE FUNCTION approved_assignment_is_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint;
    state text;
BEGIN
    IF TG_TABLE_NAME = 'duties_assignment' THEN
        whose := NEW.id;
    ELSE
        whose := CASE WHEN TG_OP = 'DELETE' THEN OLD.assignment_id ELSE NEW.assignment_id END;
    END IF;
    SELECT status INTO state FROM duties_assignment WHERE id = whose;
    IF state IN ('approved', 'under_way') THEN
        PERFORM assignment_work_is_lawful(whose);
        IF state = 'approved' THEN
            PERFORM assignment_approver_is_another(whose);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved_assignment_is_lawful AFTER INSERT OR UPDATE OF status ON duties_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION approved_assignment_is_lawful();
"""

PARTS = ("duties_assignmentduty", "duties_member", "duties_commander", "duties_lead")
ON_PARTS = "".join(
    f"""
CREATE CONSTRAINT TRIGGER approved_assignment_is_lawful AFTER INSERT OR UPDATE OR DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION approved_assignment_is_lawful();
"""
    for table in PARTS
)

BACK = (
    "".join(f"DROP TRIGGER approved_assignment_is_lawful ON {table};" for table in ("duties_assignment", *PARTS))
    + "DROP FUNCTION approved_assignment_is_lawful(); DROP FUNCTION assignment_approver_is_another(bigint);"
    "DROP FUNCTION assignment_work_is_lawful(bigint); DROP FUNCTION ruling_allows(bigint, bigint, text, date);"
    "DROP FUNCTION is_staffed(jsonb, bigint, bigint); DROP FUNCTION officer_serves(bigint, date);"
)


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_life_and_freezing"),
        ("regulations", "0002_decided_by_two_and_read_by_triggers"),
        ("accounts", "0001_initial"),
        ("roster", "0001_initial"),
    ]
    operations = [migrations.RunSQL(SERVES + STAFFED + RULED + WORK + APPROVER + AT_COMMIT + ON_PARTS, BACK)]
