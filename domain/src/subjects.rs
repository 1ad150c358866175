//! Every stream, subject and consumer of the product: its published vocabulary, in one place.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::event::Event;
use crate::ids::{DeviceId, UserId};
use crate::metering::Hour;
use crate::names::NameKey;

/// Domain events and administrative acts; the log of record, never deleted from.
pub const EVENTS: &str = "EVENTS";
pub const ALL_EVENTS: &str = "ems.event.>";
/// Readings as they were received.
pub const MEASUREMENTS: &str = "MEASUREMENTS";
pub const ALL_MEASUREMENTS: &str = "ems.measurement.*";
/// People's keys, each wrapped; backed up apart from EVENTS.
pub const KEYS: &str = "KEYS";
pub const ALL_KEYS: &str = "ems.key.*";
/// What could not be read, with the reason.
pub const QUARANTINE: &str = "QUARANTINE";
pub const ALL_QUARANTINE: &str = "ems.quarantine.>";
/// Sign-ins, denials and throttling.
pub const SECURITY: &str = "SECURITY";
pub const ALL_SECURITY: &str = "ems.security.>";

/// All of them.
pub const STREAMS: [&str; 5] = [EVENTS, MEASUREMENTS, KEYS, QUARANTINE, SECURITY];

/// The consumer on MEASUREMENTS that all metering replicas share.
pub const METERING_CONSUMER: &str = "metering";
/// The consumer on EVENTS whose events projections replicas react to.
pub const REACTIONS_CONSUMER: &str = "reactions";
pub const ALL_USERS: &str = "ems.event.user.>";
pub const ALL_DEVICES: &str = "ems.event.device.>";
/// Alerts of all devices: what the gateway pushes to browsers.
pub const ALL_ALERTS: &str = "ems.event.alert.>";

/// What is only said to whoever listens at the moment.
pub const ALL_LIVE: &str = "ems.live.>";
/// The consumer on EVENTS whose customers' messages the assistants share.
pub const ASSISTANT_CONSUMER: &str = "assistant";
pub const ALL_CONVERSATIONS: &str = "ems.event.conversation.>";

/// Somebody of support is writing to a customer at this moment, over core NATS.
pub const ALL_LIVE_TYPING: &str = "ems.live.typing.*";

/// Fresh totals of one owner's devices, over core NATS: whoever does not listen misses nothing
/// that the next query would not show.
pub const ALL_LIVE_TOTALS: &str = "ems.live.totals.*";

/// What administrators watch while the system works, over core NATS: rebuilds and their like.
pub const LIVE_SYSTEM: &str = "ems.live.system";
/// Every process tells here how it is.
pub const LIVE_ROLES: &str = "ems.live.roles";
/// A request to send a message of quarantine, named by its sequence, to its queue again; answered with
/// nothing, or with why not.
pub const RETRY_QUARANTINE: &str = "ems.retry.quarantine";

/// Readings spread over this many subjects. One for each device would cost the server 145 bytes of
/// memory each, and above 1,000,000 subjects it behaves differently.
pub const SHARDS: u16 = 64;

/// The administrators' set.
pub const ADMINISTRATORS: &str = "administrators";
pub const ADMINISTRATORS_ID: &str = "all";
pub const NAME: &str = "name";

/// The exact subject of one aggregate: `ems.event.<type>.<id>`.
pub fn of_aggregate(kind: &str, id: &str) -> String {
    format!("ems.event.{kind}.{id}")
}

/// The aggregate type and id in an event's subject.
pub fn aggregate_of(subject: &str) -> Option<(&str, &str)> {
    subject.strip_prefix("ems.event.")?.split_once('.')
}

pub fn of_name(key: &NameKey) -> String {
    of_aggregate(NAME, &key.0)
}

pub fn of_administrators() -> String {
    of_aggregate(ADMINISTRATORS, ADMINISTRATORS_ID)
}

/// The aggregate that holds a device's alerts of the hour's UTC month: `<device>-202611`.
pub fn alert_aggregate(device: DeviceId, hour: Hour) -> String {
    format!("{device}-{}", hour.month())
}

/// The address of an event. A new kind of event does not compile until it has one.
pub fn of_event(event: &Event) -> String {
    match event {
        Event::User(user, _) => of_aggregate("user", &user.to_string()),
        Event::Device(device, _) => of_aggregate("device", &device.to_string()),
        Event::Alert(aggregate, _) => of_aggregate("alert", aggregate),
        Event::Conversation(customer, _) => of_aggregate("conversation", &customer.to_string()),
        Event::Name(key, _) => of_name(key),
        Event::Administrators(_) => of_administrators(),
    }
}

/// The shard of a device's readings: the first two bytes of the SHA-256 of its id, modulo 64.
/// It must never change, since audit checkpoints are kept for each shard.
pub fn of_measurement(device: DeviceId) -> String {
    let digest = Sha256::digest(device.0.as_bytes());
    of_shard(u16::from_be_bytes([digest[0], digest[1]]) % SHARDS)
}

pub fn of_shard(shard: u16) -> String {
    format!("ems.measurement.{shard}")
}

/// Where a person's key is.
pub fn of_key(person: Uuid) -> String {
    format!("ems.key.{person}")
}

/// Where input from `source` goes that could not be read.
pub fn of_quarantine(source: &str) -> String {
    format!("ems.quarantine.{source}")
}

/// Where a record of what happened at the door goes.
pub fn of_security(kind: &str) -> String {
    format!("ems.security.{kind}")
}

pub fn of_live_totals(owner: UserId) -> String {
    format!("ems.live.totals.{owner}")
}

pub fn of_live_typing(customer: UserId) -> String {
    format!("ems.live.typing.{customer}")
}

/// A customer is writing to support at this moment.
pub fn of_live_writing(customer: UserId) -> String {
    format!("ems.live.writing.{customer}")
}

/// The owner in a live subject.
pub fn owner_of_live_totals(subject: &str) -> Option<UserId> {
    subject.strip_prefix("ems.live.totals.")?.parse().ok()
}
