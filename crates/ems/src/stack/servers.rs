//! The three servers of a stack: private ones that are started here, or ones that run elsewhere.

use anyhow::Result;
use event_log::LogSettings;
use local_stack::{
    Broker, BrokerUser, Nats, NatsAccount, NatsSettings, Postgres, PostgresSettings, RabbitMq,
    RabbitMqSettings, ServerPorts, epmd, nats_server, rabbitmq_server, state_folder,
};

use sqlx::postgres::PgConnectOptions;

use super::{External, Folders, Keys, RunningProcess};
use crate::accounts::{self, DatabaseRole};
use crate::terminal::{say, warn};

/// Where the servers are, whoever runs them.
#[derive(Clone, Debug)]
pub struct Addresses {
    pub nats: String,
    /// Unknown when somebody else runs NATS and does not say it.
    pub nats_monitor: Option<String>,
    pub database: String,
    pub amqp: String,
    /// How the roles sign in to the private servers.
    pub roles: RoleAddresses,
}

/// Addresses without more rights than a role needs. None for a server that runs elsewhere: what the
/// environment names then holds for every role.
#[derive(Clone, Debug, Default)]
pub struct RoleAddresses {
    /// For whoever has a key.
    pub nats: Option<String>,
    pub database: Vec<(DatabaseRole, String)>,
    pub bridge: Option<String>,
    pub meters: Option<String>,
}

impl Addresses {
    /// PostgreSQL, as a role signs in to it.
    pub fn database_of(&self, role: DatabaseRole) -> &str {
        let own = self.roles.database.iter().find(|(other, _)| *other == role);
        own.map_or(&self.database, |(_, url)| url)
    }
}

/// The private ones; a server that runs elsewhere is not here, so nothing can happen to it.
#[derive(Debug)]
pub struct Servers {
    nats: Option<Nats>,
    postgres: Option<Postgres>,
    rabbit: Option<RabbitMq>,
    pub addresses: Addresses,
}

impl Servers {
    /// Starts the private ones side by side: RabbitMQ alone takes seconds.
    pub async fn start(
        external: &External,
        folders: &Folders,
        keys: &Keys,
        ports: ServerPorts,
    ) -> Result<Self> {
        external.check().await?;
        let (nats, postgres, rabbit) = tokio::try_join!(
            unless(external.nats.is_some(), start_nats(folders, keys, ports)),
            unless(external.database.is_some(), start_postgres(folders, keys, ports)),
            unless(external.amqp.is_some(), start_rabbit(folders, keys, ports)),
        )?;
        let addresses = Addresses {
            nats: address(&external.nats, &nats, Nats::url),
            nats_monitor: match &nats {
                Some(private) => Some(private.monitor_url()),
                None => external.nats_monitor.clone(),
            },
            database: address(&external.database, &postgres, Postgres::url),
            amqp: address(&external.amqp, &rabbit, RabbitMq::url),
            roles: role_addresses(keys, nats.as_ref(), postgres.as_ref(), rabbit.as_ref())?,
        };
        prepare(&addresses, keys).await?;
        Ok(Self { nats, postgres, rabbit, addresses })
    }

    /// Who runs now.
    pub fn processes(&self) -> Vec<RunningProcess> {
        let ids = [
            ("rabbitmq", self.rabbit.as_ref().map(RabbitMq::process)),
            ("nats", self.nats.as_ref().map(Nats::process)),
            ("postgres", self.postgres.as_ref().map(Postgres::process)),
        ];
        let running = ids.into_iter().filter_map(|(name, id)| Some((name, id?.pid)));
        running
            .map(|(name, pid)| RunningProcess {
                name: name.to_owned(),
                role: name.to_owned(),
                pid,
                readiness: None,
            })
            .collect()
    }

    /// Starts a private server again that has ended by itself.
    pub async fn revive(&mut self) -> Result<()> {
        if let Some(nats) = &mut self.nats
            && nats.has_ended()?
        {
            warn("NATS has ended; starting it again");
            nats.restart().await?;
        }
        if let Some(postgres) = &mut self.postgres
            && postgres.has_ended()?
        {
            warn("PostgreSQL has ended; starting it again");
            postgres.restart().await?;
        }
        if let Some(rabbit) = &mut self.rabbit
            && rabbit.has_ended()?
        {
            warn("RabbitMQ has ended; starting it again");
            rabbit.restart().await?;
        }
        Ok(())
    }

    /// Stops the private ones: who delivers first, who keeps last.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(rabbit) = &mut self.rabbit {
            rabbit.stop().await?;
        }
        if let Some(nats) = &mut self.nats {
            nats.stop().await?;
        }
        if let Some(postgres) = &mut self.postgres {
            postgres.stop().await?;
        }
        Ok(())
    }
}

async fn unless<T>(elsewhere: bool, start: impl Future<Output = Result<T>>) -> Result<Option<T>> {
    if elsewhere { Ok(None) } else { start.await.map(Some) }
}

fn address<T>(
    elsewhere: &Option<String>,
    private: &Option<T>,
    url: impl Fn(&T) -> String,
) -> String {
    private.as_ref().map(url).or_else(|| elsewhere.clone()).unwrap_or_default()
}

fn role_addresses(
    keys: &Keys,
    nats: Option<&Nats>,
    postgres: Option<&Postgres>,
    rabbit: Option<&RabbitMq>,
) -> Result<RoleAddresses> {
    let mut database = Vec::new();
    for role in DatabaseRole::ALL {
        let password = keys.password(role.secret())?;
        database.extend(postgres.map(|server| (role, server.url_as(role.user(), &password))));
    }
    let users = keys.broker_users()?;
    let broker = |name: &str| {
        let user = users.iter().find(|user| user.name == name)?;
        Some(rabbit?.url_of(user))
    };
    Ok(RoleAddresses {
        nats: nats.map(Nats::bare_url),
        database,
        bridge: broker(BrokerUser::BRIDGE),
        meters: broker(BrokerUser::METERS),
    })
}

/// Makes on the private servers what the roles may not make.
async fn prepare(addresses: &Addresses, keys: &Keys) -> Result<()> {
    if addresses.roles.nats.is_some() {
        accounts::make_streams(&LogSettings::at(addresses.nats.clone())).await?;
    }
    if !addresses.roles.database.is_empty() {
        let owner: PgConnectOptions = addresses.database.parse()?;
        accounts::migrate(&owner, |role| keys.password(role.secret())).await?;
    }
    Ok(())
}

async fn start_nats(folders: &Folders, keys: &Keys, ports: ServerPorts) -> Result<Nats> {
    let account = NatsAccount {
        user: "ems".to_owned(),
        password: keys.password("nats")?,
        users: keys.log_users()?,
    };
    let nats = Nats::start(NatsSettings {
        program: nats_server()?,
        folder: folders.data().join("nats"),
        run: folders.run(),
        log: folders.log("nats"),
        port: ports.nats,
        monitor_port: ports.nats_monitor,
        accounts: vec![account],
        cluster: None,
        tls: None,
    });
    let nats = nats.await?;
    say(&format!("NATS is up on 127.0.0.1:{}", ports.nats));
    Ok(nats)
}

async fn start_postgres(folders: &Folders, keys: &Keys, ports: ServerPorts) -> Result<Postgres> {
    let folder = state_folder(&folders.data().join("postgres"))?;
    if let Some(why) = &folder.moved_because {
        warn(&format!("PostgreSQL keeps its data in {}: {why}", folder.path.display()));
    }
    let postgres = Postgres::start(PostgresSettings {
        folder: folder.path,
        run: folders.run(),
        log: folders.log("postgres"),
        port: ports.postgres,
        password: keys.password("postgres")?,
        database: "ems".to_owned(),
        connections: 200,
        tls: None,
    });
    let postgres = postgres.await?;
    say(&format!("PostgreSQL is up on 127.0.0.1:{}", ports.postgres));
    Ok(postgres)
}

async fn start_rabbit(folders: &Folders, keys: &Keys, ports: ServerPorts) -> Result<RabbitMq> {
    let rabbit = RabbitMq::start(RabbitMqSettings {
        program: rabbitmq_server()?,
        epmd: epmd()?,
        folder: folders.data().join("rabbitmq"),
        run: folders.run(),
        log: folders.log("rabbitmq"),
        port: ports.amqp,
        tls: None,
        distribution_port: ports.amqp_distribution,
        epmd_port: ports.epmd,
        broker: Broker {
            password: keys.password("rabbitmq")?,
            hosts: Vec::new(),
            users: keys.broker_users()?,
        },
    });
    let rabbit = rabbit.await?;
    say(&format!("RabbitMQ is up on 127.0.0.1:{}", ports.amqp));
    Ok(rabbit)
}
