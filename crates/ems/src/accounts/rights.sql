-- What each role may do in the database of the product. Run again it changes nothing; run on the
-- database of an earlier release it hands over what that release had made as another user.
select pg_advisory_xact_lock(x'454d5311'::bigint);

create schema if not exists projections;
create schema if not exists metering;
create schema if not exists gateway;
create schema if not exists assistant;
create schema if not exists audit;
alter schema assistant owner to ems_assistant;
alter schema projections owner to ems_projections;
alter schema metering owner to ems_projections;
alter schema audit owner to ems_projections;
alter schema gateway owner to ems_migrator;

do $$
declare found record;
begin
    for found in
        select n.nspname, c.relname,
               case n.nspname when 'gateway' then 'ems_migrator' else 'ems_projections' end as keeper
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('projections', 'metering', 'audit', 'gateway')
          and c.relkind in ('r', 'p', 'v', 'm', 'S')
          -- A sequence of a column goes with its table.
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i'))
    loop
        execute format('alter table %I.%I owner to %I', found.nspname, found.relname, found.keeper);
    end loop;

    for found in
        select p.oid::regprocedure as name
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('projections', 'metering', 'audit')
    loop
        execute format('alter routine %s owner to ems_projections', found.name);
    end loop;

    execute format('revoke all on database %I from public', current_database());
    execute format(
        'grant connect on database %I '
        'to ems_migrator, ems_projections, ems_gateway, ems_assistant, ems_audit',
        current_database());
    -- A rebuild makes the next version of the read models beside the present one.
    execute format('grant create, temporary on database %I to ems_projections', current_database());
    -- It keeps count of the language model's calls in a schema of its own.
    execute format('grant create on database %I to ems_assistant', current_database());
end
$$;

revoke all on schema public from public;

-- Read models: kept by projections, read by the others.
grant usage on schema projections, metering to ems_gateway, ems_assistant, ems_audit;
grant select on all tables in schema projections, metering to ems_gateway, ems_assistant, ems_audit;
-- Checkpoints of the log: for whoever looks into what was.
grant usage on schema audit to ems_gateway, ems_audit;
grant select on all tables in schema audit to ems_gateway, ems_audit;
alter default privileges for role ems_projections
    grant select on tables to ems_gateway, ems_assistant, ems_audit;
alter default privileges for role ems_projections
    grant usage on schemas to ems_gateway, ems_assistant, ems_audit;

-- Sessions: the gateway's alone, in tables that it cannot change.
grant usage on schema gateway to ems_gateway;
grant select, insert, update, delete on all tables in schema gateway to ems_gateway;
grant usage on all sequences in schema gateway to ems_gateway;
alter default privileges for role ems_migrator in schema gateway
    grant select, insert, update, delete on tables to ems_gateway;
alter default privileges for role ems_migrator in schema gateway
    grant usage on sequences to ems_gateway;
