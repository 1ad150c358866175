//! Rebuilding, verifying and rolling back projections: asked for in a table, carried out by one replica.
//!
//! `ask` is the side of whoever wants it, `runner` that of the replica, which tells of its `progress`;
//! `report` is what comes of it, and `list` shows how far every projection is.

mod ask;
mod list;
mod progress;
mod report;
mod runner;

pub(crate) use ask::is_paused;
pub use ask::{AskError, RunView, Runs};
pub use list::ProjectionView;
pub(crate) use progress::Progress;
pub use report::{Difference, Report};
pub(crate) use runner::Runner;

use strum::{EnumString, IntoStaticStr};
use thiserror::Error;

/// Metering's counted tables, under the name that operators use.
pub(crate) const HOURLY_TOTALS: &str = "hourly-totals";

/// What is done to a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// Makes it anew from the log, beside the live one, and then shows the new one.
    Rebuild,
    /// Makes it anew, compares, and leaves the live one as it is.
    Verify,
    /// Shows the one before the last rebuild again, brought up to date.
    Rollback,
}

/// Why a run cannot be carried out, now or later.
#[derive(Debug, Error)]
pub(crate) enum RunError {
    #[error("there is nothing to go back to: it was not rebuilt, or was rolled back already")]
    NothingBefore,
    #[error(
        "the log no longer has what came since the rebuild, so what was before it cannot be shown"
    )]
    TooLate,
}
