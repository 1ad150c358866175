//! The connection to NATS, and the settings that it needs.

use std::time::Duration;

use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, ServerAddr};
use process::{Environment, SettingError};
use secrecy::ExposeSecret;
use thiserror::Error;

use crate::access::{Access, AccessError};
use crate::keyring::{Keyring, MasterKey, MasterKeyError};
use crate::state_cache::StateCache;

/// A silent peer is noticed after two missed pings; with the default of 60 s that takes 3 minutes.
const PING_INTERVAL: Duration = Duration::from_secs(3);
/// How long any single request to the log may take before its outcome counts as unknown.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the log is.
#[derive(Clone)]
pub struct LogSettings {
    /// `EMS_NATS_URL`: `nats://user:password@host:port`, several servers with commas between;
    /// `tls://host:port` where the connection is encrypted.
    pub url: String,
    /// Who calls, where the address does not say it.
    pub access: Access,
    /// `EMS_NATS_MONITOR_URL`: the server's monitoring port, to see that it writes through to disk.
    pub monitor_url: Option<String>,
    /// `EMS_NATS_REPLICAS`: copies of each stream, 1 or 3; default 1.
    pub replicas: usize,
    /// `EMS_MASTER_KEY_FILE`: 64 hexadecimal characters, the key that wraps people's keys. Only for
    /// processes that handle personal data.
    pub master_key: Option<MasterKey>,
}

impl LogSettings {
    /// One copy of each stream at this address, with nothing that is personal.
    pub fn at(url: impl Into<String>) -> Self {
        let (url, access) = (url.into(), Access::default());
        Self { url, access, monitor_url: None, replicas: 1, master_key: None }
    }

    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        Ok(Self {
            url: environment.required("EMS_NATS_URL", "nats://user:password@host:port")?,
            access: Access::read(environment)?,
            monitor_url: environment.get("EMS_NATS_MONITOR_URL").map(str::to_owned),
            replicas: environment.or("EMS_NATS_REPLICAS", 1)?,
            master_key: master_key(environment)?,
        })
    }
}

fn master_key(environment: &Environment) -> Result<Option<MasterKey>, SettingError> {
    const NAME: &str = "EMS_MASTER_KEY_FILE";
    let Some(path) = environment.get(NAME) else { return Ok(None) };
    let text = environment.secret_file(NAME, "the path of a file of 64 hexadecimal characters")?;
    let invalid = |error: MasterKeyError| SettingError::Invalid {
        name: NAME.to_owned(),
        value: path.to_owned(),
        why: error.to_string(),
    };
    MasterKey::from_hex(text.expose_secret()).map(Some).map_err(invalid)
}

/// The log could not be reached for the first time.
#[derive(Debug, Error)]
pub enum ConnectError {
    #[error("EMS_NATS_URL is not a list of addresses such as nats://user:password@host:port: {0}")]
    Address(#[from] std::io::Error),
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error("cannot connect to NATS: {0}; is the server running, and are user and password right?")]
    Connect(#[from] async_nats::ConnectError),
}

/// A handle on the event log. Clones share one connection.
#[derive(Clone)]
pub struct EventLog {
    client: Client,
    jetstream: Context,
    pub(crate) keyring: Option<Keyring>,
    pub(crate) states: StateCache,
}

impl EventLog {
    /// Connects as `name`, which the server shows in its list of connections. Reconnects by itself
    /// for ever afterwards; until then requests time out.
    pub async fn connect(settings: &LogSettings, name: &str) -> Result<Self, ConnectError> {
        let servers = addresses(&settings.url)?;
        let options = ConnectOptions::new()
            .name(name)
            .ping_interval(PING_INTERVAL)
            .request_timeout(Some(REQUEST_TIMEOUT));
        let options = settings.access.with(with_credentials(options, &servers))?;
        let client = options.connect(servers).await?;
        let keyring = settings.master_key.clone().map(Keyring::new);
        Ok(Self { keyring, ..Self::new(client) })
    }

    pub fn new(client: Client) -> Self {
        let mut jetstream = jetstream::new(client.clone());
        jetstream.set_timeout(REQUEST_TIMEOUT);
        Self { client, jetstream, keyring: None, states: StateCache::default() }
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn jetstream(&self) -> &Context {
        &self.jetstream
    }

    /// Whether the connection stands at this moment.
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }
}

fn addresses(urls: &str) -> Result<Vec<ServerAddr>, std::io::Error> {
    urls.split(',').map(|url| url.trim().parse()).collect()
}

/// async-nats takes user and password from its options only, not from the address.
fn with_credentials(options: ConnectOptions, servers: &[ServerAddr]) -> ConnectOptions {
    let named = servers.iter().find_map(|server| Some((server.username()?, server.password()?)));
    match named {
        Some((user, password)) => options.user_and_password(user.to_owned(), password.to_owned()),
        None => options,
    }
}
