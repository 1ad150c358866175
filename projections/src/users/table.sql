-- The people that are known, with what is needed to sign them in. An erased person has no row.
create table if not exists projections.users (
    user_id       uuid primary key,
    username      text not null,
    username_key  text not null,   -- folded as names are reserved; the database folds otherwise
    email         text,
    name          text,
    city          text,
    date_of_birth date,
    role          text,          -- null: has no credentials and cannot sign in
    password_hash text,
    time_zone     text,
    language      text,
    disabled      boolean not null default false,
    credentials   bigint not null default 0   -- position of the event since which sign-ins count
);

create index if not exists users_by_username on projections.users (username_key);

-- People whose keys must stay destroyed, also when keys are restored from a backup.
create table if not exists projections.erased_users (
    user_id uuid primary key
);
