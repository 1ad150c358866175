//! Hourly totals are rebuilt, verified and rolled back while people use them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant, Reading};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::BatchMessage;
use projections::{Buckets, Queries, Reader, Resolution};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::{Expected, Flow, Request, World, eventually, publish, scale};

/// Some hours of the files are above it.
const LIMIT: MicroWattHours = MicroWattHours(1_000_000_000);
const SETTINGS: [(&str, &str); 2] = [("EMS_ACK_WAIT_SECONDS", "3"), ("EMS_BATCH_SIZE", "500")];
const PATIENCE: Duration = Duration::from_secs(180);
const NAME: &str = "hourly-totals";

/// A world with history: two registered meters whose totals and alerts are known.
async fn with_history(replicas: usize) -> (World, Expected) {
    let rows = Some(scale(300, 5_000));
    let request = Request { copies: 1, seed: 11, limit: LIMIT.0, rows };
    let expected = Expected::of(&request);
    let world = World::start(replicas, &SETTINGS).await;
    for device in expected.devices {
        world.register(device, LIMIT, UserId(Uuid::now_v7())).await;
    }
    world.wait_for_rules(2).await;
    publish(&world.place.amqp_url, &expected.messages).await;
    let messages = expected.messages.len();
    world.settle(messages, messages, PATIENCE).await;
    (world, expected)
}

/// A client that asks for a day of history again and again, and finds it every time.
struct Client {
    stop: Arc<AtomicBool>,
    asking: JoinHandle<u64>,
}

impl Client {
    fn of(world: &World, device: DeviceId, day: DateTime<Utc>) -> Self {
        let queries = Queries::new(world.pool.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let asking = tokio::spawn(async move {
            let range = day..day + TimeDelta::days(1);
            let buckets = Buckets::of(&range, Some(Resolution::Hour), chrono_tz::UTC);
            let buckets = buckets.expect("a day");
            let first = queries
                .consumption(Reader::Administrator, device, &buckets)
                .await
                .expect("an answer");
            let shown = |buckets: &[projections::Bucket]| -> Vec<_> {
                buckets
                    .iter()
                    .map(|bucket| (bucket.consumption, bucket.coverage.to_bits()))
                    .collect()
            };
            let mut asked = 0;
            while !stopped.load(Ordering::SeqCst) {
                let again = queries
                    .consumption(Reader::Administrator, device, &buckets)
                    .await
                    .expect("an answer");
                assert_eq!(shown(&again), shown(&first), "after {asked} questions");
                let revisions = first.iter().zip(&again);
                assert!(
                    revisions.into_iter().all(|(first, again)| again.revision >= first.revision)
                );
                asked += 1;
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            asked
        });
        Self { stop, asking }
    }

    async fn leave(self) -> u64 {
        self.stop.store(true, Ordering::SeqCst);
        self.asking.await.expect("every answer was right")
    }
}

fn first_day(expected: &Expected, device: DeviceId) -> DateTime<Utc> {
    let mut hours = expected.totals.keys().filter(|(of, _)| *of == device.0);
    let (_, first) = hours.next().expect("an hour");
    DateTime::from_timestamp(*first, 0).expect("a time")
}

/// Ends the flow and waits until all is counted that was sent.
async fn end(world: &World, flow: Flow, before: usize) {
    let sent = flow.end().await;
    world.wait_until_handled(before + sent as usize, PATIENCE).await;
    world.wait_until_published(PATIENCE).await;
}

async fn history_is_as_expected(world: &World, expected: &Expected) {
    let mut totals = world.totals().await;
    totals.retain(|(device, _), _| expected.devices.contains(&DeviceId(*device)));
    assert_eq!(totals, expected.totals);
    let raised = world.raised().await;
    assert!(raised.values().all(|times| *times == 1), "nobody is told twice: {raised:?}");
    assert_eq!(raised.len(), expected.alerts.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_and_its_rollback_are_noticed_by_nobody() {
    let (world, expected) = with_history(2).await;
    let flow = Flow::start(world.log.clone());
    let day = first_day(&expected, expected.devices[0]);
    let client = Client::of(&world, expected.devices[0], day);

    let mut held_back = Vec::new();
    for what in ["rebuild", "rollback", "rebuild"] {
        let report = world.projections(what, NAME).await;
        assert_eq!(report["differences"], 0, "{what}: {report}");
        held_back.push(report["heldBackMillis"].as_u64().expect("a number"));
    }
    println!("readings were held back for {held_back:?} ms");
    if scale(false, true) {
        assert!(held_back.iter().all(|millis| *millis < 1_000), "{held_back:?}");
    }
    assert!(client.leave().await > 0);
    let verified = world.projections("verify", NAME).await;
    assert_eq!(verified["differences"], 0, "{verified}");
    end(&world, flow, expected.messages.len()).await;
    history_is_as_expected(&world, &expected).await;
    let list = world.ems(&["projections", "list", "--json"]).await.json;
    assert_eq!(
        (&list[0]["name"], &list[0]["lag"], &list[0]["state"]),
        (&NAME.into(), &0.into(), &"live".into())
    );
    assert_eq!(list[0]["replicas"], 2, "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_total_is_found_by_a_verification_and_mended_by_a_rebuild() {
    let (world, expected) = with_history(1).await;
    for wrong in [
        "update metering.hourly_totals set energy_1 = energy_1 + 1
         where (device_id, hour) = (select device_id, hour from metering.hourly_totals limit 1)",
        "delete from metering.hourly_totals
         where (device_id, hour) = (select device_id, max(hour) from metering.hourly_totals
                                    group by 1 limit 1)",
        "update metering.readings set energy = energy + 1
         where (device_id, measured_at) = (select device_id, measured_at from metering.readings limit 1)",
        "insert into metering.held select device_id, measured_at, 5, 1 from metering.readings limit 1",
        "insert into metering.reading_conflicts
         select device_id, measured_at, 7, 1 from metering.readings limit 1",
    ] {
        sqlx::query(wrong).execute(&world.pool).await.expect("a wrong row");
    }
    let said = world.ems(&["projections", "verify", NAME, "--json"]).await;
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(said.json["report"]["differences"], 5, "{said:?}");
    let report = world.projections("rebuild", NAME).await;
    assert_eq!(report["differences"], 5, "{report}");
    let verified = world.projections("verify", NAME).await;
    assert_eq!(verified["differences"], 0, "{verified}");
    world.wait_until_published(PATIENCE).await;
    assert_eq!(world.totals().await, expected.totals);
    assert_eq!(
        world.standing().await,
        expected.alerts,
        "hours that were wrong are judged as they are"
    );
    let names = world.ems(&["projections", "verify", "nothing", "--json"]).await;
    assert!(names.code == 1 && names.text.contains("hourly-totals"), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_die_at_any_time_leave_a_rebuild_that_ends_well() {
    let (mut world, expected) = with_history(2).await;
    let flow = Flow::start(world.log.clone());
    for round in 0..scale(3, 12) {
        let before = live_version(&world).await;
        let asked = projections::Runs::new(world.pool.clone());
        let run = asked.ask(NAME, projections::Kind::Rebuild).await.expect("a run");
        // Later and later in the run, up to and into the switch.
        let phase = ["reading", "comparing", "comparing"][round % 3];
        let killed = eventually(PATIENCE, "the run comes so far", || async {
            let view = asked.run(run).await.map_err(|error| error.to_string())?;
            let view = view.ok_or("no run")?;
            if view.phase == phase || view.is_over() { Ok(view) } else { Err(view.phase) }
        })
        .await;
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..60))).await;
        world.replicas.iter_mut().for_each(crate::support::Role::kill_and_start_again);
        let view = eventually(PATIENCE, "the run ends", || async {
            let view = asked.run(run).await.map_err(|error| error.to_string())?;
            let view = view.ok_or("no run")?;
            if view.is_over() { Ok(view) } else { Err(format!("{view:?}")) }
        })
        .await;
        assert_eq!(view.state, "done", "killed in {}: {view:?}", killed.phase);
        assert!(live_version(&world).await > before, "another version is live");
    }
    end(&world, flow, expected.messages.len()).await;
    let verified = world.projections("verify", NAME).await;
    assert_eq!(verified["differences"], 0, "{verified}");
    history_is_as_expected(&world, &expected).await;
}

async fn live_version(world: &World) -> i64 {
    world.count("select version::bigint from metering.versions where state = 'live'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_log_has_forgotten_is_carried_over_and_no_total_gets_lower() {
    let world = World::start(1, &SETTINGS).await;
    let device = DeviceId(Uuid::now_v7());
    let yesterday = Hour::from(Utc::now() - TimeDelta::days(1)).start();
    // Two days ahead of its arrival is as far as a reading may be; these are after the horizon.
    let ahead = Hour::from(Utc::now() + TimeDelta::hours(60)).start();
    let minutes = |from: i64, hour: DateTime<Utc>| -> Vec<DateTime<Utc>> {
        (from..from + 10).map(|minute| hour + TimeDelta::minutes(minute)).collect()
    };
    measure(&world, device, &minutes(0, yesterday)).await;
    world.wait_until_handled(10, PATIENCE).await;
    forget_readings(&world).await;
    // Late ones for an hour of which the log has forgotten the first, and some of afterwards.
    measure(&world, device, &minutes(20, yesterday)).await;
    measure(&world, device, &minutes(0, ahead)).await;
    eventually(PATIENCE, "all readings are counted", || async {
        let counted = world.count("select count(*) from metering.readings").await;
        if counted == 30 { Ok(()) } else { Err(format!("{counted} of 30")) }
    })
    .await;
    let before = world.totals().await;

    let report = world.projections("rebuild", NAME).await;
    assert!(report["horizon"].is_string(), "it says so: {report}");
    assert_eq!(
        (&report["differences"], &report["carriedOver"]),
        (&0.into(), &1.into()),
        "{report}"
    );
    assert_eq!(world.totals().await, before);
    // What comes later goes on top of what was carried over.
    measure(&world, device, &minutes(40, yesterday)).await;
    world.totals_of(device.0, 40 * ENERGY.0).await;
    let lowered = "update metering.hourly_totals set energy_0 = energy_0 - 1 where hour > now()";
    sqlx::query(lowered).execute(&world.pool).await.expect("a wrong total");
    let report = world.projections("rebuild", NAME).await;
    assert_eq!(report["differences"], 1, "{report}");
    world.totals_of(device.0, 40 * ENERGY.0).await;
    let verified = world.projections("verify", NAME).await;
    assert_eq!(verified["differences"], 0, "{verified}");
}

const ENERGY: MicroWattHours = MicroWattHours(1_000_000);

async fn measure(world: &World, device: DeviceId, instants: &[DateTime<Utc>]) {
    let message = |at: &DateTime<Utc>| {
        let reading = Reading { device, measured_at: Instant::of(*at), energy: ENERGY };
        BatchMessage {
            subject: subjects::of_measurement(device),
            headers: async_nats::HeaderMap::new(),
            payload: serde_json::to_vec(&reading).expect("a reading serialises").into(),
        }
    };
    let messages = instants.iter().map(message).collect();
    world.log.publish_batch(messages).await.expect("the log stores readings");
}

/// Shortens the retention of readings until the log has none of them, then keeps what comes.
async fn forget_readings(world: &World) {
    let jetstream = world.log.jetstream();
    let kept = jetstream.get_stream(subjects::MEASUREMENTS).await.expect("the stream");
    let kept = kept.cached_info().config.clone();
    let shortly = Duration::from_secs(1);
    let short = async_nats::jetstream::stream::Config {
        max_age: shortly,
        duplicate_window: shortly,
        ..kept.clone()
    };
    jetstream.update_stream(short).await.expect("a shorter retention");
    eventually(PATIENCE, "the log forgets", || async {
        match world.stored().await {
            0 => Ok(()),
            left => Err(format!("{left} are left")),
        }
    })
    .await;
    jetstream.update_stream(kept).await.expect("the retention of before");
}
