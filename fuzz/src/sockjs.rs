//! SockJS frames: whatever comes is messages or broken, and messages come back as they were.
#![no_main]
#![allow(dead_code)]

use libfuzzer_sys::fuzz_target;

#[path = "../../gateway/src/live/sockjs/frames.rs"]
mod frames;

fuzz_target!(|data: &[u8]| {
    let Ok(messages) = frames::read(data) else { return };
    let written = frames::messages(messages.iter().map(String::as_str));
    let again = frames::read(written[1..].as_bytes());
    assert_eq!(again.as_ref(), Ok(&messages));
});
