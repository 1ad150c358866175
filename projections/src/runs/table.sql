-- Rebuilds, verifications and rollbacks that somebody has asked for. One replica at a time carries them
-- out; one that is still running when nobody works on it was interrupted, and is gone on with.
create table if not exists projections.runs (
    id         uuid primary key,
    projection text   not null,
    kind       text   not null,
    state      text   not null default 'waiting',   -- waiting, running, done, failed
    phase      text   not null default 'waiting',
    done       bigint not null default 0,
    total      bigint not null default 0,
    attempts   integer not null default 0,
    report     text,                                -- JSON, when it is done
    problem    text,                                -- why it failed, or what it is tried again for
    asked_at   timestamptz not null default now(),
    began_at   timestamptz,
    ended_at   timestamptz
);

create unique index if not exists runs_one_at_a_time on projections.runs (projection)
    where state in ('waiting', 'running');

-- Projections that an operator has stopped for now.
create table if not exists projections.paused (
    name  text primary key,
    since timestamptz not null default now()
);
