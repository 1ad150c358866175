//! A RabbitMQ broker with a home, cookie, port mapper and password of its own.

mod configuration;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use lapin::{Connection, ConnectionProperties};
use rustix::process::Signal;
use tokio::net::TcpStream;

use crate::process::{ChildProcess, ProcessIdentity};
use crate::tls::Tls;

pub use configuration::{Broker, BrokerUser};

/// About seven seconds are usual; two busy cores stretch it.
const START_LIMIT: Duration = Duration::from_secs(120);
const STOP_LIMIT: Duration = Duration::from_secs(30);
const MAPPER_STOP_LIMIT: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct RabbitMqSettings {
    pub program: PathBuf,
    pub epmd: PathBuf,
    pub folder: PathBuf,
    pub run: PathBuf,
    pub log: PathBuf,
    pub port: u16,
    pub distribution_port: u16,
    pub epmd_port: u16,
    pub broker: Broker,
    /// Beside the plain listener there is an encrypted one.
    pub tls: Option<(u16, Tls)>,
}

#[derive(Debug)]
pub struct RabbitMq {
    settings: RabbitMqSettings,
    process: ChildProcess,
    /// Started by us: the one that Erlang starts on demand would stay behind.
    port_mapper: ChildProcess,
}

impl RabbitMq {
    pub async fn start(settings: RabbitMqSettings) -> Result<Self> {
        settings.write_configuration()?;
        let port_mapper = settings.launch_port_mapper().await?;
        let process = settings.launch().await?;
        Ok(Self { settings, process, port_mapper })
    }

    pub fn url(&self) -> String {
        self.settings.url(self.settings.broker.first_host())
    }

    /// The address for one of the users who may do little.
    pub fn url_of(&self, user: &BrokerUser) -> String {
        let Self { settings, .. } = self;
        let host = settings.broker.first_host();
        format!("amqp://{}:{}@127.0.0.1:{}/{host}", user.name, user.password, settings.port)
    }

    /// The port for encrypted connections, if there is one.
    pub fn encrypted_port(&self) -> Option<u16> {
        self.settings.tls.as_ref().map(|(port, _)| *port)
    }

    pub fn process(&self) -> ProcessIdentity {
        self.process.identity()
    }

    /// Whether the broker has ended without being asked to.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.process.ended()?.is_some())
    }

    /// Ends the broker without warning, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts the broker again, on the same ports and data, after stopping it if it runs.
    pub async fn restart(&mut self) -> Result<()> {
        self.process.stop(Signal::TERM, STOP_LIMIT).await?;
        if self.port_mapper.ended()?.is_some() {
            self.port_mapper = self.settings.launch_port_mapper().await?;
        }
        self.process = self.settings.launch().await?;
        Ok(())
    }

    pub async fn stop(&mut self) -> Result<()> {
        let stopped = self.process.stop(Signal::TERM, STOP_LIMIT).await;
        self.port_mapper.stop(Signal::TERM, MAPPER_STOP_LIMIT).await?;
        stopped
    }
}

impl RabbitMqSettings {
    async fn launch_port_mapper(&self) -> Result<ChildProcess> {
        let mut command = Command::new(&self.epmd);
        command.args(["-address", "127.0.0.1", "-port"]).arg(self.epmd_port.to_string());
        command.env_clear();
        let mut process = ChildProcess::spawn("epmd", command, &self.log, &self.run)?;
        let port = self.epmd_port;
        process.until_ready(MAPPER_STOP_LIMIT, async || is_open(port).await).await?;
        Ok(process)
    }

    async fn launch(&self) -> Result<ChildProcess> {
        let mut command = Command::new(&self.program);
        command.env_clear().envs(self.environment()).current_dir(&self.folder);
        let mut process = ChildProcess::spawn("rabbitmq", command, &self.log, &self.run)?;
        let url = self.url(self.broker.first_host());
        let port = self.port;
        process
            .until_ready(START_LIMIT, async || is_open(port).await && answers(&url).await)
            .await?;
        Ok(process)
    }
}

async fn is_open(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).await.is_ok()
}

async fn answers(url: &str) -> bool {
    let attempt = Connection::connect(url, ConnectionProperties::default());
    let Ok(Ok(connection)) = tokio::time::timeout(Duration::from_secs(3), attempt).await else {
        return false;
    };
    connection.close(200, "ready".into()).await.is_ok()
}
