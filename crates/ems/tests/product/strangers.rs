//! More unregistered devices than the list has room for: the rest waits, parked with its reason.

use std::time::Duration;

use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use tokio::process::Command;
use uuid::Uuid;

use crate::support::{World, publish};

const ROOM: usize = 10_000;
const TOO_MANY: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_unregistered_devices_fills_up_and_nothing_is_lost() {
    let world = World::start(2, &[("EMS_BATCH_SIZE", "500")]).await;
    let bodies: Vec<String> = (0..ROOM + TOO_MANY).map(|_| reading(Uuid::now_v7())).collect();
    publish(&world.place.amqp_url, &bodies).await;
    world.settle(ROOM + TOO_MANY, ROOM, PATIENCE).await;
    assert_eq!(listed(&world).await, ROOM as i64, "two replicas filled the list");
    // Each device has sent one reading, so a new reading is a new device on the list.
    for replica in &world.replicas {
        assert!(replica.logged_sum("new") > 0, "{} put no device on the list", replica.name());
    }
    assert_eq!(parked(&world).await, TOO_MANY as i64);

    let reason: String =
        world.text("select distinct reason from metering.parked where settled_at is null").await;
    assert!(reason.contains("register the device"), "{reason}");
    let device: Uuid = world
        .text(
            "select convert_from(payload, 'UTF8')::jsonb ->> 'device' from metering.parked limit 1",
        )
        .await
        .parse()
        .expect("a device");
    world.register(DeviceId(device), MicroWattHours(1), UserId(Uuid::now_v7())).await;
    world.wait_for_rules(1).await;
    let retried = Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(["parked", "retry", "--device", &device.to_string()])
        .env("EMS_NATS_URL", &world.place.nats_url)
        .env("EMS_DATABASE_URL", &world.place.database_url)
        .env("EMS_AMQP_URL", &world.place.amqp_url)
        .status();
    assert!(retried.await.expect("the command runs").success());
    world.settle(ROOM + TOO_MANY, ROOM + 1, PATIENCE).await;
    world.totals_of(device, 1_000_000_000).await;
    assert_eq!(parked(&world).await, TOO_MANY as i64 - 1);
}

fn reading(device: Uuid) -> String {
    format!(r#"{{"deviceId":"{device}","measurementValue":1,"timestamp":"2026-11-20T10:00:00Z"}}"#)
}

async fn listed(world: &World) -> i64 {
    world.count("select count(*) from metering.unregistered").await
}

async fn parked(world: &World) -> i64 {
    world.count("select count(*) from metering.parked where settled_at is null").await
}
