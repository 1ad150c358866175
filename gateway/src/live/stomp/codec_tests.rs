//! What holds for every frame and for every way to cut its bytes.

use bytes::BytesMut;
use proptest::prelude::*;
use tokio_util::codec::Decoder;

use super::*;
use crate::live::stomp::encoder::encode;

/// Everything that a peer would read when the bytes come in these pieces.
fn decoded<'a>(
    version: Version,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<Incoming>, DecodeError> {
    let mut decoder = FrameDecoder::new();
    decoder.speak(version);
    let (mut bytes, mut seen) = (BytesMut::new(), Vec::new());
    for piece in pieces {
        bytes.extend_from_slice(piece);
        while let Some(incoming) = decoder.decode(&mut bytes)? {
            seen.push(incoming);
        }
    }
    Ok(seen)
}

fn frames(bytes: &[u8]) -> Result<Vec<Frame>, DecodeError> {
    let seen = decoded(Version::V1_2, [bytes])?;
    let frame = |incoming| match incoming {
        Incoming::Frame(frame) => Some(frame),
        Incoming::HeartBeat => None,
    };
    Ok(seen.into_iter().filter_map(frame).collect())
}

fn only(bytes: &[u8]) -> Frame {
    let mut frames = frames(bytes).expect("frames");
    assert_eq!(frames.len(), 1);
    frames.remove(0)
}

#[test]
fn a_frame_as_the_usual_client_sends_it_is_read() {
    let frame = only(b"CONNECT\naccept-version:1.2,1.1,1.0\nheart-beat:10000,10000\n\n\0");
    assert_eq!(frame.command, Command::Connect);
    assert_eq!(frame.header("heart-beat"), Some("10000,10000"));
}

#[test]
fn carriage_returns_before_line_ends_are_no_part_of_a_header() {
    let frame = only(b"\r\nSUBSCRIBE\r\nid:1\r\ndestination:/topic/x\r\n\r\n\0\r\n");
    assert_eq!(frame.header("id"), Some("1"));
    assert_eq!(frame.header("destination"), Some("/topic/x"));
}

#[test]
fn of_a_repeated_header_the_first_one_counts() {
    assert_eq!(only(b"SEND\na:first\na:second\n\n\0").header("a"), Some("first"));
}

#[test]
fn a_body_with_a_length_may_hold_nul() {
    let frame = only(b"SEND\ncontent-length:3\n\n\0\n\0\0");
    assert_eq!(frame.body.as_ref(), b"\0\n\0");
    assert!(matches!(frames(b"SEND\ncontent-length:1\n\nab\0"), Err(DecodeError::NotEnded)));
    assert!(matches!(frames(b"SEND\ncontent-length:-1\n\n\0"), Err(DecodeError::WrongLength)));
}

#[test]
fn line_ends_between_frames_are_heart_beats() {
    let seen = decoded(Version::V1_2, [b"\n\r\n".as_slice()]).expect("heart-beats");
    assert_eq!(seen, [Incoming::HeartBeat, Incoming::HeartBeat]);
}

#[test]
fn escapes_are_those_of_the_version_and_never_in_the_greeting() {
    let bytes = b"SEND\na:x\\cy\\nz\\\\\n\n\0".as_slice();
    assert_eq!(only(bytes).header("a"), Some("x:y\nz\\"));
    assert_eq!(only(b"CONNECT\na:x\\cy\n\n\0").header("a"), Some("x\\cy"));
    assert!(matches!(frames(b"SEND\na:\\t\n\n\0"), Err(DecodeError::WrongEscape)));
    let in_1_1 = decoded(Version::V1_1, [b"SEND\na:\\r\n\n\0".as_slice()]);
    assert!(matches!(in_1_1, Err(DecodeError::WrongEscape)));
}

#[test]
fn what_is_no_frame_is_refused() {
    assert!(matches!(frames(b"GET / HTTP/1.1\n\n"), Err(DecodeError::UnknownCommand)));
    assert!(matches!(frames(b"connect\n\n\0"), Err(DecodeError::UnknownCommand)));
    assert!(matches!(frames(b"SEND\nno colon\n\n\0"), Err(DecodeError::NoColon)));
    assert!(matches!(frames(b"SEND\na:\xff\n\n\0"), Err(DecodeError::NotText)));
}

#[test]
fn nothing_grows_without_bound() {
    let endless_head = [b"SEND\n".to_vec(), vec![b'a'; MAX_HEAD]].concat();
    assert!(matches!(frames(&endless_head), Err(DecodeError::HeadTooLong)));
    let many = format!("SEND\n{}\n\0", "a:b\n".repeat(MAX_HEADERS + 1));
    assert!(matches!(frames(many.as_bytes()), Err(DecodeError::TooManyHeaders)));
    let endless_body = [b"SEND\n\n".to_vec(), vec![b'a'; MAX_BODY + 1]].concat();
    assert!(matches!(frames(&endless_body), Err(DecodeError::BodyTooLong)));
    let announced = b"SEND\ncontent-length:99999999999\n\n";
    assert!(matches!(frames(announced), Err(DecodeError::BodyTooLong)));
}

fn any_version() -> impl Strategy<Value = Version> {
    prop::sample::select(Version::ALL.to_vec())
}

/// Any text that is more than a carriage return at the end of a line, which no version carries raw.
fn any_text() -> impl Strategy<Value = String> {
    "[a-z:\\\\\n\r é\u{1F600}]{0,12}"
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let command = prop::sample::select(vec![Command::Send, Command::Message, Command::Error]);
    let headers = prop::collection::vec((any_text(), any_text()), 0..6);
    let body = prop::collection::vec(any::<u8>(), 0..64);
    (command, headers, body).prop_map(|(command, headers, body)| Frame {
        command,
        // The length is the encoder's to say.
        headers: headers.into_iter().filter(|(name, _)| name != "content-length").collect(),
        body: body.into(),
    })
}

fn cut(bytes: &[u8], mut at: Vec<usize>) -> Vec<&[u8]> {
    at.iter_mut().for_each(|cut| *cut %= bytes.len() + 1);
    at.extend([0, bytes.len()]);
    at.sort_unstable();
    at.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect()
}

proptest! {
    #[test]
    fn what_is_written_in_1_2_is_read_back(frame in any_frame()) {
        let bytes = encode(&frame, Version::V1_2);
        let mut read = only(&bytes);
        read.headers.retain(|(name, _)| name != "content-length");
        prop_assert_eq!(read, frame);
    }

    #[test]
    fn no_header_breaks_out_of_its_line(frame in any_frame(), version in any_version()) {
        let bytes = encode(&frame, version);
        let seen = decoded(version, [bytes.as_ref()]).expect("a frame");
        let [Incoming::Frame(read)] = seen.as_slice() else { panic!("{seen:?}") };
        let length = usize::from(!frame.body.is_empty());
        prop_assert_eq!(read.headers.len(), frame.headers.len() + length);
        prop_assert_eq!(&read.body, &frame.body);
    }

    #[test]
    fn the_cuts_between_pieces_make_no_difference(
        frames in prop::collection::vec(any_frame(), 1..4),
        version in any_version(),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let bytes: Vec<u8> =
            frames.iter().flat_map(|frame| [encode(frame, version).to_vec(), vec![b'\n']].concat()).collect();
        let whole = decoded(version, [bytes.as_slice()]).expect("frames");
        let pieces = decoded(version, cut(&bytes, cuts)).expect("frames");
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..512),
        cuts in prop::collection::vec(any::<usize>(), 0..8),
        version in any_version(),
    ) {
        let _outcome = decoded(version, cut(&bytes, cuts));
    }
}
