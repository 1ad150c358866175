//! The JSON that meters send. Its names exist only here.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A message of `device.measurements`. Numbers stay text: a float would already have rounded them.
/// Members that we do not know are ignored, and so is their order.
#[derive(Debug, Deserialize)]
pub(crate) struct WireReading<'a> {
    #[serde(borrow, rename = "deviceId", alias = "device_id")]
    pub device_id: Cow<'a, str>,
    #[serde(borrow, rename = "measurementValue", alias = "measurement_value")]
    pub measurement_value: &'a RawValue,
    #[serde(borrow)]
    pub timestamp: &'a RawValue,
}

/// A JSON value that meters send as text or as a number.
pub(crate) enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
    /// `null`, `true`, an object, an array.
    Other,
}

impl<'a> Scalar<'a> {
    pub fn of(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str(text).map_or(Self::Other, Self::Text),
            Some(b'-' | b'0'..=b'9') => Self::Number(text),
            _ => Self::Other,
        }
    }
}
