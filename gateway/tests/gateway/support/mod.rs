//! A gateway on real NATS and PostgreSQL with read models, two clients, an administrator, a device.

mod command_api;
mod doomed;
mod front;
mod memory;
mod meters;
mod people;
mod stomp;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, Utc};
use cqrs_es::Aggregate;
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::users::{Role, User, UserCommand};
use event_log::{EventLog, LogSettings, NoReservations, Position};
use gateway::{App, Settings};
use local_stack::{Lease, TestServers};
use process::{CancellationToken, Environment};
use projections::Queries;
use reqwest::{Client, Method, RequestBuilder};
use sqlx::PgPool;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub use doomed::Doomed;
pub use front::Front;
pub use memory::memory;
pub use people::{PASSWORD, SignedIn, claims_of, password_hash};
pub use stomp::{Socket, body};

use command_api::CommandApi;

const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gateway/support/key.pem");
const MASTER_KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gateway/support/master-key");
pub const LIMIT: MicroWattHours = MicroWattHours(3_000_000_000);

/// Everything that a test needs. Its tasks end when it is dropped.
pub struct Stage {
    pub address: SocketAddr,
    pub health: SocketAddr,
    pub log: EventLog,
    pub queries: Queries,
    pub pool: PgPool,
    pub command_api: CommandApi,
    pub http: Client,
    pub alice: UserId,
    pub bob: UserId,
    pub admin: UserId,
    /// Owned by Alice.
    pub boiler: DeviceId,
    shutdown: CancellationToken,
    _gateway: JoinHandle<Result<()>>,
    _projections: JoinHandle<Result<()>>,
    /// Keeps shared servers running.
    _lease: Option<Lease>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Stage {
    pub async fn set() -> Result<Self> {
        Self::with(&[]).await
    }

    /// With these settings beside the usual ones.
    pub async fn with(settings: &[(&str, &str)]) -> Result<Self> {
        let lease = TestServers::acquire().await?.lease().await?;
        let mut stage = Self::build(&lease.nats_url, &lease.database_url, settings).await?;
        stage._lease = Some(lease);
        Ok(stage)
    }

    /// On servers of the test's choice.
    pub async fn at(nats_url: &str, database_url: &str) -> Result<Self> {
        Self::build(nats_url, database_url, &[]).await
    }

    async fn build(nats_url: &str, database_url: &str, settings: &[(&str, &str)]) -> Result<Self> {
        let shutdown = CancellationToken::new();
        let command_api = CommandApi::start().await?;
        let environment = environment(nats_url, database_url, &command_api, settings);
        let projections = projections::Settings::read(&environment)?;
        let log = open_log(&projections.log).await?;
        let pool = projections::connect(database_url, 2).await?;
        projections::create_tables(&pool).await?;
        let projections = projections::App::build(projections).await?;
        let app = App::build(Settings::read(&environment)?).await?;
        let [alice, bob, admin] = [1, 2, 3].map(|id| UserId(Uuid::from_u128(id)));
        let mut stage = Self {
            address: app.address()?,
            health: app.health_address()?,
            queries: Queries::new(pool.clone()),
            pool,
            log,
            command_api,
            http: Client::builder().no_proxy().build()?,
            alice,
            bob,
            admin,
            boiler: DeviceId(Uuid::from_u128(4)),
            _gateway: tokio::spawn(app.run(shutdown.clone())),
            _projections: tokio::spawn(projections.run(shutdown.clone())),
            shutdown,
            _lease: None,
        };
        stage.populate().await?;
        Ok(stage)
    }

    /// One more gateway at the same servers, started now; its address.
    pub async fn start_gateway(&self, nats_url: &str, database_url: &str) -> Result<SocketAddr> {
        let environment = environment(nats_url, database_url, &self.command_api, &[]);
        let app = App::build(Settings::read(&environment)?).await?;
        let address = app.address()?;
        tokio::spawn(app.run(self.shutdown.clone()));
        Ok(address)
    }

    async fn populate(&mut self) -> Result<()> {
        for (user, name, role) in [
            (self.alice, "alice", Role::Client),
            (self.bob, "bob", Role::Client),
            (self.admin, "root", Role::Admin),
        ] {
            self.execute::<User>(user.to_string(), people::registration(user, name, role)?).await?;
        }
        let description = DeviceDescription { name: "Boiler".to_owned(), description: None };
        let (device, owner) = (self.boiler, Some(self.alice));
        let register = DeviceCommand::RegisterDevice { device, description, limit: LIMIT, owner };
        let position = self.execute::<Device>(device.to_string(), register).await?;
        self.shown(position).await?;
        self.ready().await
    }

    /// Waits until the gateway has all that it needs: on a busy machine its own tables take a while.
    async fn ready(&self) -> Result<()> {
        let begun = std::time::Instant::now();
        let url = format!("http://{}/readyz", self.health);
        while self.http.get(&url).send().await?.status() != 200 {
            anyhow::ensure!(begun.elapsed() < Duration::from_secs(30), "the gateway is not ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    pub async fn change_role(&self, user: UserId, role: Role) -> Result<Position> {
        self.execute::<User>(user.to_string(), UserCommand::ChangeRole { role }).await
    }

    /// Transactions in which nothing has happened for half a second.
    pub async fn open_transactions(&self) -> Result<i64> {
        let count = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
             where datname = current_database() and state like 'idle in transaction%'
                 and state_change < now() - interval '0.5 s'",
        );
        Ok(count.fetch_one(&self.pool).await?)
    }

    /// Waits until the read models have come so far.
    pub async fn shown(&self, position: Position) -> Result<()> {
        let shown = self.queries.wait_until(position, Duration::from_secs(10)).await?;
        anyhow::ensure!(shown, "the read models do not reach position {position}");
        Ok(())
    }

    /// Writes to the log as the command API would.
    pub async fn execute<A>(&self, id: String, command: A::Command) -> Result<Position>
    where
        A: Aggregate<Services = (), Event: domain::event::Personal> + Clone + 'static,
        A::Command: Clone + Send,
        A::Error: Send + Sync + 'static,
    {
        self.execute_at::<A>(id, command, Utc::now()).await
    }

    /// The same, at a time of the test's choice.
    pub async fn execute_at<A>(
        &self,
        id: String,
        command: A::Command,
        at: DateTime<Utc>,
    ) -> Result<Position>
    where
        A: Aggregate<Services = (), Event: domain::event::Personal> + Clone + 'static,
        A::Command: Clone + Send,
        A::Error: Send + Sync + 'static,
    {
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::System("test".to_owned()),
            correlation: Uuid::now_v7(),
            causation: None,
            request: None,
            at,
        };
        let executed = self.log.execute::<A, _>(&id, command, &provenance, &NoReservations).await?;
        Ok(executed.position)
    }

    /// A total as metering keeps it, all of it in the hour's first quarter.
    pub async fn set_total(
        &self,
        device: DeviceId,
        hour: DateTime<Utc>,
        energy: MicroWattHours,
    ) -> Result<()> {
        sqlx::query(
            "insert into metering.hourly_totals
             values ($1, $2, $3, 0, 0, 0, 1, 0, 0, 0, 1, $2, $2, 1)",
        )
        .bind(device.0)
        .bind(hour)
        .bind(energy.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }
}

fn environment(
    nats_url: &str,
    database_url: &str,
    command_api: &CommandApi,
    more: &[(&str, &str)],
) -> Environment {
    let usual = [
        ("EMS_NATS_URL", nats_url),
        ("EMS_DATABASE_URL", database_url),
        ("EMS_COMMAND_API_URL", &command_api.url),
        ("EMS_GATEWAY_LISTEN", "127.0.0.1:0"),
        ("EMS_GATEWAY_KEY_FILE", KEY),
        ("EMS_MASTER_KEY_FILE", MASTER_KEY),
        ("EMS_TIME_ZONE", "Europe/Bucharest"),
    ];
    usual.into_iter().chain(more.iter().copied()).collect()
}

async fn open_log(settings: &LogSettings) -> Result<EventLog> {
    let log = EventLog::connect(settings, "test").await?;
    log.ensure_streams(settings.replicas).await?;
    Ok(log)
}
