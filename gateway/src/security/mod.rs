//! The SECURITY stream's side of the gateway: sign-ins, denials and throttling, with who, from where
//! and when. Requests never wait for it.

mod act;
mod fold;
mod writer;

pub use act::{Act, Kind};
pub use writer::{SecurityLog, write};
