//! What operations answer of consumption over time, and of what waits for an administrator.

use serde_json::{Value, json};

use super::answers::{count, object, or_null, text, time, time_or_null, told, uuid};
use super::reference;

#[rustfmt::skip] // One line for each member.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Consumption", object([
            ("deviceId", uuid()),
            ("zone", told(text(), "The IANA name of the zone.")),
            ("unit", json!({ "const": "kWh" })),
            ("resolution", json!({ "enum": ["quarter", "hour", "day", "month"] })),
            ("buckets", list("Bucket")),
        ])),
        ("Bucket", object([
            ("start", time()),
            ("end", time()),
            ("consumption", told(or_null("number"), "kWh; null where nothing was measured.")),
            ("coverage", told(share(), "Of the ten-minute slots, those with a reading.")),
            ("revision", told(count(), "Grows with each change.")),
            ("corrected", told(boolean(), "Whether a person corrected something in it.")),
        ])),
        ("Summary", object([
            ("zone", text()),
            ("at", time()),
            ("devices", list("DeviceSummary")),
        ])),
        ("DeviceSummary", object([
            ("deviceId", uuid()),
            ("name", text()),
            ("limit", told(or_null("number"), "kWh in one hour.")),
            ("hour", object([
                ("start", time()),
                ("consumption", kwh_or_null()),
                ("projected", told(kwh_or_null(), "What the hour comes to if it goes on like this.")),
                ("coverage", share()),
            ])),
            ("today", kwh_or_null()),
            ("yesterdayByNow", kwh_or_null()),
            ("month", kwh_or_null()),
            ("lastMonthByNow", kwh_or_null()),
            ("lastReadingAt", time_or_null()),
        ])),
        ("UnregisteredDevice", object([
            ("deviceId", uuid()),
            ("firstSeenAt", time()),
            ("lastSeenAt", time()),
            ("readings", count()),
            ("lastConsumption", kwh_or_null()),
        ])),
        ("Conflict", object([
            ("deviceId", uuid()),
            ("measuredAt", time()),
            ("counted", told(kwh(), "kWh; the value that was first in the log.")),
            ("other", kwh()),
            ("recordedAt", told(time_or_null(), "null where the log no longer has it.")),
        ])),
        ("HeldReading", object([
            ("deviceId", uuid()),
            ("measuredAt", time()),
            ("consumption", kwh()),
            ("lowest", told(kwh_or_null(), "Of the range in which values are believed.")),
            ("highest", kwh_or_null()),
            ("position", told(count(), "In the log of readings.")),
        ])),
        ("ParkedReading", object([
            ("deviceId", json!({ "type": ["string", "null"], "format": "uuid" })),
            ("measuredAt", time_or_null()),
            ("reason", text()),
            ("position", told(count(), "In the log of readings.")),
        ])),
        ("Quarantined", object([
            ("position", told(count(), "Names the message.")),
            ("source", told(text(), "The queue that it came from.")),
            ("reason", text()),
            ("at", time()),
            ("length", told(count(), "Bytes of the whole message.")),
            ("text", told(text(), "Its beginning, as far as it is text.")),
        ])),
        ("System", object([
            ("roles", list("Role")),
            ("queue", json!({ "anyOf": [object([("depth", count())]), { "type": "null" }] })),
            ("quarantine", count()),
            ("parked", count()),
            ("held", count()),
            ("conflicts", count()),
            ("unregistered", count()),
        ])),
        ("Role", object([
            ("role", text()),
            ("replica", text()),
            ("version", text()),
            ("ready", boolean()),
            ("since", time()),
            ("lag", told(or_null("integer"), "Messages that wait for it.")),
            ("lagSeconds", told(or_null("number"), "The age of the oldest of them.")),
            ("rate", told(or_null("number"), "Messages per second.")),
            ("causes", told(json!({ "type": "array", "items": text() }), "Why it is not ready.")),
        ])),
        ("Projection", object([
            ("name", text()),
            ("position", told(count(), "Everything up to here is in it.")),
            ("lag", told(count(), "Messages that are not in it yet.")),
            ("rate", told(json!({ "type": "number" }), "Messages per second.")),
            ("replicas", count()),
            ("parked", count()),
            ("state", told(text(), "live, paused, rebuild, verify or rollback.")),
        ])),
        ("Run", object([
            ("run", uuid()),
        ])),
    ]
}

fn list(of: &str) -> Value {
    json!({ "type": "array", "items": reference(of) })
}

fn kwh() -> Value {
    json!({ "type": "number", "description": "kWh." })
}

fn kwh_or_null() -> Value {
    json!({ "type": ["number", "null"], "description": "kWh; null where nothing was measured." })
}

fn share() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1 })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}
