-- Rights inside one database, run in it by a superuser after roles.sql. May be run again at any time.
-- Tables made later by the owner are covered too; what the application may not write is taken back by its migration.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO auxpolice_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO auxpolice_app, auxpolice_read', current_database());
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO auxpolice_owner;
GRANT USAGE ON SCHEMA public TO auxpolice_app, auxpolice_read;

ALTER DEFAULT PRIVILEGES FOR ROLE auxpolice_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO auxpolice_app;
ALTER DEFAULT PRIVILEGES FOR ROLE auxpolice_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO auxpolice_read;
ALTER DEFAULT PRIVILEGES FOR ROLE auxpolice_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO auxpolice_app;
