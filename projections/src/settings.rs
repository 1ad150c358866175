//! The settings of a projections replica.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use event_log::LogSettings;
use process::{Environment, SettingError};
use secrecy::ExposeSecret;

use crate::audit::AuditKey;

const BATCH_SIZE: NonZeroUsize = NonZeroUsize::new(5_000).unwrap();
const MAX_ACK_PENDING: NonZeroU32 = NonZeroU32::new(50_000).unwrap();
/// Seconds between two looks whether there is something to seal.
const EVERY: NonZeroU64 = NonZeroU64::new(60).unwrap();

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
    /// How the log is sealed against changes; none: this replica does not do it.
    pub checkpoints: Option<Checkpoints>,
}

/// Signed checkpoints over the log.
#[derive(Clone)]
pub struct Checkpoints {
    /// `EMS_AUDIT_KEY_FILE`: the key that signs, Ed25519, PKCS#8 in PEM.
    pub key: AuditKey,
    /// `EMS_CHECKPOINTS_FILE`: a file that gets a line for each one, meant to be kept elsewhere.
    pub file: Option<PathBuf>,
    /// `EMS_CHECKPOINT_SECONDS`: how often what was added is sealed, default 60.
    pub every: Duration,
}

impl Checkpoints {
    fn read(environment: &Environment) -> Result<Option<Self>, SettingError> {
        const KEY: &str = "EMS_AUDIT_KEY_FILE";
        let Some(path) = environment.get(KEY) else { return Ok(None) };
        let pem = environment.secret_file(KEY, "the path of an Ed25519 key, PKCS#8 in PEM")?;
        let key =
            AuditKey::from_pem(pem.expose_secret()).map_err(|error| SettingError::Invalid {
                name: KEY.to_owned(),
                value: path.to_owned(),
                why: format!("{error:#}"),
            })?;
        let file = environment.get("EMS_CHECKPOINTS_FILE").map(PathBuf::from);
        let seconds = environment.or("EMS_CHECKPOINT_SECONDS", EVERY)?.get();
        Ok(Some(Self { key, file, every: Duration::from_secs(seconds) }))
    }
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
            checkpoints: Checkpoints::read(environment)?,
        })
    }
}
