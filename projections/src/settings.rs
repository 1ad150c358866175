//! The settings of a projections replica.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use event_log::LogSettings;
use process::{Environment, SettingError};

const BATCH_SIZE: NonZeroUsize = NonZeroUsize::new(5_000).unwrap();
const MAX_ACK_PENDING: NonZeroU32 = NonZeroU32::new(50_000).unwrap();

#[derive(Clone)]
pub struct Settings {
    pub log: LogSettings,
    /// `EMS_DATABASE_URL`: `postgres://user:password@host:port/database`.
    pub database_url: String,
    /// `EMS_HEALTH_LISTEN`, default a free port of 127.0.0.1.
    pub health_listen: SocketAddr,
    /// `EMS_REPLICA`: how logs and metrics call this replica, default `projections`.
    pub replica: String,
    /// `EMS_BATCH_SIZE`: readings in one transaction at most, 1 at least, default 5,000.
    pub batch_size: usize,
    /// `EMS_ACK_WAIT_SECONDS`: after this long without an acknowledgement the server hands a
    /// reading to another replica. Above the slowest transaction; default 30.
    pub ack_wait: Duration,
    /// `EMS_MAX_ACK_PENDING`: readings handed out and not yet acknowledged, over all replicas; at
    /// least three times replicas × batch size, since replicas read ahead. Default 50,000.
    pub max_ack_pending: i64,
}

impl Settings {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        Ok(Self {
            log: LogSettings::read(environment)?,
            database_url: environment
                .required("EMS_DATABASE_URL", "postgres://user:password@host:port/database")?,
            health_listen: environment
                .or("EMS_HEALTH_LISTEN", SocketAddr::from(([127, 0, 0, 1], 0)))?,
            replica: environment.or("EMS_REPLICA", "projections".to_owned())?,
            batch_size: environment.or("EMS_BATCH_SIZE", BATCH_SIZE)?.get(),
            ack_wait: Duration::from_secs(environment.or("EMS_ACK_WAIT_SECONDS", 30)?),
            max_ack_pending: environment.or("EMS_MAX_ACK_PENDING", MAX_ACK_PENDING)?.get().into(),
        })
    }
}
