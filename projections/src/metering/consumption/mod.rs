//! What a device used over time, in quarters, hours, days or months of the clock on somebody's wall.
//!
//! `calendar` cuts a range into buckets, `query` sums the quarters of the hourly totals into them,
//! and `summary` compares today and this month with the ones before.

mod calendar;
mod query;
mod summary;
mod view;

pub use calendar::{Buckets, RangeError, Resolution};
pub(crate) use query::of_device;
pub(crate) use summary::{Moments, of_devices};
pub use view::{Bucket, RunningHour, Usage};
