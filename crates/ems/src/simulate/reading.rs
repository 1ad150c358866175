//! One reading as a meter sends it.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::quantity::MicroWattHours;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub device: Uuid,
    pub at: DateTime<Utc>,
    /// Used since the reading before.
    pub energy: MicroWattHours,
}

impl Reading {
    /// The message, with the energy as an exact decimal number.
    pub fn message(&self) -> String {
        let Self { device, at, energy } = self;
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let kwh = energy.kwh_text();
        format!(r#"{{"deviceId":"{device}","measurementValue":{kwh},"timestamp":"{at}"}}"#)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_what_meters_in_the_field_send() {
        let reading = Reading {
            device: Uuid::nil(),
            at: "2026-11-23T10:20:00Z".parse().unwrap(),
            energy: MicroWattHours(83_000_000),
        };
        let expected = r#"{"deviceId":"00000000-0000-0000-0000-000000000000","measurementValue":0.083,"timestamp":"2026-11-23T10:20:00.000Z"}"#;
        assert_eq!(reading.message(), expected);
    }

    #[test]
    fn every_micro_watt_hour_is_in_the_message() {
        for energy in [0, 1, 999_999_999, 1_000_000_001, 100_000_000_000_000] {
            let energy = MicroWattHours(energy);
            let message =
                Reading { device: Uuid::nil(), at: DateTime::UNIX_EPOCH, energy }.message();
            let (_, after) = message.split_once(r#""measurementValue":"#).unwrap();
            let (number, _) = after.split_once(',').unwrap();
            assert_eq!(MicroWattHours::from_kwh_text(number).unwrap(), energy);
            assert!(serde_json::from_str::<serde_json::Value>(&message).is_ok());
        }
    }
}
