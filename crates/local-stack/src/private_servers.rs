//! The three servers together in one temporary folder, started side by side.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::files::folder;
use crate::nats::{Nats, NatsAccount, NatsSettings};
use crate::nats_users::TestKeys;
use crate::ports::ServerPorts;
use crate::postgres::{Postgres, PostgresSettings};
use crate::programs::Programs;
use crate::rabbitmq::{Broker, BrokerUser, RabbitMq, RabbitMqSettings};
use crate::secret::random_secret;
use crate::testing::watch_over;
use crate::tls::Tls;
use crate::unprivileged::state_folder;

/// A set of one's own, for a test that kills servers. Dropping it ends the servers and removes
/// their data; so does the death of this process.
#[derive(Debug)]
pub struct PrivateServers {
    pub nats: Nats,
    pub postgres: Postgres,
    pub rabbit: RabbitMq,
    /// By which the roles sign in to NATS.
    pub keys: TestKeys,
    // Dropped last: the servers above live in it.
    pub(crate) home: TempDir,
}

/// What the tenants of a set are called, and the password that they share.
pub(crate) struct Tenants {
    pub names: Vec<String>,
    pub password: String,
    pub connections: u16,
    /// A folder with certificates and keys: then every connection can be encrypted.
    pub secrets: Option<PathBuf>,
}

impl PrivateServers {
    pub async fn start() -> Result<Self> {
        let password = random_secret();
        Self::start_for(Tenants::one(password, None)).await
    }

    /// With the certificates that `ems deploy secrets` has made in a folder: NATS then speaks TLS
    /// only, PostgreSQL and RabbitMQ do as well.
    pub async fn start_encrypted(secrets: &Path) -> Result<Self> {
        Self::start_for(Tenants::one(random_secret(), Some(secrets.to_owned()))).await
    }

    pub(crate) async fn start_for(tenants: Tenants) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("ems-servers-").tempdir();
        let home = home.context("cannot make a temporary folder")?;
        // PostgreSQL may run as another user, who passes through here.
        folder(home.path(), 0o711)?;
        watch_over(home.path())?;
        let programs = Programs::find()?;
        let ports = ServerPorts::free()?;
        let (nats, postgres, rabbit) = tokio::try_join!(
            Nats::start(nats_settings(&programs, home.path(), ports, &tenants)?),
            Postgres::start(postgres_settings(home.path(), ports, &tenants)?),
            RabbitMq::start(rabbit_settings(&programs, home.path(), ports, &tenants)),
        )?;
        let keys = TestKeys::of(home.path(), &tenants.names[0], &tenants.password);
        Ok(Self { nats, postgres, rabbit, keys, home })
    }

    /// The folder with everything that the servers have written.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Stops the three in order: who delivers first, who keeps last.
    pub async fn stop(mut self) -> Result<()> {
        self.rabbit.stop().await?;
        self.nats.stop().await?;
        self.postgres.stop().await
    }
}

impl Tenants {
    fn one(password: String, secrets: Option<PathBuf>) -> Self {
        Self { names: vec!["ems".to_owned()], password, connections: 200, secrets }
    }

    fn tls(&self, server: &str) -> Option<Tls> {
        self.secrets.as_ref().map(|folder| Tls::of(server, folder))
    }
}

fn nats_settings(
    programs: &Programs,
    home: &Path,
    ports: ServerPorts,
    tenants: &Tenants,
) -> Result<NatsSettings> {
    let account = |name: &String| {
        let users = TestKeys::of(home, name, &tenants.password).users()?;
        Ok(NatsAccount { user: name.clone(), password: tenants.password.clone(), users })
    };
    Ok(NatsSettings {
        program: programs.nats_server.clone(),
        folder: home.join("nats"),
        run: home.to_owned(),
        log: home.join("nats.log"),
        port: ports.nats,
        monitor_port: ports.nats_monitor,
        accounts: tenants.names.iter().map(account).collect::<Result<_>>()?,
        cluster: None,
        tls: tenants.tls("nats"),
    })
}

fn postgres_settings(
    home: &Path,
    ports: ServerPorts,
    tenants: &Tenants,
) -> Result<PostgresSettings> {
    Ok(PostgresSettings {
        folder: state_folder(&home.join("postgres"))?.path,
        run: home.to_owned(),
        log: home.join("postgres.log"),
        port: ports.postgres,
        password: tenants.password.clone(),
        database: "ems".to_owned(),
        connections: tenants.connections,
        tls: tenants.tls("postgres"),
    })
}

fn rabbit_settings(
    programs: &Programs,
    home: &Path,
    ports: ServerPorts,
    tenants: &Tenants,
) -> RabbitMqSettings {
    RabbitMqSettings {
        program: programs.rabbitmq_server.clone(),
        epmd: programs.epmd.clone(),
        folder: home.join("rabbitmq"),
        run: home.to_owned(),
        log: home.join("rabbitmq.log"),
        // The last one of the ports that belong together, and none of the six in use.
        tls: tenants.tls("rabbitmq").map(|tls| (ports.epmd + 1, tls)),
        port: ports.amqp,
        distribution_port: ports.amqp_distribution,
        epmd_port: ports.epmd,
        broker: Broker {
            password: tenants.password.clone(),
            hosts: tenants.names.clone(),
            users: BrokerUser::of_queue(&tenants.password, &tenants.password),
        },
    }
}
