//! The members of bodies, with the rules that the command API reads them by.
//!
//! Each carries an example, of which the example of its body is made. The server is more lenient than
//! what stands here: it takes texts that are numbers, and white space around a line.

use serde_json::{Map, Value, json};

/// One line: no control characters, no white space at its ends.
const LINE: &str = r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$";
/// Tab and line breaks are the only control characters.
const PARAGRAPH: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";
const EMAIL: &str = r"^[^@\s\u0000-\u001f\u007f-\u009f]+@[^@\s\u0000-\u001f\u007f-\u009f]+$";
const RESET_TOKEN: &str = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\.";
const HOUR: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:00:00Z$";
/// A decimal number as text, of at most 64 characters.
const DECIMAL: &str = r"^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$";
const MOST_KWH: u32 = 100_000;

/// A member of a body.
pub struct Field {
    name: &'static str,
    schema: Value,
    is_required: bool,
}

pub fn required(name: &'static str, schema: Value) -> Field {
    Field { name, schema, is_required: true }
}

/// Null and the empty text count as missing.
pub fn optional(name: &'static str, schema: Value) -> Field {
    let examples = schema["examples"].clone();
    let nothing = json!({ "description": "Counts as missing.", "enum": [null, ""] });
    Field {
        name,
        schema: json!({ "anyOf": [schema, nothing], "examples": examples }),
        is_required: false,
    }
}

/// An object of these members. Others are ignored.
pub fn object(fields: Vec<Field>) -> Value {
    let required = fields.iter().filter(|field| field.is_required);
    let required: Vec<_> = required.map(|field| field.name).collect();
    let example = |field: &Field| (field.name.to_owned(), field.schema["examples"][0].clone());
    let example: Map<String, Value> = fields.iter().map(example).collect();
    let member = |field: Field| (field.name.to_owned(), field.schema);
    let properties: Map<String, Value> = fields.into_iter().map(member).collect();
    let mut object = json!({ "type": "object", "properties": properties, "examples": [example] });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

pub fn line(shortest: u32, longest: u32, example: &str) -> Value {
    json!({
        "type": "string",
        "minLength": shortest,
        "maxLength": longest,
        "pattern": LINE,
        "examples": [example],
    })
}

pub fn paragraph(longest: u32, example: &str) -> Value {
    json!({
        "type": "string",
        "maxLength": longest,
        "pattern": PARAGRAPH,
        "examples": [example],
    })
}

pub fn email() -> Value {
    json!({
        "type": "string",
        "minLength": 3,
        "maxLength": 50,
        "pattern": EMAIL,
        "examples": ["ana@example.org"],
    })
}

/// Any text, also an empty one.
pub fn text(example: &str) -> Value {
    json!({ "type": "string", "examples": [example] })
}

/// Any text that is not empty.
pub fn secret(example: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "examples": [example] })
}

pub fn new_password() -> Value {
    json!({
        "type": "string",
        "description": "The most common passwords are refused.",
        "minLength": 8,
        "maxLength": 128,
        "examples": ["correct horse battery"],
    })
}

/// The person's id, a dot, and the secret that they were given.
pub fn reset_token() -> Value {
    json!({
        "type": "string",
        "description": "As an administrator has given it to the person.",
        "pattern": RESET_TOKEN,
        "examples": ["6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11.5ec2e7"],
    })
}

pub fn role() -> Value {
    json!({ "type": "string", "enum": ["ADMIN", "CLIENT", "AUDITOR"], "examples": ["CLIENT"] })
}

pub fn uuid() -> Value {
    json!({
        "type": "string",
        "format": "uuid",
        "examples": ["6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11"],
    })
}

pub fn birth_date() -> Value {
    json!({
        "type": "string",
        "format": "date",
        "description": "Not before 1900, and at least 18 years ago.",
        "examples": ["1990-12-31"],
    })
}

pub fn time_zone() -> Value {
    json!({
        "type": "string",
        "description": "The IANA name of a time zone.",
        "minLength": 1,
        "examples": ["Europe/Bucharest"],
    })
}

pub fn language() -> Value {
    json!({ "type": "string", "enum": ["en", "ro"], "examples": ["ro"] })
}

/// The beginning of an hour.
pub fn hour() -> Value {
    json!({
        "type": "string",
        "format": "date-time",
        "description": "The beginning of a UTC hour.",
        "pattern": HOUR,
        "examples": ["2026-11-20T10:00:00Z"],
    })
}

/// When a reading was measured.
pub fn instant() -> Value {
    json!({
        "type": "string",
        "format": "date-time",
        "description": "From 2000-01-01 to 48 hours from now.",
        "examples": ["2026-11-20T10:20:00.000Z"],
    })
}

/// More than nothing, after rounding to nine decimals.
pub fn limit() -> Value {
    kwh("kWh in one hour.", 1e-9)
}

pub fn energy() -> Value {
    kwh("kWh, rounded half to even at the ninth decimal.", 0.0)
}

fn kwh(what: &str, smallest: f64) -> Value {
    json!({
        "type": ["number", "string"],
        "description": what,
        "minimum": smallest,
        "maximum": MOST_KWH,
        "maxLength": 64,
        "pattern": DECIMAL,
        "examples": [3.2],
    })
}
