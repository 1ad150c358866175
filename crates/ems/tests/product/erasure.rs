//! After an erasure no view, no answer, no line of a log and no file of the log shows the person.

use std::path::Path;
use std::time::Duration;

use local_stack::PrivateServers;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{PASSWORD, Place, Site, eventually};

/// Texts that stand nowhere else.
const SECRETS: [&str; 4] = ["zenobia", "zenobia@example.org", "Zenobia Petrescu", "Miercurea Ciuc"];
const WITHIN: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn after_an_erasure_nothing_that_is_kept_shows_the_person() {
    let servers = PrivateServers::start().await.expect("the servers start");
    let site = Site::start(Place::on(&servers)).await;
    let pool = PgPool::connect(&site.place.database_url).await.expect("PostgreSQL answers");
    let admin = site.sign_in("admin").await;
    let body = json!({ "username": "zenobia", "password": PASSWORD, "email": SECRETS[1] });
    site.ask(Method::POST, "auth/register", &body, None).await;
    let zenobia = site.sign_in("zenobia").await;
    let profile = json!({
        "username": "zenobia", "email": SECRETS[1], "name": SECRETS[2], "city": SECRETS[3],
        "dateOfBirth": "1990-12-31",
    });
    let own = format!("users/{}", zenobia.user);
    site.ask(Method::PUT, &own, &profile, Some(&zenobia)).await;
    let text = json!({ "text": "zenobia would like to know why" });
    site.ask(Method::POST, &format!("{own}/conversation/messages"), &text, Some(&zenobia)).await;
    let users = site.ask(Method::GET, "users/details", &Value::Null, Some(&admin)).await;
    assert!(users.to_string().contains(SECRETS[2]), "before the erasure she is shown: {users}");
    assert!(!shown_by(&rows(&pool).await).is_empty(), "and her rows are found by this test");

    site.ask(Method::DELETE, &own, &Value::Null, Some(&admin)).await;
    eventually(WITHIN, "no row shows her", || async {
        let shown = shown_by(&rows(&pool).await);
        if shown.is_empty() { Ok(()) } else { Err(format!("{shown:?}")) }
    })
    .await;
    let users = site.ask(Method::GET, "users/details", &Value::Null, Some(&admin)).await;
    assert_eq!(shown_by(&users.to_string()), [""; 0], "no answer shows her");
    let logs = bytes_of(site.folder.path());
    assert!(logs.contains("changed by"), "the logs of the roles are among the files");
    assert_eq!(shown_by(&logs), [""; 0], "no line of a log shows her");
    let log = bytes_of(&servers.home().join("nats"));
    assert!(log.contains("UserErased"), "the events are among the files");
    assert_eq!(shown_by(&log), [""; 0], "no file of the event log shows her");
}

fn shown_by(text: &str) -> Vec<&'static str> {
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

/// Every row of every table, as text.
async fn rows(pool: &PgPool) -> String {
    let tables: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', schemaname, tablename) from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')",
    )
    .fetch_all(pool)
    .await
    .expect("the tables");
    let mut text = String::new();
    for table in tables {
        let sql = format!("select coalesce(string_agg(t::text, '\n'), '') from {table} t");
        let rows: String = sqlx::query_scalar(&sql).fetch_one(pool).await.expect("the rows");
        text.push_str(&rows);
    }
    text
}

fn bytes_of(folder: &Path) -> String {
    let mut text = String::new();
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => text.push_str(&bytes_of(&path)),
            false => {
                let bytes = std::fs::read(&path).unwrap_or_default();
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    text
}
