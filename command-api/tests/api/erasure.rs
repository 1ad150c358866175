//! After an erasure nobody can read who the person was, and the log is whole all the same.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use event_log::EventLog;
use local_stack::PrivateServers;
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADMINISTRATOR, Service, profile, with_key};

/// Texts that stand nowhere else.
const SECRETS: [&str; 4] = ["zenobia", "zenobia@example.org", "Zenobia Petrescu", "Miercurea Ciuc"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_shows_an_erased_person_and_the_chain_of_hashes_verifies() -> Result<()> {
    let servers = PrivateServers::start().await?;
    let (url, monitor) = (servers.nats.url(), servers.nats.monitor_url());
    let service = Service::at(&url, &monitor, 1).await?;
    let mut body = profile("zenobia");
    body["name"] = json!("Zenobia Petrescu");
    body["city"] = json!("Miercurea Ciuc");
    let create = |body| service.send(Method::POST, ADMINISTRATOR, "/users", Some(body), Some("k"));
    let user = create(body.clone()).await?.created_id()?;
    let subject = domain::subjects::of_aggregate("user", &user.to_string());
    let read = async |log: &EventLog| {
        let events = log.load(&subject).await?;
        let opened = log.open(events.first().context("the registration")?).await;
        anyhow::Ok(opened.map(|data| data.to_string()))
    };
    let log = with_key(&url).await?;
    let shown = read(&log).await??;
    assert!(SECRETS.iter().all(|secret| shown.contains(secret)), "{shown}");
    assert!(read(&service.log).await?.is_err(), "not without the master key");
    assert_eq!(found_on_disk(&servers, &["UserRegistered"]), ["UserRegistered"]);
    assert_eq!(found_on_disk(&servers, &SECRETS), [""; 0], "sealed from the first byte");

    let erased = service.delete(ADMINISTRATOR, &format!("/users/{user}")).await?;
    assert_eq!(erased.status, 204, "{erased:?}");
    let shown = read(&with_key(&url).await?).await??;
    assert!(!SECRETS.iter().any(|secret| shown.contains(secret)), "{shown}");
    assert_eq!(create(body).await?.code(), "erased", "a repeat of what was done before");

    let mut previous = String::new();
    for event in log.load(&subject).await? {
        ensure!(event.previous_hash == previous, "the chain is broken at {}", event.sequence);
        ensure!(event.computed_hash() == event.hash, "event {} was changed", event.sequence);
        previous = event.hash;
    }
    Ok(())
}

/// Which of the texts stand in a file of the server or in its log.
fn found_on_disk(servers: &PrivateServers, texts: &[&'static str]) -> Vec<&'static str> {
    let bytes = all_bytes(servers.home());
    let stands = |text: &&str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    texts.iter().copied().filter(stands).collect()
}

fn all_bytes(folder: &Path) -> Vec<u8> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let mut bytes = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true if path.ends_with("postgres") || path.ends_with("rabbitmq") => {}
            true => bytes.extend(all_bytes(&path)),
            false => bytes.extend(std::fs::read(&path).unwrap_or_default()),
        }
    }
    bytes
}
