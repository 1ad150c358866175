-- Browser and program sessions. They cannot be rebuilt from the log: change this table in two steps,
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

create index if not exists sessions_of_user on gateway.sessions (user_id);
create index if not exists sessions_by_expiry on gateway.sessions (expires_at);
