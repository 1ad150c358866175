//! What is said of the questions of auditors.

use serde_json::{Value, json};

use super::description::{Answer, Description, Tag};
use super::problem_kind::ProblemKind;
use crate::access::Operation;

const EXACT: &str = "Energies are whole micro-watt-hours (kWh × 10⁹), so that sums are exact.";

pub fn describe(operation: Operation) -> Description {
    match operation {
        Operation::AuditHistory => {
            let answer = Answer::ok("Its events, and what each of them changed.", "History");
            Description::local(Tag::Auditing, "Read the history of an aggregate", answer)
                .asks(text("type", "user, device, alert, conversation, name or administrators"))
                .asks(text("id", "Of an alert's aggregate: device and month, `…-202611`."))
                .asks(as_of())
                .refuses([ProblemKind::Invalid, ProblemKind::NotFound])
        }
        Operation::AuditTotal => {
            let answer = Answer::ok("The readings, the rules and the sum.", "TotalProof");
            Description::local(Tag::Auditing, "Work an hour's total out again", answer)
                .noting(EXACT)
                .asks(time("hour", "Any time within the UTC hour."))
                .asks(as_of())
        }
        Operation::AuditAlert => {
            let answer = Answer::ok("What led to it and what came of it.", "AlertProof");
            Description::local(Tag::Auditing, "Trace an alert", answer)
                .noting(EXACT)
                .refuses([ProblemKind::NotFound])
        }
        _ => {
            let answer = Answer::ok("The alerts that would come and go.", "LimitPreview");
            Description::local(Tag::Devices, "Try another limit on the past", answer)
                .asks(json!({
                    "name": "limit", "in": "query", "required": true, "description": "kWh.",
                    "schema": { "type": "number", "exclusiveMinimum": 0 }, "example": 2.5,
                }))
                .asks(time("from", "The beginning."))
                .asks(time("to", "The end, at most 366 days later; no part of it."))
        }
    }
}

fn text(name: &str, what: &str) -> Value {
    json!({
        "name": name, "in": "query", "required": true, "description": what,
        "schema": { "type": "string" },
    })
}

fn time(name: &str, what: &str) -> Value {
    json!({
        "name": name, "in": "query", "required": true, "description": what,
        "schema": { "type": "string", "format": "date-time" },
    })
}

fn as_of() -> Value {
    json!({
        "name": "asOf", "in": "query",
        "description": "Only what the log held at a time, or up to a position of it.",
        "schema": { "type": "string" },
    })
}

/// The shapes of the answers. What an event changed, and what a proof lists, is as various as events
/// are: the members that programs rely on are named.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let list = || json!({ "type": "array", "items": { "type": "object" } });
    let micro = || json!({ "type": "integer", "description": "Micro-watt-hours." });
    let object = |members: Value| {
        let names: Vec<&String> =
            members.as_object().into_iter().flatten().map(|(k, _)| k).collect();
        json!({ "type": "object", "required": names, "properties": members })
    };
    let hour = || json!({ "type": "string", "format": "date-time" });
    let uuid = || json!({ "type": "string", "format": "uuid" });
    let flag = || json!({ "type": "boolean" });
    let count = || json!({ "type": "integer", "minimum": 0 });
    let text = || json!({ "type": "string" });
    let several = |name| json!({ "type": "array", "items": super::schemas::reference(name) });
    let changed = || {
        json!({ "type": "array", "items": object(json!({
            "hour": hour(),
            "consumption": { "type": "number", "description": "kWh." },
            "limit": { "type": ["number", "null"], "description": "kWh; in force now." },
        })) })
    };
    vec![
        (
            "History",
            object(json!({
                "type": text(), "id": text(), "intact": flag(),
                "events": several("HistoryEvent"), "state": { "type": "object" },
            })),
        ),
        (
            "HistoryEvent",
            object(json!({
                "position": count(), "sequence": count(), "event": uuid(), "type": text(),
                "version": count(), "at": hour(),
                "actor": { "type": "string", "description": "`user:…` or `system:…`." },
                "command": uuid(), "correlation": uuid(),
                "cause": {
                    "type": ["string", "null"], "format": "uuid",
                    "description": "The event that caused the command, if it was not a person.",
                },
                "data": { "type": "object", "additionalProperties": true },
                "changed": several("HistoryChange"), "intact": flag(),
            })),
        ),
        (
            "HistoryChange",
            object(json!({
                "member": { "type": "string", "description": "JSON pointer into the state." },
                "before": {}, "after": {},
            })),
        ),
        (
            "TotalProof",
            object(json!({
                "device": uuid(), "hour": hour(), "asOf": { "type": "object" }, "registered": flag(),
                "readings": list(), "corrections": list(), "limit": { "type": ["object", "null"] },
                "owner": { "type": ["object", "null"] }, "arithmetic": { "type": "string" },
                "total": micro(), "overLimit": flag(), "shown": { "type": ["object", "null"] },
                "equal": { "type": ["boolean", "null"] },
            })),
        ),
        (
            "AlertProof",
            object(json!({
                "alert": uuid(), "device": uuid(), "hour": hour(), "stands": flag(), "story": list(),
                "passedAt": { "type": ["object", "null"] }, "consistent": flag(),
                "total": super::schemas::reference("TotalProof"),
            })),
        ),
        (
            "LimitPreview",
            object(json!({
                "limit": { "type": "number", "description": "kWh." }, "hours": count(),
                "alerts": count(), "alertsThen": count(), "gained": changed(), "lost": changed(),
            })),
        ),
    ]
}
