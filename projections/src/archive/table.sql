-- A copy of every event as the log has it, what is personal sealed: to be searched by those who audit,
-- and kept where backups of the database are.
create table if not exists projections.archive (
    position      bigint primary key,   -- in EVENTS
    subject       text   not null,
    event_id      uuid   not null,
    sequence      bigint not null,      -- of its aggregate
    kind          text   not null,
    version       bigint not null,
    data          text   not null,      -- JSON, as it was hashed
    at            timestamptz not null,
    actor         text   not null,
    command_id    uuid   not null,
    correlation   uuid   not null,
    causation     uuid,
    request_hash  text,
    previous_hash text   not null,
    hash          text   not null
);

create index if not exists archive_by_subject on projections.archive (subject, position);
