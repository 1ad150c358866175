-- Whoever may make no schema finds it there.
do $$ begin if to_regnamespace('metering') is null then create schema metering; end if; end $$;

-- What is counted exists in versions, of which one is live: a rebuild fills the next one beside it, and
-- the one before stays for a rollback. Under the plain names everybody sees the live version.
create table if not exists metering.versions (
    version        integer primary key,
    state          text   not null,    -- building, live, old; a verification builds one, too
    run            uuid,               -- whose work it is
    target         bigint not null default 0,  -- what was in MEASUREMENTS when the building began
    readings_floor bigint not null default 0,  -- up to here in MEASUREMENTS it is complete
    rules_floor    bigint not null default 0,  -- up to here in EVENTS its rules are
    horizon        timestamptz,        -- what was measured before was carried over
    carried_over   boolean not null default false,
    began_at       timestamptz not null default now()
);

-- The parts of a version that are complete, so that a rebuild which is killed goes on after them.
create table if not exists metering.version_parts (
    version integer not null,
    part    integer not null,
    primary key (version, part)
);

create or replace function metering.create_version(version integer) returns void
language plpgsql as $$
begin
    -- One row for each (device, instant): the reading that stands. Of several the one with the lowest
    -- stream sequence does, so live, replay and rebuild agree whatever the order of commits. It counts
    -- with its energy unless a correction says otherwise.
    execute format('create table if not exists metering.readings_%s (
        device_id   uuid        not null,
        measured_at timestamptz not null,
        energy      bigint      not null,   -- micro-watt-hours
        stream_seq  bigint      not null,   -- in MEASUREMENTS
        primary key (device_id, measured_at)
    )', version);

    -- Other values that were sent for a key: each value once, with its lowest stream sequence.
    execute format('create table if not exists metering.reading_conflicts_%s (
        device_id   uuid        not null,
        measured_at timestamptz not null,
        energy      bigint      not null,
        stream_seq  bigint      not null,
        primary key (device_id, measured_at, energy)
    )', version);

    -- Values outside of their device's plausible range, or rejected by a person. They do not take the
    -- key: a believable value for the same instant stands.
    execute format('create table if not exists metering.held_%s (
        device_id   uuid        not null,
        measured_at timestamptz not null,
        energy      bigint      not null,
        stream_seq  bigint      not null,
        primary key (device_id, measured_at, energy)
    )', version);

    -- One row for each device and UTC hour; one without counts is an hour of which nothing is known any
    -- more. Quarters, so that local days in zones at :30 and :45 are sums of them. Only columns outside
    -- of the key change, and there is room on the page: updates stay on it (HOT).
    execute format('create table if not exists metering.hourly_totals_%s (
        device_id uuid        not null,
        hour      timestamptz not null,
        energy_0  bigint not null, energy_1 bigint not null,
        energy_2  bigint not null, energy_3 bigint not null,
        count_0   integer not null, count_1 integer not null,
        count_2   integer not null, count_3 integer not null,
        slots     integer not null,         -- bit n: there is a reading in the n-th ten minutes
        first_at  timestamptz,              -- null while nothing counts
        last_at   timestamptz,
        revision  bigint not null,
        primary key (device_id, hour)
    ) with (fillfactor = 70)', version);
end $$;

-- Makes a version the live one. Readers meet it between two of their statements, never within one.
create or replace function metering.show_version(version integer) returns void
language plpgsql as $$
declare
    name text;
begin
    foreach name in array array['readings', 'reading_conflicts', 'held', 'hourly_totals'] loop
        execute format(
            'create or replace view metering.%1$s as select * from metering.%1$s_%2$s', name, version);
    end loop;
end $$;

-- Tables from before there were versions are the first one.
do $$
declare
    name text;
begin
    foreach name in array array['readings', 'reading_conflicts', 'held', 'hourly_totals'] loop
        if (select relkind from pg_class where oid = to_regclass('metering.' || name)) = 'r' then
            execute format('alter table metering.%1$s rename to %1$s_1', name);
        end if;
    end loop;
    if not exists (select from metering.versions) then
        insert into metering.versions (version, state) values (1, 'live');
        perform metering.create_version(1);
    end if;
    perform metering.show_version(versions.version)
        from metering.versions where versions.state = 'live';
end $$;

-- Whether an hour is above its limit, and how far the log has been told.
create table if not exists metering.judgements (
    device_id          uuid        not null,
    hour               timestamptz not null,
    kind               text        not null default 'over-limit',
    over               boolean     not null,
    total              bigint      not null,
    max_energy         bigint      not null,
    owner              uuid,
    revision           bigint      not null,
    published_revision bigint      not null,
    primary key (device_id, hour, kind)
);

create index if not exists judgements_to_publish on metering.judgements (hour desc, device_id)
    where published_revision < revision;

-- Metering's own rules, fed from EVENTS under the exclusive metering lock.
create table if not exists metering.devices (
    device_id uuid primary key,
    position  bigint  not null,
    in_use    boolean not null
);

create table if not exists metering.limits (
    device_id  uuid        not null,
    position   bigint      not null,   -- of the event in EVENTS
    since      timestamptz not null,
    max_energy bigint,                 -- null: out of use, not judged from then on
    primary key (device_id, position)
);

create table if not exists metering.owners (
    device_id uuid        not null,
    position  bigint      not null,
    since     timestamptz not null,
    owner     uuid,                    -- null: nobody's from then on
    primary key (device_id, position)
);

create table if not exists metering.plausible_ranges (
    device_id uuid        not null,
    position  bigint      not null,
    since     timestamptz not null,    -- of readings measured from then on
    at_least  bigint,                  -- both null: anything is believed
    at_most   bigint,
    primary key (device_id, position)
);

-- What a person said of an instant; it holds whatever readings say. The newest word, the earlier
-- ones are in EVENTS.
create table if not exists metering.corrections (
    device_id   uuid        not null,
    measured_at timestamptz not null,
    position    bigint      not null,
    energy      bigint,                -- null: voided
    author      text        not null,
    reason      text        not null,
    given_at    timestamptz not null,
    primary key (device_id, measured_at)
);

-- Whether a person accepted or rejected a value of an instant.
create table if not exists metering.verdicts (
    device_id   uuid        not null,
    measured_at timestamptz not null,
    energy      bigint      not null,
    position    bigint      not null,
    accepted    boolean     not null,
    author      text        not null,
    reason      text        not null,
    given_at    timestamptz not null,
    primary key (device_id, measured_at, energy)
);

create index if not exists plausible_ranges_by_position on metering.plausible_ranges (position);
create index if not exists corrections_by_position on metering.corrections (position);
create index if not exists verdicts_by_position on metering.verdicts (position);
create index if not exists devices_by_position on metering.devices (position);
create index if not exists limits_by_position on metering.limits (position);
create index if not exists owners_by_position on metering.owners (position);

-- Meters that send readings and that nobody has registered.
create table if not exists metering.unregistered (
    device_id  uuid primary key,
    readings   bigint      not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null
);

-- Messages in MEASUREMENTS that are no readings, or that fail for good.
create table if not exists metering.parked (
    stream_seq bigint primary key,
    reason     text   not null,
    payload    bytea  not null,
    parked_at  timestamptz not null default now(),
    settled_at timestamptz,            -- by a person: sent again, or dropped
    settled_how text
);

create index if not exists parked_waiting on metering.parked (stream_seq)
    where settled_at is null;
