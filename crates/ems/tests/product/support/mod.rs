//! What the tests of the product share: its processes, its log, its tables, and expected numbers.

mod expected;
mod flow;
mod meters;
mod operator;
mod place;
mod processes;
mod site;
mod world;

pub use local_stack::scale;

pub use expected::{Day, Expected, Request};
pub use flow::Flow;
pub use meters::{publish, publish_until_confirmed};
pub use place::Place;
pub use processes::Role;
pub use site::{PASSWORD, Session, Site};
pub use world::World;

use std::time::Duration;

use tokio::time::Instant;

/// Waits until `condition` holds, and fails with what was last seen if it does not in time.
pub async fn eventually<T, F>(patience: Duration, what: &str, mut look: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, String>>,
{
    let deadline = Instant::now() + patience;
    loop {
        match look().await {
            Ok(value) => return value,
            Err(seen) if Instant::now() > deadline => panic!("{what}: {seen}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}
