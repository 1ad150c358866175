//! A backup brought back on an empty machine: the same totals, alerts and sign-ins.

use std::path::Path;
use std::time::Duration;

use chrono::{SecondsFormat, TimeDelta, Utc};
use local_stack::PrivateServers;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::{code, ems_with};
use crate::support::{PASSWORD, Place, Session, Site, eventually, scale};

const PATIENCE: Duration = Duration::from_secs(240);
const READINGS: &str = "select count(*) from metering.readings";

fn run(place: &Place, words: &[&str], folder: &Path) -> i32 {
    let key = folder.join("master-key").display().to_string();
    let output = ems_with(place, words, &[("EMS_MASTER_KEY_FILE", &key)]);
    eprintln!("{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    code(&output)
}

async fn count(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap_or(-1)
}

/// Everything that people see and that a restore must bring back.
async fn seen(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select to_jsonb(t)::text from (
             select device_id, hour, energy_0, energy_1, energy_2, energy_3, count_0, count_1,
                    count_2, count_3 from metering.hourly_totals order by 1, 2) t
         union all select to_jsonb(a)::text from (
             select * from projections.alerts order by alert_id) a
         union all select to_jsonb(u)::text from (
             select * from projections.users order by user_id) u",
    )
    .fetch_all(pool)
    .await
    .expect("the rows")
}

/// A customer with a device over its limit, and another customer who is erased between two backups.
struct Lived {
    site: Site,
    pool: PgPool,
    ana: Session,
    zenobia: Session,
    readings: i64,
}

impl Lived {
    async fn on(servers: &PrivateServers) -> Self {
        let site = Site::start(Place::on(servers)).await;
        let pool = PgPool::connect(&site.place.database_url).await.expect("PostgreSQL answers");
        let admin = site.sign_in("admin").await;
        for name in ["ana", "zenobia"] {
            let email = format!("{name}@example.org");
            let body = json!({ "username": name, "password": PASSWORD, "email": email });
            site.ask(Method::POST, "auth/register", &body, None).await;
        }
        let (ana, zenobia) = (site.sign_in("ana").await, site.sign_in("zenobia").await);
        let device = Uuid::now_v7();
        let body = json!({ "id": device, "name": "Boiler", "maxConsumption": 0.5,
            "userId": ana.user });
        site.ask(Method::POST, "devices", &body, Some(&admin)).await;
        let readings = scale(200, 5_000);
        let log = async_nats_log(&site.place).await;
        for nth in 0..readings {
            let at = Utc::now() - TimeDelta::minutes(nth);
            let reading = json!({ "device": device, "measuredAt": at.timestamp_millis(),
                "energy": 100_000_000 });
            let subject = domain::subjects::of_measurement(domain::ids::DeviceId(device));
            let sent = log.jetstream().publish(subject, reading.to_string().into()).await;
            sent.expect("sent").await.expect("stored");
        }
        let lived = Self { site, pool, ana, zenobia, readings };
        lived.settle(&lived.pool).await;
        lived
    }

    /// Waits until every reading is counted and every alert is in the log and shown.
    async fn settle(&self, pool: &PgPool) {
        eventually(PATIENCE, "all is counted and shown", || async {
            let counted = count(pool, READINGS).await;
            let waits = "select count(*) from metering.judgements
                 where published_revision < revision";
            let (waiting, over) = (
                count(pool, waits).await,
                count(pool, "select count(*) from metering.judgements where over").await,
            );
            let shown = "select count(*) from projections.alerts where retracted_at is null";
            let shown = count(pool, shown).await;
            if counted == self.readings && waiting == 0 && over > 0 && over == shown {
                return Ok(());
            }
            Err(format!("{counted} counted, {waiting} alerts wait, {over} over, {shown} shown"))
        })
        .await;
    }
}

async fn async_nats_log(place: &Place) -> event_log::EventLog {
    let settings = event_log::LogSettings::at(place.nats_url.clone());
    event_log::EventLog::connect(&settings, "test").await.expect("NATS answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn on_an_empty_machine_totals_alerts_and_sign_ins_come_back_and_the_erased_stay_erased() {
    let servers = PrivateServers::start().await.expect("the servers start");
    let lived = Lived::on(&servers).await;
    let keys_of = lived.site.folder.path().to_owned();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(run(&lived.site.place, &["backup", &path("early")], &keys_of), 0);

    let admin = lived.site.sign_in("admin").await;
    let erased = format!("users/{}", lived.zenobia.user);
    lived.site.ask(Method::DELETE, &erased, &Value::Null, Some(&admin)).await;
    eventually(PATIENCE, "she is forgotten", || async {
        let left =
            count(&lived.pool, "select count(*) from projections.users where username = 'zenobia'");
        if left.await == 0 { Ok(()) } else { Err("she is shown".to_owned()) }
    })
    .await;
    assert_eq!(run(&lived.site.place, &["backup", &path("late")], &keys_of), 0);
    let before = seen(&lived.pool).await;

    let empty = PrivateServers::start().await.expect("the servers start");
    let place = Place::on(&empty);
    // Her key is in the early backup's keys: it must be destroyed again.
    let early_keys = path("early/KEYS.snapshot");
    let words = ["restore", &path("late"), "--keys", &early_keys];
    assert_eq!(run(&place, &words, &keys_of), 0);
    assert_eq!(run(&place, &words, &keys_of), 4, "what is there is not overwritten");
    let site = Site::with_secrets(place, &keys_of).await;
    let pool = PgPool::connect(&site.place.database_url).await.expect("PostgreSQL answers");
    lived.settle(&pool).await;
    assert_eq!(seen(&pool).await, before, "totals, alerts and people are the same");

    site.ask(Method::GET, &format!("users/{}", lived.ana.user), &Value::Null, Some(&lived.ana))
        .await;
    site.sign_in("ana").await;
    let token = site.try_to_sign_in("zenobia").await;
    assert_eq!(token, 401, "she cannot sign in");
    let history = ["audit", "history", "user", &lived.zenobia.user, "--json"];
    let key = keys_of.join("master-key").display().to_string();
    let told = ems_with(&site.place, &history, &[("EMS_MASTER_KEY_FILE", &key)]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("(erased)") && !told.contains("zenobia@example.org"), "{told}");
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    eprintln!("restored and checked at {now}");
}
