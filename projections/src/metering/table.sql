-- Whoever may make no schema finds it there.
do $$ begin if to_regnamespace('metering') is null then create schema metering; end if; end $$;

-- One row for each (device, instant): the reading that stands. Of several the one with the lowest
-- stream sequence does, so live, replay and rebuild agree whatever the order of commits. It counts
-- with its energy unless a correction says otherwise.
create table if not exists metering.readings (
    device_id   uuid        not null,
    measured_at timestamptz not null,
    energy      bigint      not null,   -- micro-watt-hours
    stream_seq  bigint      not null,   -- in MEASUREMENTS
    primary key (device_id, measured_at)
);

-- Other values that were sent for a key: each value once, with its lowest stream sequence.
create table if not exists metering.reading_conflicts (
    device_id   uuid        not null,
    measured_at timestamptz not null,
    energy      bigint      not null,
    stream_seq  bigint      not null,
    primary key (device_id, measured_at, energy)
);

-- Values outside of their device's plausible range, or rejected by a person. They do not take the
-- key: a believable value for the same instant stands.
create table if not exists metering.held (
    device_id   uuid        not null,
    measured_at timestamptz not null,
    energy      bigint      not null,
    stream_seq  bigint      not null,
    primary key (device_id, measured_at, energy)
);

-- One row for each device and UTC hour; one without counts is an hour of which nothing is known any
-- more. Quarters, so that local days in zones at :30 and :45 are
-- sums of them. Only columns outside of the key change, and there is room on the page: updates
-- stay on it (HOT).
create table if not exists metering.hourly_totals (
    device_id uuid        not null,
    hour      timestamptz not null,
    energy_0  bigint not null, energy_1 bigint not null, energy_2 bigint not null, energy_3 bigint not null,
    count_0   integer not null, count_1 integer not null, count_2 integer not null, count_3 integer not null,
    slots     integer not null,         -- bit n: there is a reading in the n-th ten minutes
    first_at  timestamptz,              -- null while nothing counts
    last_at   timestamptz,
    revision  bigint not null,
    primary key (device_id, hour)
) with (fillfactor = 70);

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
