//! Bytes to frames, however the bytes are cut, within limits.

use bytes::{Buf, Bytes, BytesMut};
use thiserror::Error;
use tokio_util::codec::Decoder;

use super::frame::{Command, Frame, Version};

const MAX_HEADERS: usize = 32;
/// Command and headers together.
const MAX_HEAD: usize = 8 * 1024;
const MAX_BODY: usize = 64 * 1024;

/// What a peer sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    Frame(Frame),
    /// A line end between frames: the peer is alive.
    HeartBeat,
}

/// Why bytes are not a frame. There is no way to find the next frame after one of these.
#[derive(Debug, Error)]
pub enum DecodeError {
    #[error("the frame's headers are longer than {MAX_HEAD} bytes")]
    HeadTooLong,
    #[error("the frame has more than {MAX_HEADERS} headers")]
    TooManyHeaders,
    #[error("the frame's body is longer than {MAX_BODY} bytes")]
    BodyTooLong,
    #[error("the frame's headers are not UTF-8")]
    NotText,
    #[error("the frame's command is not one of STOMP")]
    UnknownCommand,
    #[error("a header line has no colon")]
    NoColon,
    #[error("a header has an escape that its version does not know")]
    WrongEscape,
    #[error("content-length is not a number")]
    WrongLength,
    #[error("no NUL stands after the body")]
    NotEnded,
    #[error("the connection is out")]
    Io(#[from] std::io::Error),
}

/// Decodes frames of one peer. It remembers how far it has looked, so that a frame which arrives
/// byte by byte costs no more than one which arrives at once.
pub struct FrameDecoder {
    version: Version,
    state: State,
    looked_at: usize,
}

enum State {
    Between,
    Head,
    Body { frame: Frame, length: Option<usize> },
}

impl FrameDecoder {
    /// For the first frame, in which nothing is escaped.
    pub fn new() -> Self {
        Self { version: Version::V1_0, state: State::Between, looked_at: 0 }
    }

    /// What was agreed: from the next frame on, headers are unescaped accordingly.
    pub fn speak(&mut self, version: Version) {
        self.version = version;
    }

    fn between(&mut self, bytes: &mut BytesMut) -> Option<Incoming> {
        let carriage_returns = bytes.iter().take_while(|byte| **byte == b'\r').count();
        bytes.advance(carriage_returns);
        if *bytes.first()? == b'\n' {
            bytes.advance(1);
            return Some(Incoming::HeartBeat);
        }
        self.go(State::Head);
        None
    }

    fn head(&mut self, bytes: &mut BytesMut) -> Result<bool, DecodeError> {
        let Some(end) = end_of_head(bytes, self.looked_at) else {
            self.looked_at = bytes.len().saturating_sub(2);
            return if bytes.len() > MAX_HEAD { Err(DecodeError::HeadTooLong) } else { Ok(false) };
        };
        if end > MAX_HEAD {
            return Err(DecodeError::HeadTooLong);
        }
        let frame = parse_head(&bytes.split_to(end), self.version)?;
        let length = content_length(&frame)?;
        self.go(State::Body { frame, length });
        Ok(true)
    }

    fn go(&mut self, state: State) {
        self.state = state;
        self.looked_at = 0;
    }

    /// Where the body ends, once it is there.
    fn end_of_body(
        &mut self,
        bytes: &[u8],
        length: Option<usize>,
    ) -> Result<Option<usize>, DecodeError> {
        let end = match length {
            Some(length) => bytes.get(length).map(|_| length),
            None => position(bytes, self.looked_at, |byte| byte == 0),
        };
        if end.unwrap_or(bytes.len()) > MAX_BODY {
            return Err(DecodeError::BodyTooLong);
        }
        if end.is_some_and(|end| bytes[end] != 0) {
            return Err(DecodeError::NotEnded);
        }
        self.looked_at = bytes.len();
        Ok(end)
    }

    fn complete(&mut self, body: Bytes) -> Option<Frame> {
        self.looked_at = 0;
        match std::mem::replace(&mut self.state, State::Between) {
            State::Body { frame, .. } => Some(Frame { body, ..frame }),
            State::Between | State::Head => None,
        }
    }
}

impl Decoder for FrameDecoder {
    type Item = Incoming;
    type Error = DecodeError;

    fn decode(&mut self, bytes: &mut BytesMut) -> Result<Option<Incoming>, DecodeError> {
        loop {
            match &self.state {
                State::Between => {
                    let seen = self.between(bytes);
                    if seen.is_some() || matches!(self.state, State::Between) {
                        return Ok(seen);
                    }
                }
                State::Head => {
                    if !self.head(bytes)? {
                        return Ok(None);
                    }
                }
                State::Body { length, .. } => {
                    let length = *length;
                    let Some(end) = self.end_of_body(bytes, length)? else { return Ok(None) };
                    let body = bytes.split_to(end).freeze();
                    bytes.advance(1);
                    return Ok(self.complete(body).map(Incoming::Frame));
                }
            }
        }
    }
}

fn position(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let found = bytes.get(from..)?.iter().position(|byte| wanted(*byte))?;
    Some(from + found)
}

/// Just after the empty line; lines end with LF or CRLF.
fn end_of_head(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let line_end = position(bytes, at, |byte| byte == b'\n')?;
        match bytes.get(line_end + 1..)? {
            [b'\n', ..] => return Some(line_end + 2),
            [b'\r', b'\n', ..] => return Some(line_end + 3),
            _ => at = line_end + 1,
        }
    }
}

fn parse_head(head: &[u8], version: Version) -> Result<Frame, DecodeError> {
    let text = std::str::from_utf8(head).map_err(|_| DecodeError::NotText)?;
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let command = lines.next().unwrap_or_default();
    let command: Command = command.parse().map_err(|_| DecodeError::UnknownCommand)?;
    // In the greeting no version is agreed yet, so nothing is escaped.
    let version = if command.is_of_greeting() { Version::V1_0 } else { version };
    let mut frame = Frame::new(command);
    for line in lines.filter(|line| !line.is_empty()) {
        if frame.headers.len() == MAX_HEADERS {
            return Err(DecodeError::TooManyHeaders);
        }
        let (name, value) = line.split_once(':').ok_or(DecodeError::NoColon)?;
        frame.headers.push((unescape(name, version)?, unescape(value, version)?));
    }
    Ok(frame)
}

fn content_length(frame: &Frame) -> Result<Option<usize>, DecodeError> {
    let Some(text) = frame.header("content-length") else { return Ok(None) };
    let length: usize = text.trim().parse().map_err(|_| DecodeError::WrongLength)?;
    if length > MAX_BODY { Err(DecodeError::BodyTooLong) } else { Ok(Some(length)) }
}

fn unescape(text: &str, version: Version) -> Result<String, DecodeError> {
    if version == Version::V1_0 || !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match (characters.next(), version) {
                (Some('n'), _) => '\n',
                (Some('c'), _) => ':',
                (Some('\\'), _) => '\\',
                (Some('r'), Version::V1_2) => '\r',
                _ => return Err(DecodeError::WrongEscape),
            },
            other => other,
        });
    }
    Ok(plain)
}

#[cfg(test)]
#[path = "codec_tests.rs"]
mod tests;
