"""A pay run's life in the database: its states, payslips frozen by the release, sums equal to the lines, the ledger goes on."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_ROLES["app"]

# The pairs of payroll/life.py; tests/payroll/running/test_attacks.py compares the two.
MOVES = """
CREATE FUNCTION pay_run_may_move(old_status text, new_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (old_status, new_status) IN (
        ('draft', 'calculating'), ('calculated', 'calculating'), ('reviewed', 'calculating'),
        ('calculating', 'calculated'), ('calculating', 'draft'),
        ('calculated', 'reviewed'), ('reviewed', 'released'), ('released', 'issued'),
        ('draft', 'cancelled'), ('calculated', 'cancelled'), ('reviewed', 'cancelled'))
$$;
"""

# What is released is what was reviewed: every slip is its lines, the run is its slips, each slip stands in the ledger,
# and nothing that stood out was left without a word.
SUMS = """
CREATE FUNCTION pay_run_adds_up(run bigint, people bigint, gross numeric, insurance numeric, tax numeric,
                                deducted numeric, net numeric, cost numeric) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    wrong bigint;
BEGIN
    IF EXISTS (SELECT 1 FROM payroll_payanomaly a WHERE a.run_id = run AND a.accepted_at IS NULL) THEN
        RETURN 'something stands out that nobody accepted';
    END IF;
    IF (people, gross, insurance, tax, deducted, net, cost) IS DISTINCT FROM (
        SELECT ROW(count(*), coalesce(sum(s.gross), 0), coalesce(sum(s.insurance), 0), coalesce(sum(s.tax), 0),
                   coalesce(sum(s.deducted), 0), coalesce(sum(s.net), 0), coalesce(sum(s.cost), 0))
        FROM payroll_payslip s WHERE s.run_id = run) THEN
        RETURN 'the run is not the sum of its payslips';
    END IF;
    SELECT s.id INTO wrong FROM payroll_payslip s LEFT JOIN (
        SELECT l.slip_id,
               coalesce(sum(l.amount) FILTER (WHERE l.part = 'earned'), 0) AS gross,
               coalesce(sum(l.amount) FILTER (WHERE l.part = 'insurance'), 0) AS insurance,
               coalesce(sum(l.amount) FILTER (WHERE l.part = 'tax'), 0) AS tax,
               coalesce(sum(l.amount) FILTER (WHERE l.part = 'deducted'), 0) AS deducted,
               coalesce(sum(l.amount) FILTER (WHERE l.part = 'unit'), 0) AS cost
        FROM payroll_payslipline l JOIN payroll_payslip p ON p.id = l.slip_id WHERE p.run_id = run GROUP BY l.slip_id
    ) sums ON sums.slip_id = s.id
    WHERE s.run_id = run AND (s.gross, s.insurance, s.tax, s.deducted, s.cost) IS DISTINCT FROM
        (coalesce(sums.gross, 0), coalesce(sums.insurance, 0), coalesce(sums.tax, 0), coalesce(sums.deducted, 0),
         coalesce(sums.cost, 0))
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RETURN 'payslip ' || wrong || ' is not the sum of its lines';
    END IF;
    IF EXISTS (SELECT 1 FROM payroll_payslip s WHERE s.run_id = run
               AND NOT EXISTS (SELECT 1 FROM payroll_taxledger t WHERE t.slip_id = s.id)) THEN
        RETURN 'a payslip is missing in the tax ledger';
    END IF;
    RETURN '';
END $$;
"""

LIFE = """
CREATE FUNCTION pay_run_keeps_to_its_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'pay run %: never deleted, it is cancelled', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'a pay run begins as a draft' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT pay_run_may_move(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'pay run %: from % never to %', OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.unit_id, NEW.month, NEW.kind, NEW.drafted_by_id, NEW.drafted_person_id, NEW.drafted_at)
       IS DISTINCT FROM (OLD.unit_id, OLD.month, OLD.kind, OLD.drafted_by_id, OLD.drafted_person_id, OLD.drafted_at) THEN
        RAISE EXCEPTION 'pay run %: who drafted it for which month stays', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status IN ('released', 'issued', 'cancelled')
       AND to_jsonb(NEW) - 'status' <> to_jsonb(OLD) - 'status' THEN
        RAISE EXCEPTION 'pay run %: it is % and frozen', OLD.id, OLD.status USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'reviewed' AND NEW.status = 'released' THEN
        wrong := pay_run_adds_up(NEW.id, NEW.people, NEW.gross, NEW.insurance, NEW.tax, NEW.deducted, NEW.net, NEW.cost);
        IF wrong <> '' THEN
            RAISE EXCEPTION 'pay run %: %', OLD.id, wrong USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (NEW.released_by_id, NEW.released_person_id, NEW.released_at)
          IS DISTINCT FROM (OLD.released_by_id, OLD.released_person_id, OLD.released_at) THEN
        RAISE EXCEPTION 'pay run %: who released it is written by the release only', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pay_run_keeps_to_its_life BEFORE INSERT OR UPDATE OR DELETE ON payroll_payrun
    FOR EACH ROW EXECUTE FUNCTION pay_run_keeps_to_its_life();
"""

# Payslips come while the run is being calculated and go while it is open. Whole statements are judged, not rows: a run
# has a hundred thousand. The run is locked, so that nothing slips in beside a release.
SLIPS = """
CREATE FUNCTION pay_runs_are_open(runs bigint[], operation text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    allowed text[] := CASE operation WHEN 'INSERT' THEN ARRAY['calculating']
        ELSE ARRAY['draft', 'calculating', 'calculated', 'reviewed'] END;
BEGIN
    PERFORM 1 FROM payroll_payrun r WHERE r.id = ANY (runs) FOR SHARE;
    RETURN NOT EXISTS (SELECT 1 FROM payroll_payrun r WHERE r.id = ANY (runs) AND NOT r.status = ANY (allowed));
END $$;
CREATE FUNCTION payslips_only_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pay_runs_are_open((SELECT array_agg(DISTINCT t.run_id) FROM touched t), TG_OP) THEN
        RAISE EXCEPTION 'payslips: the run is not open for this' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION payslip_lines_only_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pay_runs_are_open((SELECT array_agg(DISTINCT s.run_id) FROM payroll_payslip s
                              WHERE s.id IN (SELECT t.slip_id FROM touched t)), TG_OP) THEN
        RAISE EXCEPTION 'lines of payslips: the run is not open for this' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
GUARDED = (("payroll_payslip", "payslips"), ("payroll_payslipline", "payslip_lines"))
ON_SLIPS = "".join(
    f"""
CREATE TRIGGER {name}_come_while_open AFTER INSERT ON {table} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_only_while_open();
CREATE TRIGGER {name}_go_while_open AFTER DELETE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_only_while_open();
CREATE TRIGGER {name}_are_never_changed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION insert_only();
REVOKE UPDATE, TRUNCATE ON {table} FROM {APP};
"""
    for table, name in GUARDED
)

# Each entry goes on from the one before: the same person, employer and year, the next number, the sums carried.
LEDGER = f"""
CREATE FUNCTION tax_ledger_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM touched t LEFT JOIN payroll_taxledger p
            ON (p.auxiliary_id, p.employer_id, p.year, p.number) = (t.auxiliary_id, t.employer_id, t.year, t.number - 1)
        WHERE t.number < 1 OR (t.number > 1 AND p.id IS NULL)
           OR (t.total_income, t.total_insurance, t.total_special, t.total_other, t.total_withheld) IS DISTINCT FROM
              (coalesce(p.total_income, 0) + t.income, coalesce(p.total_insurance, 0) + t.insurance,
               coalesce(p.total_special, 0) + t.special, coalesce(p.total_other, 0) + t.other,
               coalesce(p.total_withheld, 0) + t.withheld)) THEN
        RAISE EXCEPTION 'tax ledger: an entry does not go on from the one before' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tax_ledger_goes_on AFTER INSERT ON payroll_taxledger REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION tax_ledger_goes_on();
CREATE TRIGGER tax_ledger_only_grows BEFORE UPDATE OR DELETE ON payroll_taxledger
    FOR EACH ROW EXECUTE FUNCTION insert_only();
REVOKE UPDATE, DELETE, TRUNCATE ON payroll_taxledger FROM {APP};
"""

ANOMALIES = """
CREATE FUNCTION anomalies_stay_after_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM payroll_payrun r WHERE r.id = OLD.run_id AND r.status IN ('released', 'issued')) THEN
        RAISE EXCEPTION 'what stood out in a released run stays as it was accepted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER anomalies_stay_after_release BEFORE UPDATE OR DELETE ON payroll_payanomaly
    FOR EACH ROW EXECUTE FUNCTION anomalies_stay_after_release();
"""

BACK = (
    "DROP TRIGGER anomalies_stay_after_release ON payroll_payanomaly; DROP FUNCTION anomalies_stay_after_release();"
    "DROP TRIGGER tax_ledger_only_grows ON payroll_taxledger; DROP TRIGGER tax_ledger_goes_on ON payroll_taxledger;"
    "DROP FUNCTION tax_ledger_goes_on();"
    + "".join(
        f"DROP TRIGGER {name}_{what} ON {table};"
        for table, name in GUARDED
        for what in ("come_while_open", "go_while_open", "are_never_changed")
    )
    + "".join(f"DROP FUNCTION {name}_only_while_open();" for _table, name in GUARDED)
    + "DROP FUNCTION pay_runs_are_open(bigint[], text);"
    "DROP TRIGGER pay_run_keeps_to_its_life ON payroll_payrun; DROP FUNCTION pay_run_keeps_to_its_life();"
    "DROP FUNCTION pay_run_adds_up(bigint, bigint, numeric, numeric, numeric, numeric, numeric, numeric);"
    "DROP FUNCTION pay_run_may_move(text, text);"
)


class Migration(migrations.Migration):
    dependencies = [("payroll", "0003_pay"), ("core", "0002_rights_of_the_roles")]
    operations = [migrations.RunSQL(MOVES + SUMS + LIFE + SLIPS + ON_SLIPS + LEDGER + ANOMALIES, BACK)]
