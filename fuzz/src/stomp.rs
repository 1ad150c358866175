//! STOMP frames: whatever comes is a frame or an error, the same however it is cut, and what is read is
//! written and read again.
#![no_main]
// The gateway's own modules, of which this uses a part.
#![allow(dead_code, unused_imports)]

use bytes::BytesMut;
use libfuzzer_sys::fuzz_target;
use tokio_util::codec::Decoder;

#[path = "../../gateway/src/live/stomp/mod.rs"]
mod stomp;

use stomp::{FrameDecoder, Incoming, Version, encode, request};

const VERSIONS: [Version; 3] = [Version::V1_0, Version::V1_1, Version::V1_2];

/// All that is read, and whether it ended in an error.
fn read(pieces: &[&[u8]], version: Version) -> (Vec<Incoming>, bool) {
    let mut decoder = FrameDecoder::new();
    decoder.speak(version);
    let (mut bytes, mut found) = (BytesMut::new(), Vec::new());
    for piece in pieces {
        bytes.extend_from_slice(piece);
        loop {
            match decoder.decode(&mut bytes) {
                Ok(Some(incoming)) => found.push(incoming),
                Ok(None) => break,
                Err(_) => return (found, true),
            }
        }
    }
    (found, false)
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, data)) = data.split_first() else { return };
    let version = VERSIONS[usize::from(*choice) % VERSIONS.len()];
    let whole = read(&[data], version);
    let cut = usize::from(*choice) % (data.len() + 1);
    assert_eq!(whole, read(&[&data[..cut], &data[cut..]], version), "cut at {cut}");
    for incoming in whole.0 {
        let Incoming::Frame(mut frame) = incoming else { continue };
        let _understood = request(&frame);
        // The length is written anew, and must have room among the headers.
        frame.headers.retain(|(name, _)| name != "content-length");
        frame.headers.truncate(16);
        let head: usize = frame.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        if head > 2_000 {
            continue;
        }
        let written = encode(&frame, version);
        let (again, broken) = read(&[&written], version);
        assert!(!broken, "{frame:?}");
        assert_eq!(again.len(), 1, "{frame:?}");
    }
});
