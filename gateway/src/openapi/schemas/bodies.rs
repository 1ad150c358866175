//! What operations read.

use serde_json::Value;

use super::fields::{
    birth_date, email, energy, hour, instant, language, limit, line, new_password, object,
    optional, paragraph, required, reset_token, role, secret, text, time_zone, uuid,
};

const REASON: u32 = 500;

#[rustfmt::skip] // One line for each member.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Login", object(vec![
            required("username", text("ana")),
            required("password", text("correct horse battery")),
        ])),
        ("Register", object(vec![
            required("username", line(3, 30, "ana")),
            required("password", new_password()),
            optional("email", email()),
        ])),
        ("ResetPassword", object(vec![
            required("token", reset_token()),
            required("newPassword", new_password()),
        ])),
        ("ChangePassword", object(vec![
            required("currentPassword", secret("correct horse battery")),
            required("newPassword", new_password()),
        ])),
        ("CreateCredentials", object(vec![
            required("userId", uuid()),
            required("username", line(1, 30, "ana")),
            optional("email", email()),
            required("password", new_password()),
            required("role", role()),
        ])),
        ("ChangeCredentials", object(vec![
            optional("username", line(1, 30, "ana")),
            optional("email", email()),
            optional("password", new_password()),
            optional("role", role()),
        ])),
        ("ChangeRole", object(vec![
            required("userId", uuid()),
            required("role", role()),
        ])),
        ("Disable", object(vec![
            required("reason", line(1, REASON, "moved out")),
        ])),
        ("Profile", object(vec![
            required("name", line(1, 100, "Ana Pop")),
            required("username", line(1, 30, "ana")),
            required("email", email()),
            required("city", line(1, 100, "Cluj")),
            required("dateOfBirth", birth_date()),
            optional("timeZone", time_zone()),
            optional("language", language()),
        ])),
        ("Preferences", object(vec![
            optional("timeZone", time_zone()),
            optional("language", language()),
        ])),
        ("Refresh", object(vec![
            required("refreshToken", secret("64 hexadecimal characters")),
        ])),
        ("DeviceDescription", object(vec![
            required("name", line(1, 100, "Boiler")),
            required("maxConsumption", limit()),
            optional("description", paragraph(1_000, "In the cellar")),
            optional("userId", uuid()),
            optional("id", uuid()),
        ])),
        ("ReadingWithValue", object(vec![
            required("measuredAt", instant()),
            required("measurementValue", energy()),
            required("reason", line(1, REASON, "the meter was exchanged")),
        ])),
        ("ReadingWithoutValue", object(vec![
            required("measuredAt", instant()),
            required("reason", line(1, REASON, "the meter was exchanged")),
        ])),
        ("PlausibleRange", object(vec![
            required("atLeast", energy()),
            required("atMost", energy()),
        ])),
        ("Message", object(vec![
            required("text", paragraph(2_000, "Why was yesterday so much?")),
        ])),
        ("MessageMark", object(vec![
            required("message", uuid()),
        ])),
        ("Acknowledgement", object(vec![
            required("hour", hour()),
            optional("comment", paragraph(REASON, "guests over the weekend")),
        ])),
    ]
}
