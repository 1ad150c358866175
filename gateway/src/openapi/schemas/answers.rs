//! What operations answer. Every member is there; new ones may follow.

use serde_json::{Map, Value, json};

use super::super::problem_kind;
use super::reference;

#[rustfmt::skip] // One line for each member.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("SignedIn", object([
            ("token", told(text(), "For `Authorization: Bearer`; good for ten minutes.")),
            ("refreshToken", told(text(), "What programs renew the token with.")),
            ("expiresIn", json!({ "type": "integer", "description": "Seconds." })),
            ("userId", uuid()),
            ("username", text()),
            ("role", role()),
        ])),
        ("Session", object([
            ("userId", uuid()),
            ("username", text()),
            ("role", role()),
            ("timeZone", told(text(), "The IANA name of the zone in which days begin.")),
        ])),
        ("Refreshed", object([
            ("token", told(text(), "For `Authorization: Bearer`.")),
            ("refreshToken", told(text(), "The next one; the one that was shown is used up.")),
            ("expiresIn", json!({ "type": "integer", "description": "Seconds." })),
        ])),
        ("SessionRow", object([
            ("id", uuid()),
            ("createdAt", time()),
            ("lastUsedAt", time()),
            ("address", or_null("string")),
            ("userAgent", or_null("string")),
            ("current", told(json!({ "type": "boolean" }), "Whether it is the one that asks.")),
        ])),
        ("ValidToken", object([
            ("valid", json!({ "const": true })),
            ("userId", uuid()),
            ("username", text()),
            ("role", role()),
        ])),
        ("InvalidToken", object([
            ("valid", json!({ "const": false })),
            ("error", text()),
        ])),
        ("Health", object([
            ("status", json!({ "const": "healthy" })),
        ])),
        ("Done", object([
            ("message", told(text(), "A sentence for people.")),
        ])),
        ("RoleOfUser", object([
            ("role", role()),
        ])),
        ("PasswordReset", object([
            ("token", told(text(), "For `POST /api/auth/password-reset`.")),
            ("expiresAt", time()),
        ])),
        ("ListedUser", object([
            ("id", uuid()),
            ("username", text()),
            ("email", or_null("string")),
            ("age", told(count(), "In years; 0 where the birth date is not known.")),
        ])),
        ("User", object([
            ("id", uuid()),
            ("name", or_null("string")),
            ("username", text()),
            ("email", or_null("string")),
            ("city", or_null("string")),
            ("dateOfBirth", json!({ "type": ["string", "null"], "format": "date" })),
        ])),
        ("Device", object([
            ("id", uuid()),
            ("name", text()),
            ("maxConsumption", told(or_null("number"), "kWh in one hour.")),
            ("description", or_null("string")),
            ("userId", json!({ "type": ["string", "null"], "format": "uuid" })),
        ])),
        ("Alert", object([
            ("alertId", uuid()),
            ("deviceId", uuid()),
            ("deviceName", told(or_null("string"), "null for a device that is out of use.")),
            ("hour", time()),
            ("consumption", json!({ "type": "number", "description": "kWh." })),
            ("limit", json!({ "type": "number", "description": "kWh." })),
            ("raisedAt", time()),
            ("retractedAt", told(time_or_null(), "When the hour was found not to be above its limit.")),
            ("acknowledgedAt", time_or_null()),
            ("comment", or_null("string")),
        ])),
        ("Conversation", object([
            ("number", told(count(), "From 1; 0 before the first one.")),
            ("open", boolean()),
            ("onDuty", on_duty()),
            ("personRequested", boolean()),
            ("messages", list("ChatMessage")),
            ("unread", told(count(), "Messages of the other side that the caller has not read.")),
        ])),
        ("ChatMessage", object([
            ("id", uuid()),
            ("number", told(count(), "From 1, over all conversations.")),
            ("from", json!({ "type": "string", "enum": ["customer", "bot", "person"] })),
            ("name", or_null("string")),
            ("text", text()),
            ("at", time()),
            ("source", told(json!({ "enum": ["rule", "model", "fallback", null] }), "Of a bot's answer.")),
            ("based", one_or_null("Basis")),
            ("deliveredAt", time_or_null()),
            ("readAt", time_or_null()),
        ])),
        ("Basis", object([
            ("position", told(count(), "Where in the log the numbers stood.")),
            ("at", time()),
            ("zone", told(text(), "The IANA name of the zone in which days begin.")),
            ("openAlerts", count()),
            ("devices", list("DeviceFigures")),
        ])),
        ("DeviceFigures", object([
            ("deviceId", uuid()),
            ("name", text()),
            ("limit", told(or_null("number"), "kWh in one hour.")),
            ("today", told(or_null("number"), "kWh; null where nothing was measured.")),
            ("yesterday", or_null("number")),
            ("month", told(or_null("number"), "From the first of the month on.")),
        ])),
        ("OpenConversation", object([
            ("userId", uuid()),
            ("name", or_null("string")),
            ("number", count()),
            ("onDuty", on_duty()),
            ("personRequested", boolean()),
            ("waitingSince", told(time_or_null(), "Since when the customer waits for a person's word.")),
            ("lastAt", time_or_null()),
            ("lastText", or_null("string")),
            ("unread", told(count(), "Messages of the customer that nobody has read.")),
        ])),
        ("Hour", object([
            ("hour", json!({ "type": "integer", "minimum": 0, "maximum": 23 })),
            ("consumption", json!({ "type": "number", "description": "kWh." })),
        ])),
        ("Problem", problem()),
    ]
}

/// RFC 9457, and the members that EMS adds.
fn problem() -> Value {
    let mut problem = object([
        ("type", json!({ "type": "string", "format": "uri-reference" })),
        ("title", text()),
        ("status", json!({ "type": "integer", "minimum": 400, "maximum": 599 })),
        ("detail", told(text(), "A sentence for people.")),
        ("error", told(text(), "The same sentence, where old clients look for it.")),
        ("code", json!({ "enum": problem_kind::codes(), "description": "For programs." })),
        ("traceId", told(uuid(), "Finds the request in the logs.")),
    ]);
    let field = object([
        ("pointer", told(text(), "A JSON pointer into the body.")),
        ("detail", told(text(), "Reads on after the member's name.")),
    ]);
    problem["description"] = json!("What went wrong (RFC 9457).");
    problem["properties"]["errors"] = json!({
        "type": "array",
        "description": "Every member of the body that cannot be used; absent if there is none.",
        "items": field,
        "minItems": 1,
    });
    problem
}

pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let required = members.each_ref().map(|(name, _)| *name);
    let properties: Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required.as_slice() })
}

pub(super) fn told(mut schema: Value, description: &str) -> Value {
    schema["description"] = json!(description);
    schema
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn time_or_null() -> Value {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

pub(super) fn or_null(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn on_duty() -> Value {
    json!({ "type": "string", "enum": ["bot", "person"] })
}

fn list(name: &str) -> Value {
    json!({ "type": "array", "items": reference(name) })
}

fn one_or_null(name: &str) -> Value {
    json!({ "anyOf": [reference(name), { "type": "null" }] })
}

fn role() -> Value {
    json!({ "type": "string", "enum": ["ADMIN", "CLIENT", "AUDITOR"] })
}
