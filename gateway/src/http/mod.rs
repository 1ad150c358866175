//! What every request meets before and after its route.

mod buckets;
mod json;
mod limits;
mod origin;
mod peer;
mod problem;
mod security_headers;

pub use buckets::{Buckets, Empty};
pub use json::JsonBody;
pub use limits::limited;
pub use origin::{Origins, refuse_foreign_origins};
pub use peer::{Neighbourhood, Peer, Proxies};
pub use problem::{Problem, TraceId, Verbatim, describe_problems};
pub use security_headers::add_security_headers;
