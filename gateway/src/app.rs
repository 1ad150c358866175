//! The parts of a gateway, put together.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use event_log::{EventLog, LogSettings, Position};
use process::identity::IdentitySigner;
use process::{CancellationToken, Dependency, Health, HealthServer, Tasks, until_it_answers};
use projections::Queries;
use secrecy::ExposeSecret;
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::Settings;
use crate::http::Origins;
use crate::identity::{self, Accounts, Identities, Passwords, Sessions, Tokens};
use crate::live::{self, Hub};
use crate::routes::{self, CommandApi, OwnWrites};
use crate::server;
use crate::state::Gateway;
use crate::upkeep::{self, Dependencies};

/// Each request uses one for a few milliseconds.
const DATABASE_CONNECTIONS: u32 = 12;

/// A gateway, bound and ready to run.
pub struct App {
    settings: Settings,
    listener: TcpListener,
    health_server: HealthServer,
    dependencies: Dependencies,
}

impl App {
    pub async fn build(settings: Settings) -> anyhow::Result<Self> {
        let health = Health::default();
        let dependencies = Dependencies {
            nats: health.dependency("nats"),
            postgres: health.dependency("postgres"),
            command_api: health.dependency("command-api"),
        };
        let health_server = HealthServer::bind(settings.health_listen, health)
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        let listener = TcpListener::bind(settings.listen).await.with_context(|| {
            format!("cannot listen on {} (EMS_GATEWAY_LISTEN)", settings.listen)
        })?;
        Ok(Self { settings, listener, health_server, dependencies })
    }

    /// Where the page and the API are served.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn health_address(&self) -> std::io::Result<SocketAddr> {
        self.health_server.address()
    }

    /// Waits for the log and the database as long as it takes, then serves until shutdown or until a
    /// part fails.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, listener, health_server, dependencies } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        tasks.spawn("health", serve_health(health_server, shutdown.clone()));
        let log = connect_log(&settings, &dependencies.nats, &shutdown).await;
        let pool = connect_database(&settings, &dependencies.postgres, &shutdown).await;
        if let (Some((log, head)), Some(pool)) = (log, pool) {
            let port = listener.local_addr()?.port();
            let gateway = Arc::new(gateway(&settings, port, pool.clone(), shutdown)?);
            Connected { gateway, log, head, pool }.start(&mut tasks, listener, dependencies)?;
        }
        tasks.run().await
    }
}

/// A gateway that has reached what it depends on.
struct Connected {
    gateway: Arc<Gateway>,
    log: EventLog,
    /// Alerts after this position are pushed.
    head: Position,
    pool: PgPool,
}

impl Connected {
    fn start(
        self,
        tasks: &mut Tasks,
        listener: TcpListener,
        dependencies: Dependencies,
    ) -> std::io::Result<()> {
        let Self { gateway, log, head, pool } = self;
        tracing::info!("the gateway serves http://{}", listener.local_addr()?);
        let (sockets, shutdown) = (gateway.sockets.clone(), gateway.shutdown.clone());
        let router = routes::router(&gateway);
        tasks.spawn("http", server::serve(listener, router, sockets, shutdown));
        tasks.spawn("alerts", live::follow_alerts(gateway.clone(), log.clone(), head));
        tasks.spawn("totals", live::forward_totals(gateway.clone(), log.clone()));
        tasks.spawn("upkeep", upkeep::watch(gateway.clone(), log, pool, dependencies));
        tasks.spawn("sessions", upkeep::tidy(gateway));
        Ok(())
    }
}

fn gateway(
    settings: &Settings,
    port: u16,
    pool: PgPool,
    shutdown: CancellationToken,
) -> anyhow::Result<Gateway> {
    let key = settings.key.expose_secret();
    let wrong_key = "the file in EMS_GATEWAY_KEY_FILE is not an Ed25519 key (PKCS#8 in PEM)";
    let queries = Queries::new(pool.clone());
    let signer = IdentitySigner::from_pem(key).context(wrong_key)?;
    Ok(Gateway {
        identities: Identities {
            tokens: Tokens::new(key).context(wrong_key)?,
            sessions: Sessions::new(pool),
            accounts: Accounts::new(queries.clone()),
            cookie: settings.session_cookie(),
        },
        queries,
        passwords: Passwords::new()?,
        command_api: CommandApi::new(settings.command_api_url.clone(), signer)?,
        own_writes: OwnWrites::new(),
        origins: Arc::new(Origins::new(settings.origins_at(port))),
        hub: Arc::new(Hub::default()),
        sockets: TaskTracker::new(),
        socket_places: Arc::new(Semaphore::new(live::MAX_SOCKETS)),
        time_zone: settings.time_zone,
        shutdown,
    })
}

/// Also finds the head of the log, so that no alert falls between the start and the subscription.
/// The streams are made by those who write to them; until then there is nothing to follow.
async fn connect_log(
    settings: &Settings,
    nats: &Dependency,
    shutdown: &CancellationToken,
) -> Option<(EventLog, Position)> {
    let settings = settings.log.clone();
    until_it_answers("NATS", nats, shutdown, move || open_log(settings.clone())).await
}

async fn open_log(settings: LogSettings) -> anyhow::Result<(EventLog, Position)> {
    let log = EventLog::connect(&settings, "gateway").await?;
    let head = log.head().await?;
    Ok((log, head))
}

async fn connect_database(
    settings: &Settings,
    postgres: &Dependency,
    shutdown: &CancellationToken,
) -> Option<PgPool> {
    let url = settings.database_url.clone();
    let open = move || open_database(url.clone());
    until_it_answers("PostgreSQL", postgres, shutdown, open).await
}

async fn open_database(url: String) -> Result<PgPool, sqlx::Error> {
    let pool = projections::connect(&url, DATABASE_CONNECTIONS).await?;
    identity::create_tables(&pool).await?;
    Ok(pool)
}

async fn serve_health(server: HealthServer, shutdown: CancellationToken) -> anyhow::Result<()> {
    Ok(server.run(shutdown).await?)
}
