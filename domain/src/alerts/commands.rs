//! What metering and people order of the alerts of a device-month.

use super::{RaisedAlert, RetractedAlert};
use crate::ids::{AlertId, UserId};

/// Orders that bring the log into line with a judgement of an hour, and what people say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertCommand {
    RaiseAlert(RaisedAlert),
    RetractAlert(RetractedAlert),
    /// A person has seen the alert; what they say of it stays with it.
    AcknowledgeAlert {
        alert: AlertId,
        by: UserId,
        comment: Option<String>,
    },
}
