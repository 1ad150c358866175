//! The servers in use: reached with a real round trip, and how NATS keeps what it acknowledged.

use anyhow::{Context, Result, bail};
use event_log::Durability;

use super::{Finding, Verdict};
use crate::stack::{External, State, reach_amqp, reach_database, reach_nats};

pub async fn servers(external: &External, running: Option<&State>) -> Vec<Finding> {
    let summary = running.map(|state| &state.summary);
    let nats = external.nats.as_ref().or(summary.map(|summary| &summary.nats));
    let database = external.database.as_ref().or(summary.map(|summary| &summary.database));
    let amqp = external.amqp.as_ref().or(summary.map(|summary| &summary.amqp));
    let private_monitor = running.and_then(|state| state.nats_monitor.as_ref());
    let monitor = external.nats_monitor.as_ref().or(private_monitor);
    let mut findings = Vec::new();
    if let Some(url) = nats {
        findings.push(Finding::of("NATS answers", reach_nats(url).await));
        findings.push(durability(monitor).await);
    }
    if let Some(url) = database {
        findings.push(Finding::of("PostgreSQL answers", reach_database(url).await));
    }
    if let Some(url) = amqp {
        let reached = reach_amqp(url).await.map(|()| "signed in".to_owned());
        findings.push(Finding::of("RabbitMQ answers", reached));
    }
    if findings.is_empty() {
        let detail = "none in use: nothing runs here, and the environment names none";
        findings.push(Finding::new("servers", Verdict::Note, detail));
    }
    findings
}

async fn durability(monitor: Option<&String>) -> Finding {
    const WHAT: &str = "NATS writes through";
    let Some(monitor) = monitor else {
        let detail = "cannot be seen: set EMS_NATS_MONITOR_URL to the server's monitoring port";
        return Finding::new(WHAT, Verdict::Note, detail);
    };
    Finding::of(WHAT, every_message(monitor).await)
}

async fn every_message(monitor: &str) -> Result<String> {
    let observed = Durability::observe(monitor).await;
    match observed.with_context(|| format!("{monitor} does not tell"))? {
        Durability::EveryMessage => Ok("sync_interval: always".to_owned()),
        Durability::Windowed { sync_interval } => bail!(
            "it acknowledges up to {} s before the disk has a message; set sync_interval: always",
            sync_interval / 1_000_000_000
        ),
    }
}
