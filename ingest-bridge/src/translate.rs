//! From a meter's message to a reading in the domain's words, or to the reason why it is none.

use std::panic::UnwindSafe;

use chrono::{DateTime, Utc};
use domain::decimal::{Decimal, DecimalError, Rounding};
use domain::ids::DeviceId;
use domain::metering::{Instant, InstantError, Reading, ReadingError};
use domain::quantity::MicroWattHours;
use thiserror::Error;

use crate::wire::{Scalar, WireReading};

/// Numbers below this are seconds since 1970, others milliseconds (contract, section 1).
const FIRST_MILLIS: f64 = 1e11;
/// A reading takes about 115 bytes; what is far beyond is not read at all.
const MAX_BODY: usize = 64 * 1024;

/// Why a message is not a reading, as a sentence for whoever looks into the quarantine.
#[derive(Debug, Error)]
pub enum Rejected {
    #[error("the body has {0} bytes; a reading has at most 65,536")]
    TooLong(usize),
    #[error("not a reading in JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    #[error("deviceId is not a UUID: {0}")]
    Device(#[from] uuid::Error),
    #[error("measurementValue is neither a number nor a text that holds one")]
    NoValue,
    #[error("measurementValue is {0}")]
    Value(DecimalError),
    #[error("measurementValue is {0}")]
    Energy(#[from] ReadingError),
    #[error("timestamp is neither RFC 3339 nor a number of seconds or milliseconds")]
    NoTimestamp,
    #[error("timestamp is not a time in RFC 3339: {0}")]
    Timestamp(#[from] chrono::ParseError),
    #[error("timestamp is {0}")]
    Instant(#[from] InstantError),
    #[error("the bridge itself failed on it, which is a fault to report: {0}")]
    Panic(String),
}

/// What a message turned out to be.
pub type Translated = Result<Reading, Rejected>;

/// Reads a message that arrived at `arrival`.
pub fn translate(body: &[u8], arrival: DateTime<Utc>) -> Translated {
    if body.len() > MAX_BODY {
        return Err(Rejected::TooLong(body.len()));
    }
    let wire: WireReading<'_> = serde_json::from_slice(body)?;
    Ok(Reading {
        device: wire.device_id.parse::<DeviceId>()?,
        energy: energy(&Scalar::of(wire.measurement_value))?,
        measured_at: instant(&Scalar::of(wire.timestamp))?.accepted(arrival)?,
    })
}

/// The same, with a panic as one more reason to reject this message: the others of its chunk are not
/// at fault, and it would come again and again.
pub(crate) fn translate_or_reject(body: &[u8], arrival: DateTime<Utc>) -> Translated {
    without_panic(|| translate(body, arrival))
}

fn without_panic(translate: impl FnOnce() -> Translated + UnwindSafe) -> Translated {
    std::panic::catch_unwind(translate).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
        Err(Rejected::Panic(said.unwrap_or_else(|| "it said nothing more".to_owned())))
    })
}

fn energy(value: &Scalar<'_>) -> Result<MicroWattHours, Rejected> {
    let text = match value {
        Scalar::Text(text) => text.as_ref(),
        Scalar::Number(text) => text,
        Scalar::Other => return Err(Rejected::NoValue),
    };
    let energy = MicroWattHours::from_kwh_text(text).map_err(Rejected::Value)?;
    Ok(Reading::accepted_energy(energy)?)
}

fn instant(timestamp: &Scalar<'_>) -> Result<Instant, Rejected> {
    match timestamp {
        Scalar::Text(text) => {
            Ok(Instant::from_millis(DateTime::parse_from_rfc3339(text)?.timestamp_millis()))
        }
        Scalar::Number(text) => numeric_instant(text),
        Scalar::Other => Err(Rejected::NoTimestamp),
    }
}

/// The magnitude tells seconds from milliseconds; the instant itself is read exactly and floored.
fn numeric_instant(text: &str) -> Result<Instant, Rejected> {
    let magnitude: f64 = text.parse().map_err(|_| Rejected::NoTimestamp)?;
    let places = if magnitude.abs() < FIRST_MILLIS { 3 } else { 0 };
    let millis = Decimal::parse(text).and_then(|decimal| decimal.scaled(places, Rounding::Floor));
    // What does not fit into 18 digits lies far after the year 9999.
    let millis = millis.map_err(|_| Rejected::Instant(InstantError::TooFarAhead))?;
    Ok(Instant::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: &str = "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11";

    fn arrival() -> DateTime<Utc> {
        "2026-11-23T10:20:30Z".parse().expect("a time")
    }

    fn read(value: &str, timestamp: &str) -> Translated {
        let body = format!(
            r#"{{"deviceId":"{DEVICE}","measurementValue":{value},"timestamp":{timestamp}}}"#
        );
        translate(body.as_bytes(), arrival())
    }

    fn millis(timestamp: &str) -> i64 {
        read("1", timestamp).expect("a reading").measured_at.millis()
    }

    #[test]
    fn values_come_as_numbers_or_as_text() {
        for value in ["0.083", "\"0.083\"", "8.3e-2"] {
            let reading = read(value, "\"2026-11-23T10:20:00.000Z\"").expect("a reading");
            assert_eq!(reading.energy, MicroWattHours(83_000_000));
        }
    }

    #[test]
    fn timestamps_come_as_text_seconds_or_milliseconds() {
        let expected = 1_795_429_200_123;
        assert_eq!(millis("\"2026-11-23T10:20:00.123999999Z\""), expected);
        assert_eq!(millis("\"2026-11-23T12:20:00.123+02:00\""), expected);
        assert_eq!(millis("1795429200.1239"), expected);
        assert_eq!(millis("1795429200123"), expected);
        assert_eq!(millis("1.795429200123e12"), expected);
    }

    #[test]
    fn older_names_and_unknown_members_are_fine() {
        let body = format!(
            r#"{{"x":[{{}}],"timestamp":1795429200,"measurement_value":1,"device_id":"{DEVICE}"}}"#
        );
        assert!(translate(body.as_bytes(), arrival()).is_ok());
    }

    #[test]
    fn a_panic_is_the_fault_of_its_message() {
        let reason = without_panic(|| panic!("at {}", 7)).expect_err("a rejected message");
        assert!(reason.to_string().ends_with("a fault to report: at 7"), "{reason}");
    }

    #[test]
    fn the_smallest_exponents_are_refused_as_values_and_as_times() {
        let reason = |outcome: Translated| outcome.expect_err("not a reading").to_string();
        assert_eq!(reason(read("1e-2147483648", "1")), "measurementValue is too large");
        assert!(reason(read("1", "1e-2147483648")).starts_with("timestamp is "));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let reason = |outcome: Translated| outcome.expect_err("not a reading").to_string();
        let now = "\"2026-11-23T10:20:00Z\"";
        assert!(reason(translate(b"hello", arrival())).starts_with("not a reading in JSON"));
        assert!(reason(read("NaN", now)).starts_with("not a reading in JSON"));
        assert_eq!(reason(read("\"NaN\"", now)), "measurementValue is not a decimal number");
        assert!(reason(read("null", now)).contains("neither a number nor a text"));
        assert!(reason(read("-0.1", now)).contains("negative"));
        assert!(reason(read("100000.1", now)).contains("above 100,000"));
        assert!(reason(read("1", "\"9999-12-31T00:00:00Z\"")).contains("more than 48 hours"));
        assert!(reason(read("1", "1e17")).contains("more than 48 hours"));
        assert!(reason(read("1", "\"1999-12-31T23:59:59Z\"")).contains("before 2000"));
        assert!(reason(translate(&[b' '; 70_000], arrival())).contains("70000 bytes"));
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(reason(read(&deep, now)).contains("neither a number nor a text"));
    }
}
