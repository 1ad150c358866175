//! Totals, alerts and histories, traced to the log by the commands and compared with what is known.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::alerts::alert_id;
use domain::devices::DeviceCommand;
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant};
use domain::quantity::MicroWattHours;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{asked, code, ems};
use crate::support::{World, publish};

const PATIENCE: Duration = Duration::from_secs(60);
const KWH: i64 = 1_000_000_000;

/// A device whose hour went over its limit and below it again by a correction.
struct Corrected {
    world: World,
    device: DeviceId,
    owner: UserId,
    hour: Hour,
    /// Of the event with the correction.
    correction: u64,
}

impl Corrected {
    async fn happened() -> Self {
        let world = World::start(1, &[]).await;
        let (device, owner) = (DeviceId(Uuid::now_v7()), UserId(Uuid::now_v7()));
        let hour = Hour::from(Utc::now() + TimeDelta::hours(2));
        world.register(device, MicroWattHours(KWH), owner).await;
        world.wait_for_rules(1).await;
        let sent = [(1, "0.7"), (1, "0.7"), (1, "0.9"), (20, "0.5")];
        for (nth, (minute, kwh)) in sent.iter().enumerate() {
            let at = minute_of(hour, *minute).to_rfc3339_opts(SecondsFormat::Millis, true);
            let body =
                format!(r#"{{"deviceId":"{device}","measurementValue":{kwh},"timestamp":"{at}"}}"#);
            publish(&world.place.amqp_url, &[body]).await;
            world.wait_until_handled(nth + 1, PATIENCE).await;
        }
        world.wait_until_published(PATIENCE).await;
        let correct = DeviceCommand::CorrectReading {
            measured_at: Instant::of(minute_of(hour, 20)),
            energy: MicroWattHours(KWH / 10),
            reason: "the meter was tested".to_owned(),
        };
        let correction = world.order(device, correct).await;
        world.wait_for_rules_at(correction).await;
        world.wait_until_published(PATIENCE).await;
        Self { world, device, owner, hour, correction }
    }

    fn total(&self, more: &[&str], expected: i32) -> Value {
        let (device, hour) = (self.device.to_string(), self.hour.to_string());
        asked(&self.world, &[&["audit", "total", &device, &hour], more].concat(), expected)
    }
}

fn minute_of(hour: Hour, minute: i64) -> DateTime<Utc> {
    hour.start() + TimeDelta::minutes(minute)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_and_its_alert_are_traced_to_readings_limits_and_words_as_of_any_moment() {
    let story = Corrected::happened().await;
    let now = story.total(&[], 0);
    let outcomes = |proof: &Value| -> Vec<String> {
        let readings = proof["readings"].as_array().expect("readings");
        let text = |reading: &Value| reading["outcome"].as_str().expect("an outcome").to_owned();
        readings.iter().map(text).collect()
    };
    assert_eq!(outcomes(&now), ["counted", "repeat", "conflict", "corrected"]);
    assert_eq!((&now["total"], &now["equal"]), (&json!(8 * KWH / 10), &json!(true)));
    assert_eq!(now["arithmetic"], "0.7 + 0.1 = 0.8 kWh");
    assert_eq!(now["owner"]["value"], json!(story.owner));
    assert_eq!(now["limit"]["value"], json!(KWH));
    let word = &now["corrections"][0];
    assert_eq!(
        (&word["author"], &word["position"]),
        (&json!("system:test"), &json!(story.correction))
    );
    assert_eq!(word["reason"], "the meter was tested");

    let before = story.total(&["--as-of", &(story.correction - 1).to_string()], 0);
    assert_eq!(outcomes(&before), ["counted", "repeat", "conflict", "counted"]);
    assert_eq!((&before["total"], &before["overLimit"]), (&json!(12 * KWH / 10), &json!(true)));
    let long_ago = story.total(&["--as-of", "2026-01-01T00:00:00Z"], 0);
    assert_eq!((&long_ago["total"], &long_ago["registered"]), (&json!(0), &json!(false)));

    let alert = alert_id(story.device, story.hour).to_string();
    let proof = asked(&story.world, &["audit", "alert", &alert], 0);
    let kinds: Vec<_> =
        proof["story"].as_array().expect("a story").iter().map(|fact| &fact["type"]).collect();
    assert_eq!(kinds, ["AlertRaised", "AlertRetracted"]);
    assert_eq!(proof["story"][0]["judgement"]["total"], json!(12 * KWH / 10));
    assert_eq!((&proof["stands"], &proof["consistent"]), (&json!(false), &json!(true)));
    let unknown = ems(&story.world.place, &["audit", "alert", &Uuid::now_v7().to_string()]);
    assert_eq!(code(&unknown), 1);

    sqlx::query("update metering.hourly_totals set energy_0 = energy_0 + 1")
        .execute(&story.world.pool)
        .await
        .expect("somebody changes a total");
    assert_eq!(story.total(&[], 1)["equal"], json!(false), "a changed total is found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_an_aggregate_says_who_changed_what_and_when() {
    let story = Corrected::happened().await;
    let device = story.device.to_string();
    let history = asked(&story.world, &["audit", "history", "device", &device], 0);
    let events = history["events"].as_array().expect("events");
    let kinds: Vec<_> = events.iter().map(|event| &event["type"]).collect();
    assert_eq!(kinds, ["DeviceRegistered", "LimitChanged", "DeviceAssigned", "ReadingCorrected"]);
    assert_eq!(events[1]["changed"], json!([{ "member": "/limit", "before": null, "after": KWH }]));
    assert!(events.iter().all(|event| event["actor"] == "system:test"), "{events:?}");
    assert_eq!(history["intact"], json!(true));

    let as_of = (story.correction - 1).to_string();
    let words = ["audit", "history", "device", &device, "--as-of", &as_of];
    let before = asked(&story.world, &words, 0);
    assert_eq!(before["events"].as_array().map(Vec::len), Some(3), "before the correction");
    let nobody = ["audit", "history", "user", &device];
    assert_eq!(code(&ems(&story.world.place, &nobody)), 1);
    assert_eq!(code(&ems(&story.world.place, &["audit", "history", "planet", "x"])), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_limit_is_tried_without_touching_anything() {
    let story = Corrected::happened().await;
    let (from, to) = (story.hour.to_string(), (story.hour.end()).to_rfc3339());
    let tried = |limit: &str| -> Value {
        let limit = format!("{}={limit}", story.device);
        let words = ["whatif", "--limit", &limit, "--from", &from, "--to", &to];
        asked(&story.world, &words, 0)[0].clone()
    };
    let before = story.world.everything_counted().await;
    let lower = tried("0.75kWh");
    assert_eq!(lower["gained"].as_array().map(Vec::len), Some(1), "{lower}");
    assert_eq!((&lower["alerts"], &lower["alertsThen"]), (&json!(0), &json!(1)));
    let same = tried("0.8");
    assert_eq!((&same["gained"], &same["lost"]), (&json!([]), &json!([])));
    assert_eq!(story.world.everything_counted().await, before, "nothing was touched");
    assert_eq!(story.world.alert_history().await, ["AlertRaised", "AlertRetracted"]);
}
