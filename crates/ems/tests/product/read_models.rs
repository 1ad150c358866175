//! Read models that are folded in order: kept by one, taken over, poisoned, verified, made anew.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use domain::devices::{DeviceCommand, DeviceDescription};
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{PASSWORD, Place, Role, Site, World, eventually, scale};

const PATIENCE: Duration = Duration::from_secs(60);
const LIMIT: MicroWattHours = MicroWattHours(1_000_000_000);

/// The backend that holds the lock of the read models.
const ACTIVE: &str = "select coalesce(max(pid), 0)::bigint from pg_locks l
     join pg_database d on d.oid = l.database
     where d.datname = current_database() and l.locktype = 'advisory' and l.granted
         and l.classid = 0 and l.objid::bigint = x'454d5303'::bigint";

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_takes_over_from_a_killed_process_and_from_a_broken_connection() {
    let mut world = World::start(2, &[]).await;
    let mut registered = 0;
    let mut slowest = Duration::ZERO;
    for round in 0..scale(4, 12) {
        shown(&world, &mut registered).await;
        let lives = lives(&world);
        if round % 2 == 0 {
            let active = world.count(ACTIVE).await;
            assert_ne!(active, 0, "somebody keeps the read models");
            let broken =
                sqlx::query("select pg_terminate_backend($1::integer)").bind(active as i32);
            broken.execute(&world.pool).await.expect("the connection is broken");
        } else {
            let active = lives.iter().position(|(_, last)| *last).expect("an active one");
            world.replicas[active].kill();
        }
        let began = Instant::now();
        shown(&world, &mut registered).await;
        slowest = slowest.max(began.elapsed());
        if round % 2 == 1 {
            let dead = lives.iter().position(|(_, last)| *last).expect("the one that is dead");
            world.replicas[dead].start_again();
            world.wait_until_all_pull().await;
        }
    }
    println!("the slowest change took {slowest:?}");
    assert!(slowest < scale(Duration::from_secs(30), Duration::from_secs(3)), "{slowest:?}");
}

/// How often each replica became active, and whether it is the one that did so last.
fn lives(world: &World) -> Vec<(usize, bool)> {
    let last = |role: &Role| {
        let log = role.log();
        let lines = log.lines().filter(|line| {
            line.contains("active from this position on") && line.contains("read-models")
        });
        let times = lines.filter_map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(line["timestamp"].as_str()?.to_owned())
        });
        times.collect::<Vec<_>>()
    };
    let times: Vec<Vec<String>> = world.replicas.iter().map(last).collect();
    let newest = times.iter().filter_map(|times| times.last()).max().cloned();
    times.iter().map(|times| (times.len(), times.last() == newest.as_ref())).collect()
}

/// Registers one more device and waits until the read models show it.
async fn shown(world: &World, registered: &mut i64) {
    world.register(DeviceId(Uuid::now_v7()), LIMIT, UserId(Uuid::now_v7())).await;
    *registered += 1;
    eventually(PATIENCE, "the device is shown", || async {
        let found = world.count("select count(*) from projections.devices").await;
        if found == *registered { Ok(()) } else { Err(format!("{found} of {registered}")) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_event_is_parked_with_what_follows_of_its_key_until_it_can_be_applied() {
    let world = World::start(1, &[]).await;
    let (poison, other) = (DeviceId(Uuid::now_v7()), DeviceId(Uuid::now_v7()));
    let named = |name: &str| DeviceDescription { name: name.to_owned(), description: None };
    let sql = "alter table projections.devices add constraint poison check (name <> 'poison')";
    sqlx::query(sql).execute(&world.pool).await.expect("a rule that the event breaks");
    let register = |device, name| DeviceCommand::RegisterDevice {
        device,
        description: named(name),
        limit: LIMIT,
        owner: None,
    };
    let position = world.order(poison, register(poison, "poison")).await;
    let renamed = DeviceCommand::DescribeDevice { description: named("renamed") };
    world.order(poison, renamed).await;
    world.order(other, register(other, "other")).await;
    let name_of = async |device: DeviceId| -> Option<String> {
        sqlx::query_scalar("select name from projections.devices where device_id = $1")
            .bind(device.0)
            .fetch_optional(&world.pool)
            .await
            .expect("the database answers")
    };
    eventually(PATIENCE, "others are not held up", || async {
        name_of(other).await.ok_or_else(|| "it is not shown".to_owned())
    })
    .await;
    assert_eq!(name_of(poison).await, None, "what follows waits behind it");
    let parked = world.ems(&["parked", "list", "--json"]).await.json;
    assert!(parked.as_array().expect("a list").len() >= 2, "{parked}");
    let id = format!("e{position}");
    assert_eq!(world.ems(&["parked", "retry", &id]).await.code, 4, "it still breaks the rule");

    let sql = "alter table projections.devices drop constraint poison";
    sqlx::query(sql).execute(&world.pool).await.expect("the rule goes");
    let said = world.ems(&["parked", "retry", &id]).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(name_of(poison).await.as_deref(), Some("renamed"), "in their order");
    assert_eq!(world.count("select count(*) from projections.parked").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_row_in_each_read_model_is_found_and_mended() {
    let site = Site::start(Place::shared().await).await;
    let admin = site.sign_in("admin").await;
    let ana = json!({ "username": "ana", "password": PASSWORD });
    site.ask(Method::POST, "auth/register", &ana, None).await;
    let ana = site.sign_in("ana").await;
    let user = ana.user.clone();
    let boiler = json!({ "name": "Boiler", "maxConsumption": 3, "userId": user });
    site.ask(Method::POST, "devices", &boiler, Some(&admin)).await;
    let messages = format!("users/{user}/conversation/messages");
    site.ask(Method::POST, &messages, &json!({ "text": "Hello" }), Some(&ana)).await;
    let pool = PgPool::connect(&site.place.database_url).await.expect("PostgreSQL answers");
    let wrong = [
        ("users", "update projections.users set city = 'Nowhere' where username = 'ana'"),
        ("devices", "update projections.devices set max_energy = 1"),
        (
            "alerts",
            "insert into projections.alerts
                 (alert_id, device_id, hour, total, max_energy, raised_at, position,
                  raised_position)
             select device_id, device_id, now(), 1, 1, now(), 1, 1 from projections.devices",
        ),
        ("conversations", "update projections.conversation_messages set text = 'Never said'"),
        (
            "archive",
            "delete from projections.archive
             where position = (select max(position) from projections.archive)",
        ),
    ];
    let listed = site.place.ems(&["projections", "list", "--json"]).await.json;
    let listed = listed.as_array().expect("a list").iter().filter_map(|told| told["name"].as_str());
    let read_models: BTreeSet<&str> = listed.filter(|name| *name != "hourly-totals").collect();
    assert_eq!(read_models, wrong.iter().map(|(name, _)| *name).collect(), "each of them is tried");
    for (name, sql) in wrong {
        let clean = site.place.projections("verify", name).await;
        assert_eq!(clean["differences"], 0, "{name}: {clean}");
        sqlx::query(sql).execute(&pool).await.expect("a wrong row");
        let said = site.place.ems(&["projections", "verify", name, "--json"]).await;
        assert_eq!((said.code, &said.json["report"]["differences"]), (1, &json!(1)), "{said:?}");
        let report = site.place.projections("rebuild", name).await;
        assert_eq!(report["differences"], 1, "{name}: {report}");
        let mended = site.place.projections("verify", name).await;
        assert_eq!(mended["differences"], 0, "{name}: {mended}");
    }
    // What was shown before the rebuild comes back, wrong as it was, and is up to date.
    let cooler = json!({ "name": "Cooler", "maxConsumption": 3, "userId": user });
    site.ask(Method::POST, "devices", &cooler, Some(&admin)).await;
    let back = site.place.projections("rollback", "devices").await;
    assert_eq!(back["differences"], 1, "{back}");
    let devices = site.ask(Method::GET, "devices", &json!({}), Some(&admin)).await;
    assert_eq!(devices.as_array().expect("a list").len(), 2, "{devices}");
    let again = site.place.projections("rebuild", "devices").await;
    assert_eq!(again["differences"], 1, "{again}");
    // What goes on works on the tables that are shown now.
    let heater = json!({ "name": "Heater", "maxConsumption": 3, "userId": user });
    site.ask(Method::POST, "devices", &heater, Some(&admin)).await;
    let devices = site.ask(Method::GET, "devices", &json!({}), Some(&admin)).await;
    assert_eq!(devices.as_array().expect("a list").len(), 3, "{devices}");
}
