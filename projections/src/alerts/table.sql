-- The alerts, folded from the log only. A retracted one keeps its row and says since when.
create table if not exists projections.alerts (
    alert_id     uuid primary key,
    device_id    uuid not null,
    hour         timestamptz not null,
    owner        uuid,
    total        bigint not null,   -- micro-watt-hours when it was raised
    max_energy   bigint not null,   -- the limit that it passed
    raised_at    timestamptz not null,
    retracted_at timestamptz,
    times_raised integer not null default 1,
    acknowledged_at timestamptz,    -- since it was last raised
    acknowledged_by uuid,
    comment      text,
    position     bigint not null,   -- of the last event about it
    raised_position bigint not null -- of the last event that raised or restated it
);

create index if not exists alerts_by_raising on projections.alerts (owner, raised_position);
create index if not exists alerts_by_owner on projections.alerts (owner, hour desc);
