//! Frames to bytes, so that no header can break out of its line in any version.

use bytes::{BufMut, Bytes, BytesMut};

use super::frame::{Frame, Version};

/// A bare line end: this side is alive.
pub const HEART_BEAT: &str = "\n";

/// The frame as its peer reads it. A body comes with its length, which also lets it hold NUL.
pub fn encode(frame: &Frame, version: Version) -> Bytes {
    let mut bytes = BytesMut::with_capacity(256 + frame.body.len());
    bytes.put_slice(<&str>::from(frame.command).as_bytes());
    bytes.put_u8(b'\n');
    let version = if frame.command.is_of_greeting() { Version::V1_0 } else { version };
    for (name, value) in &frame.headers {
        header(&mut bytes, &escape(name, version, true), &escape(value, version, false));
    }
    if !frame.body.is_empty() {
        header(&mut bytes, "content-length", &frame.body.len().to_string());
    }
    bytes.put_u8(b'\n');
    bytes.put_slice(&frame.body);
    bytes.put_u8(0);
    bytes.freeze()
}

fn header(bytes: &mut BytesMut, name: &str, value: &str) {
    for part in [name, ":", value, "\n"] {
        bytes.put_slice(part.as_bytes());
    }
}

/// Where a version has no escape for what would end the line or the name, a space takes its place.
fn escape(text: &str, version: Version, is_name: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match (character, version) {
            ('\0', _) | ('\n' | '\r', Version::V1_0) | ('\r', Version::V1_1) => escaped.push(' '),
            (':', Version::V1_0) if is_name => escaped.push(' '),
            ('\n', _) => escaped.push_str("\\n"),
            ('\r', Version::V1_2) => escaped.push_str("\\r"),
            (':', Version::V1_1 | Version::V1_2) => escaped.push_str("\\c"),
            ('\\', Version::V1_1 | Version::V1_2) => escaped.push_str("\\\\"),
            (other, _) => escaped.push(other),
        }
    }
    escaped
}
