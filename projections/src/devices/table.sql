-- The devices in use. A retired one has no row; its history stays in metering.
create table if not exists projections.devices (
    device_id   uuid primary key,
    name        text not null,
    description text,
    max_energy  bigint,          -- hourly limit in micro-watt-hours
    owner       uuid
);

create index if not exists devices_by_owner on projections.devices (owner);
