//! STOMP 1.0, 1.1 and 1.2 as frames, bytes and requests, without any I/O.

mod frame;

mod decoder;
mod encoder;

mod heart_beat;
mod request;

pub use decoder::{FrameDecoder, Incoming};
pub use encoder::{HEART_BEAT, encode};
pub use frame::{Command, Frame, Version};
pub use heart_beat::HeartBeat;
pub use request::{Connect, Request, request};
