-- The roles of the program, for the embedded and for any other PostgreSQL. May be run again at any time.
-- owner: migrations. app: everything the program does, without the right to change tables. read: reports.
-- audit: owns the audit trail, signs in nowhere; the owner becomes it only by an explicit SET ROLE, the others never.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['auxpolice_owner', 'auxpolice_app', 'auxpolice_read'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I', role_name);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
  END LOOP;
END $$;

ALTER ROLE auxpolice_owner PASSWORD :'owner_password';
ALTER ROLE auxpolice_app PASSWORD :'app_password';
ALTER ROLE auxpolice_read PASSWORD :'read_password';

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'auxpolice_audit') THEN
    CREATE ROLE auxpolice_audit;
  END IF;
  ALTER ROLE auxpolice_audit NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  IF current_setting('server_version_num')::integer >= 160000 THEN
    EXECUTE 'GRANT auxpolice_audit TO auxpolice_owner WITH INHERIT FALSE, SET TRUE';
  ELSE  -- before 16 a role inherits from all it belongs to, or from none
    ALTER ROLE auxpolice_owner NOINHERIT;
    GRANT auxpolice_audit TO auxpolice_owner;
  END IF;
END $$;

-- Nobody waits for ever: a request that hangs is ended and says so, a lock is given up in time for another try.
ALTER ROLE auxpolice_owner SET lock_timeout = '30s';
ALTER ROLE auxpolice_app SET lock_timeout = '5s';
ALTER ROLE auxpolice_app SET statement_timeout = '30s';
ALTER ROLE auxpolice_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE auxpolice_read SET statement_timeout = '60s';
ALTER ROLE auxpolice_read SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE auxpolice_read SET default_transaction_read_only = on;
