//! The settings of the bridge.

use std::net::SocketAddr;
use std::path::PathBuf;

use event_log::LogSettings;
use process::{Environment, SettingError};

#[derive(Clone)]
pub struct Settings {
    pub log: LogSettings,
    /// `EMS_AMQP_URL`: `amqp://user:password@host:port/vhost`.
    pub amqp_url: String,
    /// `EMS_AMQP_RETRY_URL`: as who messages of quarantine are sent to their queue again, default
    /// `EMS_AMQP_URL`. The user who takes readings need not be able to write any.
    pub retry_url: String,
    /// `EMS_CA_FILE`: whose certificate a broker at `amqps://` must show, PEM.
    pub authority: Option<PathBuf>,
    /// `EMS_AMQP_QUEUE`, default `device.measurements`.
    pub queue: String,
    /// `EMS_AMQP_PREFETCH`: deliveries on their way at most. Times the broker's
    /// `max_message_size` it bounds the bridge's memory. Default 4,000.
    pub prefetch: u16,
    /// `EMS_HEALTH_LISTEN`, default a free port of 127.0.0.1.
    pub health_listen: SocketAddr,
    /// `EMS_REPLICA`: how logs call this process, default `ingest-bridge`.
    pub replica: String,
}

impl Settings {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        let amqp_url =
            environment.required("EMS_AMQP_URL", "amqp://user:password@host:port/%2f")?;
        Ok(Self {
            log: LogSettings::read(environment)?,
            retry_url: environment.or("EMS_AMQP_RETRY_URL", amqp_url.clone())?,
            amqp_url,
            authority: environment.get("EMS_CA_FILE").map(PathBuf::from),
            queue: environment.or("EMS_AMQP_QUEUE", "device.measurements".to_owned())?,
            prefetch: environment.or("EMS_AMQP_PREFETCH", 4_000)?,
            health_listen: environment
                .or("EMS_HEALTH_LISTEN", SocketAddr::from(([127, 0, 0, 1], 0)))?,
            replica: environment.or("EMS_REPLICA", "ingest-bridge".to_owned())?,
        })
    }
}
