//! Replays: the same log gives the same read models, and those are the live ones.

use std::time::Duration;

use domain::devices::DeviceCommand;
use domain::ids::UserId;
use domain::metering::Instant;
use domain::quantity::MicroWattHours;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{asked, code, ems};
use crate::support::{Expected, Request, World, eventually, publish, scale};

const PATIENCE: Duration = Duration::from_secs(600);

/// Both meters' readings, each several times over, counted by two replicas; and a correction after.
struct Counted {
    world: World,
    expected: Expected,
    /// Of the last event before the correction.
    before: u64,
}

impl Counted {
    async fn happened() -> Self {
        let (rows, copies) = (scale(Some(60), None), scale(2, 3));
        let request = Request { copies, seed: 20_261_130, limit: 1_200_000_000, rows };
        let expected = Expected::of(&request);
        let world = World::start(2, &[]).await;
        for device in expected.devices {
            world.register(device, MicroWattHours(request.limit), UserId(Uuid::now_v7())).await;
        }
        world.wait_for_rules(2).await;
        publish(&world.place.amqp_url, &expected.messages).await;
        let messages = expected.messages.len();
        world.settle(messages, messages / copies as usize, PATIENCE).await;
        let before = world.log.head().await.expect("the log answers");
        let first = world.count(
            "select extract(epoch from min(measured_at))::bigint * 1000 from metering.readings
             where device_id = (select min(device_id::text)::uuid from metering.devices)",
        );
        let correct = DeviceCommand::CorrectReading {
            measured_at: Instant::from_millis(first.await),
            energy: MicroWattHours(7),
            reason: "the meter was tested".to_owned(),
        };
        let device = expected.devices.into_iter().min().expect("a device");
        let position = world.order(device, correct).await;
        world.wait_for_rules_at(position).await;
        let counted = Self { world, expected, before };
        counted.wait_until_shown().await;
        counted
    }

    /// Waits until nothing is on its way: alerts are in the log, and the read models show them.
    async fn wait_until_shown(&self) {
        self.world.wait_until_published(PATIENCE).await;
        eventually(PATIENCE, "the read models reach the end of the log", || async {
            let head = self.world.log.head().await.map_err(|error| error.to_string())?;
            let shown = "select coalesce(max(position), 0) from projections.positions";
            let shown = self.world.count(shown).await.unsigned_abs();
            if shown == head { Ok(()) } else { Err(format!("{shown} of {head}")) }
        })
        .await;
    }

    fn replay(&self, words: &[&str], expected: i32) -> Value {
        asked(&self.world, &[&["replay", "--into"], words].concat(), expected)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replays_have_the_same_hash_and_equal_the_live_read_models() {
    let counted = Counted::happened().await;
    let first = counted.replay(&["first"], 0);
    let second = counted.replay(&["second"], 0);
    assert_eq!(first["hash"], second["hash"]);
    assert_eq!((&first["equal"], &second["equal"]), (&json!(true), &json!(true)), "{first}");
    let rows = |replayed: &Value, table: &str| -> i64 {
        let tables = replayed["tables"].as_array().expect("tables");
        let found = tables.iter().find(|found| found["table"] == table).expect("the table");
        found["rows"].as_i64().expect("a number")
    };
    assert_eq!(rows(&first, "metering.hourly_totals"), counted.expected.totals.len() as i64);
    assert!(rows(&first, "projections.alerts") > 0, "there are alerts: {first}");

    let file = tempfile::NamedTempFile::new().expect("a file");
    let path = file.path().display().to_string();
    let before = counted.before.to_string();
    let past = counted.replay(&["first", "--to", &before, "--export", &path], 0);
    assert!(past["hash"] != first["hash"] && past["equal"].is_null(), "{past}");
    let exported = std::fs::read_to_string(&path).expect("the export");
    let totals = exported.lines().filter(|line| line.contains("metering_hourly_totals"));
    assert_eq!(totals.count(), counted.expected.totals.len());
    let corrections = counted.world.count("select count(*) from first.metering_corrections").await;
    assert_eq!(corrections, 0, "it was given later");

    let device = format!("device={}", counted.expected.devices[0]);
    let one = counted.replay(&["second", "--only", &device], 0);
    assert_eq!(one["equal"], json!(true), "{one}");
    assert!(rows(&one, "metering.readings") < rows(&first, "metering.readings"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_live_row_is_shown_and_a_schema_of_somebody_else_is_left_alone() {
    let world = World::start(1, &[]).await;
    let device = Uuid::now_v7();
    let at = "2026-11-20T10:20:00Z";
    let body = format!(r#"{{"deviceId":"{device}","measurementValue":0.5,"timestamp":"{at}"}}"#);
    publish(&world.place.amqp_url, &[body]).await;
    world.wait_until_handled(1, PATIENCE).await;
    assert_eq!(asked(&world, &["replay", "--into", "same"], 0)["equal"], json!(true));
    for change in
        ["update metering.hourly_totals set energy_1 = energy_1 + 1", "create schema somebodys"]
    {
        sqlx::query(change).execute(&world.pool).await.expect("a change");
    }
    let differs = asked(&world, &["replay", "--into", "same"], 1);
    let tables = differs["tables"].as_array().expect("tables");
    let differing: Vec<_> = tables.iter().filter(|table| !table["difference"].is_null()).collect();
    assert_eq!(differing.len(), 1, "{differs}");
    assert_eq!(differing[0]["table"], "metering.hourly_totals");
    for bad in ["somebodys", "metering", "Bad;Name"] {
        assert_eq!(code(&ems(&world.place, &["replay", "--into", bad])), 1, "{bad}");
    }
    // Replays of other tests come and go on the same server; nobody's stays.
    let left = "select count(*) from pg_database where datname like 'ems\\_replay\\_%'
         and not exists (select from pg_stat_activity a where a.datname = pg_database.datname)";
    eventually(PATIENCE, "no scratch database is left behind", || async {
        let left = world.count(left).await;
        if left == 0 { Ok(()) } else { Err(format!("{left} are")) }
    })
    .await;
}
