//! Messages of meters: whatever comes is a reading or a reason.
#![no_main]
#![allow(dead_code)]

use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

#[path = "../../ingest-bridge/src/translate.rs"]
mod translate;
#[path = "../../ingest-bridge/src/wire.rs"]
mod wire;

fuzz_target!(|data: &[u8]| {
    let arrival: DateTime<Utc> = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
    let _reading = translate::translate(data, arrival);
});
