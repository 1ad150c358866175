-- The devices in use. A retired one has no row; its history stays in metering.
create table if not exists projections.devices (
    device_id   uuid primary key,
    name        text not null,
    description text,
    max_energy  bigint,          -- hourly limit in micro-watt-hours
    owner       uuid
);

create index if not exists devices_by_owner on projections.devices (owner);

-- Whose a device was, and when. The first owner's time has no beginning: what was measured before
-- anybody was entered is theirs. A retired device keeps its rows.
create table if not exists projections.device_owners (
    device_id uuid not null,
    position  bigint not null,   -- of the event that began it
    owner     uuid not null,
    since     timestamptz not null,
    until     timestamptz not null default 'infinity',
    primary key (device_id, position)
);

create index if not exists device_owners_by_owner on projections.device_owners (owner, device_id);
