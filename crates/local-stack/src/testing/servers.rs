//! The set of servers that the tests of a run share, across threads and processes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::files::write_private;
use crate::private_servers::{PrivateServers, Tenants};
use crate::secret::random_secret;

/// More than a run has tests that need servers: a place is never used twice.
const PLACES: usize = 300;

/// The variable that names the file which describes a set.
const VARIABLE: &str = "EMS_TEST_SERVERS";

/// A handle on a set; clones speak of the same one.
#[derive(Clone, Debug)]
pub struct TestServers {
    pub(super) set: Set,
    /// Nobody's when the set belongs to another process.
    _owned: Option<Arc<PrivateServers>>,
}

/// What another process needs to know of a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Set {
    pub(super) folder: PathBuf,
    pub(super) places: Vec<String>,
    /// From which the keys of the roles follow.
    pub(super) password: String,
    /// URLs of the first place and of the database that is always there.
    pub(super) nats: String,
    pub(super) nats_monitor: String,
    pub(super) database: String,
    pub(super) amqp: String,
}

impl TestServers {
    /// The set that `EMS_TEST_SERVERS` names; else one for this process, started at the first call
    /// and ended when the process ends, however it ends.
    pub async fn acquire() -> Result<Self> {
        static OF_THIS_PROCESS: OnceCell<TestServers> = OnceCell::const_new();
        OF_THIS_PROCESS.get_or_try_init(Self::named_or_started).await.cloned()
    }

    async fn named_or_started() -> Result<Self> {
        match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            Some(file) => Self::described_by(Path::new(&file)),
            None => Self::start().await,
        }
    }

    /// A new set, ended when the last clone of this handle is dropped.
    pub async fn start() -> Result<Self> {
        let names: Vec<_> = (0..PLACES).map(|place| format!("place-{place:02}")).collect();
        let password = random_secret();
        let tenants = Tenants {
            names: names.clone(),
            password: password.clone(),
            connections: 500,
            secrets: None,
        };
        let servers = PrivateServers::start_for(tenants).await?;
        let set = Set {
            password,
            folder: servers.home.path().to_owned(),
            places: names,
            nats: servers.nats.url(),
            nats_monitor: servers.nats.monitor_url(),
            database: servers.postgres.url(),
            amqp: servers.rabbit.url(),
        };
        write_private(&set.folder.join("set.json"), &serde_json::to_string_pretty(&set)?)?;
        Ok(Self { set, _owned: Some(Arc::new(servers)) })
    }

    /// The file to hand to other processes as `EMS_TEST_SERVERS`.
    pub fn description(&self) -> PathBuf {
        self.set.folder.join("set.json")
    }

    fn described_by(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| {
            format!("{VARIABLE} names {}, which cannot be read", file.display())
        })?;
        let set = serde_json::from_str(&text)
            .with_context(|| format!("{} does not describe a set of servers", file.display()))?;
        Ok(Self { set, _owned: None })
    }
}
