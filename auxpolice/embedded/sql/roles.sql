-- The three roles of the program, for the embedded and for any other PostgreSQL. May be run again at any time.
-- owner: migrations. app: everything the program does, without the right to change tables. read: reports.
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

-- Nobody waits for ever: a request that hangs is ended and says so, a lock is given up in time for another try.
ALTER ROLE auxpolice_owner SET lock_timeout = '30s';
ALTER ROLE auxpolice_app SET lock_timeout = '5s';
ALTER ROLE auxpolice_app SET statement_timeout = '30s';
ALTER ROLE auxpolice_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE auxpolice_read SET statement_timeout = '60s';
ALTER ROLE auxpolice_read SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE auxpolice_read SET default_transaction_read_only = on;
