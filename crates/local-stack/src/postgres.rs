//! A PostgreSQL server with a data folder of its own, reachable by TCP on 127.0.0.1 only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rustix::process::Signal;
use sqlx::{Connection, Executor, PgConnection};

use crate::files::{folder, write_private};
use crate::process::{ChildProcess, ProcessIdentity};
use crate::programs::postgres_bin;
use crate::tls::Tls;
use crate::unprivileged::Unprivileged;

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(30);
const BACKENDS_LINGER: Duration = Duration::from_secs(5);
const USER: &str = "ems";

#[derive(Clone, Debug)]
pub struct PostgresSettings {
    /// See `state_folder`: every parent must be open to the user that PostgreSQL runs as.
    pub folder: PathBuf,
    pub run: PathBuf,
    pub log: PathBuf,
    pub port: u16,
    pub password: String,
    /// The database that `Postgres::url` speaks of; made when it is not there.
    pub database: String,
    pub connections: u16,
    /// None: connections are not encrypted.
    pub tls: Option<Tls>,
}

#[derive(Debug)]
pub struct Postgres {
    settings: PostgresSettings,
    process: ChildProcess,
}

impl Postgres {
    pub async fn start(settings: PostgresSettings) -> Result<Self> {
        if !settings.data().exists() {
            settings.initialise().context("cannot make a data folder for PostgreSQL")?;
        }
        let process = settings.launch().await?;
        let postgres = Self { settings, process };
        postgres.ensure_database(&postgres.settings.database).await?;
        Ok(postgres)
    }

    pub fn url(&self) -> String {
        self.settings.url(&self.settings.database)
    }

    /// The address for another user than the one who owns everything.
    pub fn url_as(&self, user: &str, password: &str) -> String {
        let PostgresSettings { port, database, .. } = &self.settings;
        format!("postgres://{user}:{password}@127.0.0.1:{port}/{database}")
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

    /// Starts the server again, on the same port and data, after stopping it if it runs. Backends of
    /// a killed server take a moment to notice; until they have gone, a new one refuses to start.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        let deadline = Instant::now() + BACKENDS_LINGER;
        self.process = loop {
            match self.settings.launch().await {
                Ok(process) => break process,
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        };
        Ok(())
    }

    /// A fast shutdown: open transactions are rolled back, what was committed is on disk.
    pub async fn stop(&mut self) -> Result<()> {
        self.process.stop(Signal::INT, STOP_LIMIT).await
    }

    async fn ensure_database(&self, name: &str) -> Result<()> {
        let exists = "select exists (select from pg_database where datname = $1)";
        let mut connection = PgConnection::connect(&self.settings.url("postgres")).await?;
        let exists: bool = sqlx::query_scalar(exists).bind(name).fetch_one(&mut connection).await?;
        if !exists {
            connection.execute(format!("create database {name:?}").as_str()).await?;
        }
        Ok(connection.close().await?)
    }
}

impl PostgresSettings {
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// `initdb` beside the final place, which appears only when it is whole.
    fn initialise(&self) -> Result<()> {
        folder(&self.folder, 0o711)?;
        let unfinished = self.folder.join("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        folder(&unfinished, 0o700)?;
        let password = self.folder.join("password");
        write_private(&password, &self.password)?;
        if let Some(user) = Unprivileged::needed()? {
            user.own(&unfinished)?;
            user.own(&password)?;
        }
        self.run_initdb(&unfinished, &password)?;
        fs::remove_file(&password)?;
        fs::rename(&unfinished, self.data())?;
        Ok(())
    }

    fn run_initdb(&self, data: &Path, password: &Path) -> Result<()> {
        let mut command = self.command("initdb", None)?;
        command.args(["-U", USER, "-E", "UTF8", "--no-locale", "-A", "scram-sha-256"]);
        command.arg("-D").arg(data).arg("--pwfile").arg(password);
        let output = command.output().context("cannot start initdb")?;
        let words = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "initdb failed ({}):\n{words}", output.status);
        Ok(())
    }

    async fn launch(&self) -> Result<ChildProcess> {
        let version = fs::read_to_string(self.data().join("PG_VERSION"))?;
        let mut command = self.command("postgres", Some(version.trim()))?;
        command.arg("-D").arg(self.data());
        for (setting, value) in self.server_settings() {
            command.arg("-c").arg(format!("{setting}={value}"));
        }
        if let Some(tls) = &self.tls {
            command.args(self.encryption(tls)?);
        }
        let mut process = ChildProcess::spawn("postgres", command, &self.log, &self.run)?;
        let url = self.url("postgres");
        process.until_ready(START_LIMIT, async || answers(&url).await).await?;
        Ok(process)
    }

    /// The key has to belong to the user that the server runs as, who may be another one than ours.
    fn encryption(&self, tls: &Tls) -> Result<Vec<String>> {
        let mut settings = vec!["-c".to_owned(), "ssl=on".to_owned()];
        for (setting, source) in [("ssl_cert_file", &tls.certificate), ("ssl_key_file", &tls.key)] {
            let copy = self.folder.join(setting);
            write_private(&copy, &fs::read_to_string(source)?)?;
            if let Some(user) = Unprivileged::needed()? {
                user.own(&copy)?;
            }
            settings.extend(["-c".to_owned(), format!("{setting}={}", copy.display())]);
        }
        Ok(settings)
    }

    fn server_settings(&self) -> [(&'static str, String); 7] {
        [
            ("port", self.port.to_string()),
            ("listen_addresses", "127.0.0.1".to_owned()),
            // A socket's path is limited to 107 bytes, which a deep checkout exceeds.
            ("unix_socket_directories", String::new()),
            ("max_connections", self.connections.to_string()),
            ("timezone", "UTC".to_owned()),
            ("log_timezone", "UTC".to_owned()),
            // A burst of readings would otherwise force a checkpoint every few seconds.
            ("max_wal_size", "4GB".to_owned()),
        ]
    }

    fn command(&self, program: &str, version: Option<&str>) -> Result<Command> {
        let mut command = Command::new(postgres_bin(version)?.join(program));
        command.env_clear().env("LC_ALL", "C.UTF-8").current_dir(&self.folder);
        if let Some(user) = Unprivileged::needed()? {
            use std::os::unix::process::CommandExt;
            command.uid(user.uid).gid(user.gid);
        }
        Ok(command)
    }
}

async fn answers(url: &str) -> bool {
    let attempt = tokio::time::timeout(Duration::from_secs(2), PgConnection::connect(url)).await;
    let Ok(Ok(connection)) = attempt else { return false };
    connection.close().await.is_ok()
}
