//! Totals and alerts are exact while NATS, PostgreSQL and RabbitMQ are killed under the product.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use domain::ids::UserId;
use domain::quantity::MicroWattHours;
use local_stack::PrivateServers;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::{
    Expected, Place, Request, World, eventually, publish, publish_until_confirmed, scale,
};

const LIMIT: MicroWattHours = MicroWattHours(1_000_000_000);
const SETTINGS: [(&str, &str); 2] = [("EMS_ACK_WAIT_SECONDS", "3"), ("EMS_BATCH_SIZE", "50")];
/// From the moment at which a server is ready again to the next reading that counts.
const RECOVERY: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Nats,
    Postgres,
    Rabbit,
    Everything,
}

impl Fault {
    fn all() -> Vec<Self> {
        let many = |fault, times: usize| std::iter::repeat_n(fault, times);
        many(Self::Nats, scale(1, 10))
            .chain(many(Self::Postgres, scale(1, 10)))
            .chain(many(Self::Rabbit, scale(1, 5)))
            .chain(many(Self::Everything, scale(1, 5)))
            .collect()
    }

    async fn strike(self, servers: &mut PrivateServers) {
        let hits = |server| self == server || self == Self::Everything;
        if hits(Self::Nats) {
            servers.nats.kill();
        }
        if hits(Self::Postgres) {
            servers.postgres.kill();
        }
        if hits(Self::Rabbit) {
            servers.rabbit.kill();
        }
        let restarted = match self {
            Self::Nats => servers.nats.restart().await,
            Self::Postgres => servers.postgres.restart().await,
            Self::Rabbit => servers.rabbit.restart().await,
            Self::Everything => tokio::try_join!(
                servers.nats.restart(),
                servers.postgres.restart(),
                servers.rabbit.restart()
            )
            .map(drop),
        };
        restarted.expect("the server starts again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_servers_change_nothing_and_every_role_works_again_within_15_seconds() {
    let mut servers = PrivateServers::start().await.expect("the servers start");
    // A queue that was declared less than two seconds ago may be gone after a kill.
    publish::<&str>(&servers.rabbit.url(), &[]).await;
    servers.rabbit.restart().await.expect("RabbitMQ starts again");
    let world = World::on(Place::on(&servers), 2, &SETTINGS).await;
    let request = Request { copies: 1, seed: 31, limit: LIMIT.0, rows: Some(scale(240, 1_800)) };
    let expected = Expected::of(&request);
    for device in expected.devices {
        world.register(device, LIMIT, UserId(Uuid::now_v7())).await;
    }
    world.wait_for_rules(2).await;

    let seed = rand::random();
    println!("seed {seed}");
    let mut faults = Fault::all();
    faults.shuffle(&mut StdRng::seed_from_u64(seed));
    let probe = Uuid::now_v7();
    let chunks = expected.messages.chunks(expected.messages.len().div_ceil(faults.len()));
    for (turn, (fault, chunk)) in faults.iter().zip(chunks).enumerate() {
        let stored = world.stored().await;
        let (amqp, bodies) = (world.place.amqp_url.clone(), chunk.to_vec());
        let meters = tokio::spawn(async move { publish_until_confirmed(&amqp, &bodies).await });
        world.wait_until_stored(stored + 1).await;
        fault.strike(&mut servers).await;
        let ready = Instant::now();
        publish_until_confirmed(&world.place.amqp_url, &[reading_of(probe, turn)]).await;
        eventually(RECOVERY, "every role works again", || async {
            let counted = counted(&world, probe).await?;
            if counted == turn as i64 + 1 { Ok(()) } else { Err(format!("{counted} probes")) }
        })
        .await;
        world.wait_until_ready(RECOVERY).await;
        println!("{fault:?}: working again after {:?}", ready.elapsed());
        meters.await.expect("every message is confirmed");
    }
    let readings = expected.messages.len() + faults.len();
    world.settle(readings, readings, Duration::from_secs(120)).await;

    let repeated: u64 = world.replicas.iter().map(|role| role.logged_sum("redelivered")).sum();
    assert!(repeated + world.bridge.logged_sum("redelivered") > 0, "no server was killed at work");
    let mut totals = world.totals().await;
    totals.retain(|(device, _), _| *device != probe);
    assert_eq!(totals, expected.totals);
    let once: BTreeMap<_, _> = expected.alerts.iter().map(|hour| (*hour, 1)).collect();
    assert_eq!(world.raised().await, once, "exactly one alert for each hour above the limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_roles_say_which_server_is_gone_and_when_it_is_back() {
    let mut servers = PrivateServers::start().await.expect("the servers start");
    let world = World::on(Place::on(&servers), 1, &[]).await;
    world.wait_until_ready(RECOVERY).await;
    servers.nats.kill();
    servers.postgres.kill();
    servers.rabbit.kill();
    world.wait_until_red(&world.bridge, &["nats", "rabbitmq"]).await;
    world.wait_until_red(&world.replicas[0], &["nats", "postgres"]).await;
    let restarts = tokio::try_join!(
        servers.nats.restart(),
        servers.postgres.restart(),
        servers.rabbit.restart()
    );
    restarts.expect("the servers start again");
    world.wait_until_ready(RECOVERY).await;
}

/// The probes that count; a database that is not there yet says why.
async fn counted(world: &World, probe: Uuid) -> Result<i64, String> {
    sqlx::query_scalar("select count(*) from metering.readings where device_id = $1")
        .bind(probe)
        .fetch_one(&world.pool)
        .await
        .map_err(|error| error.to_string())
}

fn reading_of(probe: Uuid, turn: usize) -> String {
    let at = (Utc::now()).to_rfc3339_opts(SecondsFormat::Millis, true);
    format!(r#"{{"deviceId":"{probe}","measurementValue":0.{turn:03}1,"timestamp":"{at}"}}"#)
}
