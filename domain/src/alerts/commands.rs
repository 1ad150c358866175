//! What metering orders of the alerts of a device-month.

use super::{RaisedAlert, RetractedAlert};

/// Orders that bring the log into line with a judgement of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertCommand {
    RaiseAlert(RaisedAlert),
    RetractAlert(RetractedAlert),
}
