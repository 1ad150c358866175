//! The parts of a gateway, put together.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;
use process::identity::IdentitySigner;
use process::{CancellationToken, Health, HealthServer, Tasks, cancelled_later};
use projections::{Queries, Runs, Waiting};
use secrecy::ExposeSecret;
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::Settings;
use crate::http::Origins;
use crate::identity::{Accounts, Identities, Passwords, Sessions, Throttle, Tokens};
use crate::live::{self, Hub, Numbers, Roles, SockJsSessions};
use crate::routes::{self, CommandApi, OwnWrites, Rates};
use crate::security::SecurityLog;
use crate::server::{self, Doors};
use crate::state::Gateway;
use crate::upkeep::{self, Dependencies};

/// Each request uses one for a few milliseconds.
const DATABASE_CONNECTIONS: u32 = 12;

/// For so long after it was told to stop it takes requests: a proxy that asks for health every second
/// has seen by then that it asks to be left alone, and what was on its way has arrived.
const LINGER: Duration = Duration::from_secs(2);

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

    /// Serves until shutdown or until a part fails. What needs a server that is away answers 503.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, listener, health_server, dependencies } = self;
        let Dependencies { nats, postgres, command_api } = dependencies;
        let pool = projections::connect_lazily(&settings.database_url, DATABASE_CONNECTIONS)
            .context("EMS_DATABASE_URL cannot be read")?;
        let address = listener.local_addr()?;
        let gateway = Arc::new(gateway(&settings, address.port(), pool.clone(), shutdown.clone())?);
        let router = routes::router(&gateway);
        tracing::info!("the gateway serves http://{address}");
        let mut tasks = Tasks::new(shutdown.clone());
        tasks.spawn("health", serve_health(health_server, shutdown.clone()));
        let doors = Doors {
            connections: settings.limits.connections,
            per_address: settings.limits.connections_per_address,
            proxies: settings.proxies,
        };
        let stop = cancelled_later(&shutdown, LINGER);
        let sockets = gateway.sockets.clone();
        tasks.spawn("http", server::serve(listener, router, doors, sockets, stop));
        tasks.spawn(
            "log",
            upkeep::follow_log(gateway.clone(), settings.log, settings.replica, nats),
        );
        tasks.spawn("warden", live::watch_over_sockets(gateway.clone()));
        tasks.spawn("database", upkeep::keep_database(gateway.clone(), pool, postgres));
        tasks.spawn("command-api", upkeep::watch_command_api(gateway, command_api));
        tasks.run().await
    }
}

fn gateway(
    settings: &Settings,
    port: u16,
    pool: PgPool,
    shutdown: CancellationToken,
) -> anyhow::Result<Gateway> {
    let limits = settings.limits;
    let key = settings.key.expose_secret();
    let wrong_key = "the file in EMS_GATEWAY_KEY_FILE is not an Ed25519 key (PKCS#8 in PEM)";
    let queries = Queries::new(pool.clone());
    let (waiting, runs) = (Waiting::new(pool.clone()), Runs::new(pool.clone()));
    let signer = IdentitySigner::from_pem(key).context(wrong_key)?;
    Ok(Gateway {
        identities: Identities {
            tokens: Tokens::new(key).context(wrong_key)?,
            sessions: Sessions::new(pool),
            accounts: Accounts::new(queries.clone()),
            cookie: settings.session_cookie(),
        },
        queries,
        waiting,
        log: OnceLock::new(),
        passwords: Passwords::new()?,
        throttle: Throttle::new(limits.sign_ins_per_minute),
        rates: Rates::new(&limits),
        security: SecurityLog::new(),
        command_api: CommandApi::new(&settings.command_api_urls, signer)?,
        own_writes: OwnWrites::new(),
        origins: Arc::new(Origins::new(settings.origins_at(port))),
        hub: Arc::new(Hub::new(limits.sockets_per_user)),
        roles: Roles::default(),
        runs,
        sockjs: SockJsSessions::default(),
        numbers: Numbers::new(),
        opens_sealed: settings.log.master_key.is_some(),
        sockets: TaskTracker::new(),
        socket_places: Arc::new(Semaphore::new(limits.sockets)),
        time_zone: settings.time_zone,
        shutdown,
    })
}

async fn serve_health(server: HealthServer, shutdown: CancellationToken) -> anyhow::Result<()> {
    Ok(server.run(shutdown).await?)
}
