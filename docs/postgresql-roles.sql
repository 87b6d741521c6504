-- The roles by which Force Profiles uses a PostgreSQL database:
--
--   force_profiles_owner   owns the tables; migrate, seed, ingest and withdraw connect as this role
--   force_profiles_reader  may read them and do nothing else; serve and mcp connect as this role
--
-- Run it in the database itself, as a superuser or as its owner who may create roles, before the first migration or
-- at any time after; running it again changes nothing that is right already:
--
--   psql --dbname force_profiles --single-transaction --set ON_ERROR_STOP=1 --file docs/postgresql-roles.sql
--
-- No password is set here. Give each role one of its own, or another way to log in (pg_hba.conf):
--
--   psql --dbname force_profiles --command '\password force_profiles_owner' --command '\password force_profiles_reader'

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['force_profiles_owner', 'force_profiles_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I', role_name);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE', role_name);
    END LOOP;
END
$$;

-- Reading by default. The rights below are what keeps the reader from writing: any session may change this setting.
ALTER ROLE force_profiles_reader SET default_transaction_read_only = on;

-- The database: both may connect, nobody may make temporary tables.
DO $$
DECLARE
    database_name text := current_database();
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, force_profiles_reader', database_name);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO force_profiles_owner, force_profiles_reader', database_name);
END
$$;

-- The schema: the owner makes tables in it, the reader sees them.
REVOKE ALL ON SCHEMA public FROM PUBLIC, force_profiles_reader;
GRANT USAGE, CREATE ON SCHEMA public TO force_profiles_owner;
GRANT USAGE ON SCHEMA public TO force_profiles_reader;

-- Tables that are there already, made by whom ever: they become the owner's, and their sequences with them.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT tablename FROM pg_catalog.pg_tables
        WHERE schemaname = 'public' AND tableowner <> 'force_profiles_owner'
    LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO force_profiles_owner', found.tablename);
    END LOOP;
END
$$;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, force_profiles_reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, force_profiles_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO force_profiles_reader;

-- Tables that migrations will make.
ALTER DEFAULT PRIVILEGES FOR ROLE force_profiles_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO force_profiles_reader;

-- Large objects are the one thing that any role may make without a right to it. Only a superuser can take that away.
DO $$
BEGIN
    IF (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
        REVOKE EXECUTE ON FUNCTION
            pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea)
            FROM PUBLIC;
    END IF;
END
$$;
