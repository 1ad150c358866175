//! Why an order to an alert is refused.

use thiserror::Error;

use crate::ids::AlertId;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AlertError {
    #[error("there is no such alert")]
    Unknown,
    /// Two replicas publish at once and this one read the judgement earlier; the other's word stands.
    #[error("alert {alert} already states revision {stated}, newer than {offered}")]
    Outdated { alert: AlertId, stated: i64, offered: i64 },
}
