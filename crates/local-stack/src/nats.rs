//! A NATS server with JetStream, which writes every message to disk before it acknowledges it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use rustix::process::Signal;

use crate::files::{folder, write_private};
use crate::nats_users::NatsUser;
use crate::process::{ChildProcess, ProcessIdentity};
use crate::tls::Tls;

/// What JetStream may promise to streams; the disk itself is the real bound.
const MAX_STORE: &str = "512TB";

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);

/// An isolated part of the server: streams and subjects of one account are unknown to the others.
#[derive(Clone, Debug)]
pub struct NatsAccount {
    /// Who may do everything in the account.
    pub user: String,
    pub password: String,
    /// Who may do what the table of permissions says.
    pub users: Vec<NatsUser>,
}

#[derive(Clone, Debug)]
pub struct NatsSettings {
    pub program: PathBuf,
    pub folder: PathBuf,
    /// Where the process id is recorded.
    pub run: PathBuf,
    pub log: PathBuf,
    pub port: u16,
    pub monitor_port: u16,
    /// The first one is the one that `Nats::url` speaks of.
    pub accounts: Vec<NatsAccount>,
    /// None: a server of its own.
    pub cluster: Option<ClusterMember>,
    /// None: connections are not encrypted.
    pub tls: Option<Tls>,
}

/// A server's place among others that keep the same streams.
#[derive(Clone, Debug)]
pub struct ClusterMember {
    pub name: String,
    /// Where the others reach it.
    pub port: u16,
    /// Where all of them are reached.
    pub routes: Vec<u16>,
}

#[derive(Debug)]
pub struct Nats {
    settings: NatsSettings,
    process: ChildProcess,
}

impl Nats {
    pub async fn start(settings: NatsSettings) -> Result<Self> {
        folder(&settings.folder, 0o700)?;
        write_private(&settings.folder.join("nats.conf"), &settings.configuration())?;
        let process = settings.launch().await?;
        Ok(Self { settings, process })
    }

    pub fn url(&self) -> String {
        self.settings.url(&self.settings.accounts[0])
    }

    /// The address for whoever signs in with a key.
    pub fn bare_url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.settings.port)
    }

    pub fn monitor_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.settings.monitor_port)
    }

    pub fn process(&self) -> ProcessIdentity {
        self.process.identity()
    }

    /// Whether the server has ended without being asked to.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.process.ended()?.is_some())
    }

    /// Ends the server without warning, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts the server again, on the same ports and data, after stopping it if it runs.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        self.process = self.settings.launch().await?;
        Ok(())
    }

    pub async fn stop(&mut self) -> Result<()> {
        self.process.stop(Signal::TERM, STOP_LIMIT).await
    }
}

impl NatsSettings {
    pub(crate) fn url(&self, account: &NatsAccount) -> String {
        format!("nats://{}:{}@127.0.0.1:{}", account.user, account.password, self.port)
    }

    async fn launch(&self) -> Result<ChildProcess> {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(self.folder.join("nats.conf")).env_clear();
        let mut process = ChildProcess::spawn("nats", command, &self.log, &self.run)?;
        let health = format!("http://127.0.0.1:{}/healthz?js-enabled-only=true", self.monitor_port);
        process
            .until_ready(START_LIMIT, async || {
                reqwest::get(&health).await.is_ok_and(|answer| answer.status().is_success())
            })
            .await?;
        Ok(process)
    }

    /// A stream's `max_bytes` is set aside from the store's, which by default is three quarters of
    /// the free disk: too little for a small disk or for the accounts of a whole test run.
    fn configuration(&self) -> String {
        let Self { folder, port, monitor_port, .. } = self;
        let store = folder.join("jetstream");
        let name = self.cluster.as_ref().map_or("ems", |member| member.name.as_str());
        let mut text = format!(
            "server_name: {name}\nlisten: \"127.0.0.1:{port}\"\nhttp: \"127.0.0.1:{monitor_port}\"\n\
             jetstream {{ store_dir: {store:?}, sync_interval: always, max_file_store: {MAX_STORE} }}\n\
             system_account: SYS\naccounts {{\n  SYS {{}}\n"
        );
        for NatsAccount { user, password, users } in &self.accounts {
            let owner = format!("{{ user: {user:?}, password: {password:?} }}");
            let others = users.iter().map(NatsUser::configuration);
            let users: Vec<_> = std::iter::once(owner).chain(others).collect();
            let users = users.join("\n    ");
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {user:?} {{ jetstream: enabled, users: [{users}] }}");
        }
        text.push_str("}\n");
        if let Some(Tls { certificate, key, .. }) = &self.tls {
            let _ = writeln!(text, "tls {{ cert_file: {certificate:?}, key_file: {key:?} }}");
        }
        if let Some(ClusterMember { port, routes, .. }) = &self.cluster {
            let routes = routes.iter().map(|port| format!("nats://127.0.0.1:{port}"));
            let routes = routes.collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "cluster {{ name: ems, listen: \"127.0.0.1:{port}\", routes: [{routes}] }}"
            );
        }
        text
    }
}
