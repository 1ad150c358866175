//! What a reading is, which hour it counts in, and when an hour is above its limit.

mod hour;
mod instant;
mod judge;
mod plausible;
mod reading;

pub use hour::{Hour, MILLIS_PER_HOUR, QUARTERS};
pub use instant::{Instant, InstantError};
pub use judge::{History, judge};
pub use plausible::PlausibleRange;
pub use reading::{MAX_READING, Reading, ReadingError};
