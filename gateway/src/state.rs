//! What all requests and sockets share.

use std::sync::{Arc, OnceLock};

use chrono_tz::Tz;
use event_log::EventLog;
use process::CancellationToken;
use projections::{Queries, Runs, Waiting};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::http::{Origins, Problem};
use crate::identity::{Identities, Passwords, Throttle};
use crate::live::{Hub, Numbers, Roles, SockJsSessions};
use crate::routes::{CommandApi, OwnWrites, Rates};
use crate::security::SecurityLog;

/// The parts of a gateway that handlers use. Always behind an [`Arc`].
pub struct Gateway {
    pub queries: Queries,
    pub waiting: Waiting,
    /// Set once NATS has answered for the first time.
    pub log: OnceLock<EventLog>,
    pub identities: Identities,
    pub passwords: Passwords,
    pub throttle: Throttle,
    pub rates: Rates,
    pub security: SecurityLog,
    pub command_api: CommandApi,
    pub own_writes: OwnWrites,
    pub origins: Arc<Origins>,
    pub hub: Arc<Hub>,
    /// The processes of the product, as they tell of themselves.
    pub roles: Roles,
    /// What operators do to projections.
    pub runs: Runs,
    pub sockjs: SockJsSessions,
    pub numbers: Numbers,
    /// Whether what is sealed in the log can be read here.
    pub opens_sealed: bool,
    /// The open sockets, which say goodbye before the process ends.
    pub sockets: TaskTracker,
    /// How many more sockets may open.
    pub socket_places: Arc<Semaphore>,
    /// In which days begin.
    pub time_zone: Tz,
    pub shutdown: CancellationToken,
}

impl Gateway {
    /// The log, for what only it knows.
    pub fn log(&self) -> Result<&EventLog, Problem> {
        self.log.get().ok_or_else(|| Problem::unavailable("NATS has not answered yet"))
    }
}
