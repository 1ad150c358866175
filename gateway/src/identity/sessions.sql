-- Browser and program sessions. They cannot be rebuilt from the log: change these tables in two steps,
-- add and fill first, remove in a later release.
-- Whoever may make no schema finds it there.
do $$ begin if to_regnamespace('gateway') is null then create schema gateway; end if; end $$;

create table if not exists gateway.sessions (
    session_id   uuid primary key,
    -- SHA-256 of the secret in the cookie: who reads this table cannot sign in with it.
    secret_hash  bytea not null unique,
    user_id      uuid not null,
    -- The role at sign-in, for people who look; what counts is the user's present role.
    role         text not null,
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null default now() + interval '30 days',
    revoked_at   timestamptz
);

-- Added after the first release; rows from before it have none of them.
alter table gateway.sessions
    add column if not exists address     text,
    add column if not exists user_agent  text,
    -- Position of the event that set the password which was shown at sign-in.
    add column if not exists credentials bigint not null default 0;

create index if not exists sessions_of_user on gateway.sessions (user_id);
create index if not exists sessions_by_expiry on gateway.sessions (expires_at);

-- What programs renew their access with: each is good once, and all of a session end with it.
create table if not exists gateway.refresh_tokens (
    token_hash bytea primary key,   -- SHA-256
    session_id uuid not null references gateway.sessions on delete cascade,
    issued_at  timestamptz not null default now(),
    used_at    timestamptz
);

create index if not exists refresh_tokens_of_session on gateway.refresh_tokens (session_id);

-- Up to where in the log an old client has been told, since it cannot say so itself.
create table if not exists gateway.heard (
    user_id  uuid not null,
    kind     text not null,
    position bigint not null,
    primary key (user_id, kind)
);
