//! The operators' commands on what waits for a person.

use std::process::{Command, Output};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::devices::DeviceCommand;
use domain::ids::{DeviceId, UserId};
use domain::metering::PlausibleRange;
use domain::quantity::MicroWattHours;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{World, eventually, publish};

const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `ems` with these words against the world's servers.
fn ems(world: &World, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(words)
        .env("EMS_NATS_URL", &world.place.nats_url)
        .env("EMS_DATABASE_URL", &world.place.database_url)
        .env("EMS_AMQP_URL", &world.place.amqp_url)
        .output()
        .expect("the command runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

/// What a command with `--json` prints.
fn listed(world: &World, words: &[&str]) -> Vec<Value> {
    let output = ems(world, words);
    assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a JSON array")
}

async fn wait_for(world: &World, words: &[&str], items: usize) -> Vec<Value> {
    eventually(PATIENCE, "the list is as long as it should be", || async {
        let found = listed(world, words);
        if found.len() == items { Ok(found) } else { Err(format!("{found:?}")) }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_in_quarantine_is_listed_sent_again_and_dropped() {
    let world = World::start(1, &[]).await;
    let list = ["quarantine", "list", "--json"];
    publish(&world.place.amqp_url, &["hello".to_owned(), "x".repeat(100_000)]).await;
    let found = wait_for(&world, &list, 2).await;
    let id_of = |item: &Value| item["id"].as_u64().expect("an id").to_string();
    let long = found.iter().find(|item| item["cutOff"] == true).expect("the long one");
    let short = found.iter().find(|item| item["cutOff"] == false).expect("the short one");
    let shown = ems(&world, &["quarantine", "show", &id_of(short)]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("hello"));

    assert_eq!(
        code(&ems(&world, &["quarantine", "retry", &id_of(long)])),
        4,
        "only a part is left"
    );
    assert_eq!(code(&ems(&world, &["quarantine", "drop", &id_of(long)])), 2, "without a reason");
    let dropped = ["quarantine", "drop", &id_of(long), "--reason", "a test"];
    assert_eq!(code(&ems(&world, &dropped)), 0);
    assert_eq!(code(&ems(&world, &dropped)), 1, "it is gone");
    assert_eq!(code(&ems(&world, &["quarantine", "retry", &id_of(short)])), 0);
    let again = wait_for(&world, &list, 1).await;
    assert_ne!(id_of(&again[0]), id_of(short), "read again, and refused again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_in_conflict_or_unregistered_is_listed_and_settled() {
    let world = World::start(1, &[]).await;
    let device = DeviceId(Uuid::now_v7());
    let limit = MicroWattHours(1_000_000_000);
    world.register(device, limit, UserId(Uuid::now_v7())).await;
    let range = PlausibleRange { at_least: MicroWattHours::ZERO, at_most: limit };
    let command = DeviceCommand::ChangePlausibleRange { range: Some(range) };
    world.wait_for_rules_at(world.order(device, command).await).await;
    let soon = Utc::now() + TimeDelta::hours(2);
    let at = soon.to_rfc3339_opts(SecondsFormat::Millis, true);
    let reading = |device: Uuid, kwh: &str| reading(device, kwh, &at);
    let stranger = Uuid::now_v7();
    let bodies = [
        reading(device.0, "50"),
        reading(device.0, "0.5"),
        reading(device.0, "0.6"),
        reading(stranger, "1"),
    ];
    publish(&world.place.amqp_url, &bodies).await;
    world.wait_until_handled(4, PATIENCE).await;

    let (own, strange) = (device.to_string(), stranger.to_string());
    assert_eq!(listed(&world, &["conflicts", "list", "--json"])[0]["other"], 600_000_000);
    assert_eq!(code(&ems(&world, &["conflicts", "show", &own, &at])), 0);
    assert_eq!(listed(&world, &["unregistered", "list", "--json"])[0]["deviceId"], strange);
    assert_eq!(code(&ems(&world, &["unregistered", "drop", &strange])), 0);
    assert_eq!(code(&ems(&world, &["unregistered", "drop", &strange])), 1);

    assert_eq!(listed(&world, &["held", "list", "--json"])[0]["energy"], 50_000_000_000_i64);
    let accept =
        |reason| ["held", "accept", &own, &at, "50", "--reason", reason].map(str::to_owned);
    let run = |words: [String; 7]| ems(&world, &words.each_ref().map(String::as_str));
    assert_eq!(code(&run(accept(" "))), 4, "an empty reason is refused");
    assert_eq!(code(&run(accept("an arc furnace"))), 0);
    wait_for(&world, &["held", "list", "--json"], 0).await;
    world.totals_of(device.0, 50_000_000_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_reading_counts_once_its_hour_has_room_and_it_is_tried_again() {
    let world = World::start(1, &[]).await;
    let device = Uuid::now_v7();
    let hour: DateTime<Utc> = "2026-11-20T10:00:00Z".parse().expect("an hour");
    world.fill_up(device, hour).await;
    let body = reading(device, "0.5", "2026-11-20T10:20:00Z");
    publish(&world.place.amqp_url, &[body]).await;
    world.wait_until_handled(1, PATIENCE).await;
    assert_eq!(listed(&world, &["parked", "list", "--json"]).len(), 1);
    assert_eq!(world.count("select count(*) from metering.readings").await, 0, "it never counted");

    sqlx::query("delete from metering.hourly_totals")
        .execute(&world.pool)
        .await
        .expect("the hour has room");
    assert_eq!(code(&ems(&world, &["parked", "retry", "e1"])), 4, "an event is not applied alone");
    assert_eq!(code(&ems(&world, &["parked", "retry", "1"])), 0);
    world.totals_of(device, 500_000_000).await;
    assert_eq!(code(&ems(&world, &["parked", "drop", "1", "--reason", "late"])), 1, "settled");
    assert!(listed(&world, &["parked", "list", "--json"]).is_empty());
}

fn reading(device: Uuid, kwh: &str, at: &str) -> String {
    format!(r#"{{"deviceId":"{device}","measurementValue":{kwh},"timestamp":"{at}"}}"#)
}

#[test]
fn without_anything_to_look_into_the_exit_code_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(["held", "list"])
        .env("EMS_DATA_DIR", folder.path())
        .env_remove("EMS_NATS_URL")
        .output()
        .expect("the command runs");
    assert_eq!(code(&output), 3);
}
