//! The Alert aggregate: one device's alerts of one UTC month.
//!
//! An aggregate for each alert would cost the server about 145 bytes of memory for ever; a month
//! of a device bounds both the number of subjects and the length of each.

mod commands;
mod events;
mod state;

mod decide;
mod error;

pub use commands::AlertCommand;
pub use decide::decide;
pub use error::AlertError;
pub use events::{AlertEvent, RaisedAlert, RetractedAlert};
pub use state::{Alert, Stated, alert_id};

crate::aggregate::aggregate!(Alert, "alert", AlertCommand, AlertEvent, AlertError);
