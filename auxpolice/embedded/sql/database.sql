-- Rights inside one database, run in it by a superuser after roles.sql. May be run again at any time.
-- The rights on the tables are given by the migrations, which make the tables.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO auxpolice_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO auxpolice_app, auxpolice_read', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO auxpolice_owner, auxpolice_audit;
GRANT USAGE ON SCHEMA public TO auxpolice_app, auxpolice_read;
