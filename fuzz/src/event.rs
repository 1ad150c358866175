//! Events of the log: whatever stands there is an event or a reason, and an event is written as it was
//! read.
#![no_main]

use domain::event::{Event, encode};
use domain::subjects;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

// The subject, the type, and the data, a line each.
fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let (Some(subject), Some(kind), Some(data)) = (lines.next(), lines.next(), lines.next()) else {
        return;
    };
    let Ok(data) = serde_json::from_str::<Value>(data) else { return };
    let Ok(event) = Event::decode(subject, kind, 1, data) else { return };
    let encoded = match &event {
        Event::User(_, event) => encode(event),
        Event::Device(_, event) => encode(event),
        Event::Alert(_, event) => encode(event),
        Event::Conversation(_, event) => encode(event),
        Event::Name(_, event) => encode(event),
        Event::Administrators(event) => encode(event),
    };
    let address = subjects::of_event(&event);
    let again = Event::decode(&address, &encoded.kind, encoded.version, encoded.data);
    assert_eq!(again.ok(), Some(event));
});
