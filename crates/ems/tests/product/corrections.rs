//! What people say of readings: corrections, voided and held ones, and meters adopted late.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::devices::{DeviceCommand, DeviceDescription};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant, PlausibleRange};
use domain::quantity::MicroWattHours;
use uuid::Uuid;

use crate::support::{World, eventually, publish};

const KWH: MicroWattHours = MicroWattHours(1_000_000_000);
const PATIENCE: Duration = Duration::from_secs(30);

/// A registered device, and an hour to come: every rule given now is in force in it.
struct Meter<'w> {
    world: &'w World,
    device: DeviceId,
    hour: DateTime<Utc>,
    sent: usize,
}

impl<'w> Meter<'w> {
    fn of(world: &'w World) -> Self {
        let hour = Hour::from(Utc::now() + TimeDelta::hours(2)).start();
        Self { world, device: DeviceId(Uuid::now_v7()), hour, sent: 0 }
    }

    /// A reading in a minute of the hour, published and handled.
    async fn reads(&mut self, minute: i64, kwh: &str) {
        let at = self.minute(minute).to_rfc3339_opts(SecondsFormat::Millis, true);
        let body = format!(
            r#"{{"deviceId":"{}","measurementValue":{kwh},"timestamp":"{at}"}}"#,
            self.device
        );
        publish(&self.world.place.amqp_url, &[body]).await;
        self.sent += 1;
        self.world.wait_until_handled(self.sent, PATIENCE).await;
    }

    async fn order(&self, command: DeviceCommand) {
        let position = self.world.order(self.device, command).await;
        self.world.wait_for_rules_at(position).await;
        self.world.wait_until_published(PATIENCE).await;
    }

    fn minute(&self, minute: i64) -> DateTime<Utc> {
        self.hour + TimeDelta::minutes(minute)
    }

    fn instant(&self, minute: i64) -> Instant {
        Instant::of(self.minute(minute))
    }

    fn corrected(&self, minute: i64, energy: MicroWattHours) -> DeviceCommand {
        let reason = "the meter was tested".to_owned();
        DeviceCommand::CorrectReading { measured_at: self.instant(minute), energy, reason }
    }

    fn voided(&self, minute: i64) -> DeviceCommand {
        let reason = "the meter was tested".to_owned();
        DeviceCommand::VoidReading { measured_at: self.instant(minute), reason }
    }

    /// What the hour comes to; none when nothing is known of it.
    async fn total(&self) -> Option<i64> {
        self.world.wait_until_published(PATIENCE).await;
        self.world.totals().await.get(&(self.device.0, self.hour.timestamp())).copied()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn above_corrected_below_and_above_again_is_raised_retracted_and_raised() {
    let world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    world.register(meter.device, KWH, UserId(Uuid::now_v7())).await;
    world.wait_for_rules(1).await;

    meter.reads(1, "1.2").await;
    assert_eq!(meter.total().await, Some(1_200_000_000));
    meter.order(meter.corrected(1, MicroWattHours(300_000_000))).await;
    assert_eq!(meter.total().await, Some(300_000_000));
    meter.reads(2, "0.8").await;
    assert_eq!(meter.total().await, Some(1_100_000_000));

    assert_eq!(world.alert_history().await, ["AlertRaised", "AlertRetracted", "AlertRaised"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_comes_before_its_reading_wins_and_the_newest_word_holds() {
    let world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    world.register(meter.device, KWH, UserId(Uuid::now_v7())).await;
    meter.order(meter.corrected(1, MicroWattHours(5))).await;
    meter.order(meter.voided(2)).await;
    assert_eq!(meter.total().await, None, "a word about no reading counts nothing");

    meter.reads(1, "0.7").await;
    meter.reads(1, "0.9").await;
    meter.reads(2, "0.4").await;
    meter.reads(3, "0.000000002").await;
    assert_eq!(meter.total().await, Some(7), "the correction, and the reading without a word");

    meter.order(meter.corrected(2, MicroWattHours(20))).await;
    assert_eq!(meter.total().await, Some(27));
    for minute in [1, 2, 3] {
        meter.order(meter.voided(minute)).await;
    }
    let counts = "select (count_0 + count_1 + count_2 + count_3)::bigint + slots
         from metering.hourly_totals";
    assert_eq!(world.count(counts).await, 0, "nothing counts any more");
    assert_eq!(world.count("select count(*) from metering.reading_conflicts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_implausible_value_is_held_does_not_take_the_key_and_counts_once_accepted() {
    let world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    world.register(meter.device, KWH, UserId(Uuid::now_v7())).await;
    meter.reads(5, "40").await;
    let range = PlausibleRange { at_least: MicroWattHours::ZERO, at_most: KWH };
    meter.order(DeviceCommand::ChangePlausibleRange { range: Some(range) }).await;
    assert_eq!(meter.total().await, Some(0), "also what came before the range is held");
    assert_eq!(world.alert_history().await, ["AlertRaised", "AlertRetracted"]);

    meter.reads(1, "50").await;
    meter.reads(1, "0.5").await;
    meter.reads(1, "50").await;
    assert_eq!(meter.total().await, Some(500_000_000), "the believable value stands");
    assert_eq!(world.count("select count(*) from metering.held").await, 2);

    let accept = |energy| DeviceCommand::AcceptHeldReading {
        measured_at: meter.instant(1),
        energy: MicroWattHours(energy),
        reason: "it is an arc furnace".to_owned(),
    };
    meter.order(accept(50_000_000_000)).await;
    assert_eq!(meter.total().await, Some(50_000_000_000), "accepted, the first value stands");
    assert_eq!(world.count("select count(*) from metering.reading_conflicts").await, 1);
    let reject = DeviceCommand::RejectHeldReading {
        measured_at: meter.instant(1),
        energy: MicroWattHours(50_000_000_000),
        reason: "it is none".to_owned(),
    };
    meter.order(reject).await;
    assert_eq!(meter.total().await, Some(500_000_000));
    meter.order(DeviceCommand::ChangePlausibleRange { range: None }).await;
    assert_eq!(meter.total().await, Some(40_500_000_000), "the range was lifted before the hour");
    assert_eq!(world.count("select count(*) from metering.held").await, 1, "what was rejected");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meter_adopted_late_has_its_alerts_and_its_owner_is_told() {
    let world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    meter.reads(1, "3").await;
    let unregistered = "select count(*) from metering.unregistered";
    assert_eq!(world.count(unregistered).await, 1);
    let (device, limit) = (meter.device, KWH);
    let description = DeviceDescription { name: "Boiler".to_owned(), description: None };
    let register = DeviceCommand::RegisterDevice { device, description, limit, owner: None };
    meter.order(register).await;
    assert_eq!(world.count(unregistered).await, 0);
    assert_eq!(world.standing().await.len(), 1);

    let owner = UserId(Uuid::now_v7());
    meter.order(DeviceCommand::AssignDevice { owner }).await;
    assert_eq!(world.alert_history().await, ["AlertRaised", "AlertRestated"]);

    meter.order(DeviceCommand::RetireDevice).await;
    meter.reads(2, "9").await;
    assert_eq!(world.count(unregistered).await, 1, "a retired meter that goes on is a stranger");
    assert_eq!(meter.total().await, Some(12_000_000_000), "and counts all the same");
}

/// The same rows whether rules come between the readings or before all of them: the database is
/// thrown away, and everything computed again from the log.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_database_is_filled_again_from_the_log_with_the_same_rows_and_no_new_alert() {
    let mut world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    world.register(meter.device, KWH, UserId(Uuid::now_v7())).await;
    meter.reads(1, "1.2").await;
    meter.order(meter.corrected(1, MicroWattHours(300_000_000))).await;
    let range = PlausibleRange { at_least: MicroWattHours::ZERO, at_most: KWH };
    meter.order(DeviceCommand::ChangePlausibleRange { range: Some(range) }).await;
    meter.reads(2, "0.8").await;
    meter.reads(2, "0.9").await;
    meter.reads(3, "7").await;
    meter.order(meter.voided(2)).await;
    meter.order(meter.corrected(2, MicroWattHours(900_000_000))).await;
    let (sent, before) = (meter.sent, world.everything_counted().await);
    let history = world.alert_history().await;
    let position = world.rules_position().await;

    world.lose_the_database().await;
    world.wait_for_rules_at(position).await;
    eventually(PATIENCE, "the same rows as before", || async {
        let now = world.everything_counted().await;
        if now == before { Ok(()) } else { Err(format!("{now:?}, not {before:?}")) }
    })
    .await;
    world.wait_until_handled(sent, PATIENCE).await;
    world.wait_until_published(PATIENCE).await;

    assert_eq!(world.everything_counted().await, before);
    assert_eq!(world.alert_history().await, history, "nobody is told again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_a_lost_database_no_longer_finds_is_withdrawn() {
    let mut world = World::start(2, &[]).await;
    let mut meter = Meter::of(&world);
    let (device, limit) = (meter.device, KWH);
    world.register(device, limit, UserId(Uuid::now_v7())).await;
    world.wait_for_rules(1).await;
    meter.reads(1, "1.2").await;
    assert_eq!(meter.total().await, Some(1_200_000_000));
    let correction = meter.corrected(1, MicroWattHours(300_000_000));
    assert_eq!(world.standing().await.len(), 1);

    world.empty_the_database().await;
    world.order(device, correction).await;
    world.start_the_replicas();
    eventually(PATIENCE, "the alert is withdrawn", || async {
        let history = world.alert_history().await;
        if history == ["AlertRaised", "AlertRetracted"] {
            Ok(())
        } else {
            Err(format!("{history:?}"))
        }
    })
    .await;
}
