-- Whoever may make no schema finds it there.
do $$ begin if to_regnamespace('projections') is null then create schema projections; end if; end $$;

-- How far each ordered projection has come: the position of the last event whose effect is in its
-- tables. It changes in the same transaction as they do.
create table if not exists projections.positions (
    name     text primary key,
    position bigint not null
);

-- Events that this release could not apply. They are passed over and visible; a release that can
-- read them applies them when the read models are made anew.
create table if not exists projections.parked (
    name      text not null,
    position  bigint not null,
    reason    text not null,
    parked_at timestamptz not null default now(),
    primary key (name, position)
);

-- An event's key is its subject. What comes after a parked event of its key is parked behind it, so
-- that events of one key are applied in their order; all of them are tried again when somebody asks.
alter table projections.parked add column if not exists subject text not null default '';
alter table projections.parked add column if not exists retry_asked boolean not null default false;

-- How far the tables were that the last rebuild of a read model replaced.
create table if not exists projections.before (
    model    text primary key,
    position bigint not null
);
