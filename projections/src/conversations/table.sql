-- What customers and support write to each other. Texts go with the customer's erasure.
create table if not exists projections.conversations (
    customer_id      uuid primary key,
    number           integer not null,   -- of the latest conversation, from 1
    open             boolean not null,
    person           uuid,               -- on duty; null: the bot is
    person_seen_at   timestamptz,        -- when the person on duty joined or wrote last
    person_requested boolean not null default false,
    waiting_since    timestamptz,        -- since when the customer waits for a person's word
    messages         bigint  not null default 0,   -- over all conversations
    last_at          timestamptz,
    last_text        text
);

create index if not exists conversations_of_persons on projections.conversations (person_seen_at)
    where person is not null;
create index if not exists conversations_by_age on projections.conversations (last_at desc)
    where open;

create table if not exists projections.conversation_messages (
    customer_id  uuid    not null,
    number       bigint  not null,       -- from 1, over all of the customer's conversations
    conversation integer not null,
    message_id   uuid    not null,
    author       text    not null,       -- customer, bot or person
    person       uuid,
    text         text    not null,
    at           timestamptz not null,
    source       text,                   -- of a bot's answer
    based        text,                   -- the numbers behind it, as JSON
    delivered_at timestamptz,            -- to the other side
    read_at      timestamptz,
    primary key (customer_id, number)
);

create index if not exists conversation_messages_by_id
    on projections.conversation_messages (customer_id, message_id);
create index if not exists conversation_messages_unread
    on projections.conversation_messages (customer_id) where read_at is null;
