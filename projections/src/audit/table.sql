create schema if not exists audit;

-- What the log held when it was last sealed, each checkpoint signed and chained to the one before.
-- They cannot be made again for a log that was changed since; the same lines go into a file that is
-- meant to be kept elsewhere.
create table if not exists audit.checkpoints (
    number    bigint primary key,
    made_at   timestamptz not null,
    body      text        not null,    -- the exact text that is signed
    signature text        not null     -- Ed25519, hexadecimal
);
