//! How far every projection is: one line for each.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::subjects;
use event_log::{EventLog, Heartbeat};
use futures::StreamExt;
use serde::Serialize;
use sqlx::PgPool;

use super::HOURLY_TOTALS;
use super::ask::Runs;
use crate::ordered::{self, MODELS, OrderedProjection, ReadModels};

/// Between the two looks by which the rate is found; every process tells of itself once in this time.
const MEASURED_FOR: Duration = Duration::from_millis(1_200);

/// A projection at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProjectionView {
    pub name: String,
    /// In the stream that it is made from: everything up to here is in it.
    pub position: u64,
    /// Messages that are not in it yet.
    pub lag: u64,
    /// Messages per second, over the last second.
    pub rate: f64,
    /// Processes that work on it or are ready to.
    pub replicas: usize,
    pub parked: u64,
    /// live, paused, or what is done to it: rebuild, verify, rollback.
    pub state: String,
}

pub(super) fn names() -> Vec<&'static str> {
    std::iter::once(HOURLY_TOTALS).chain(MODELS.iter().map(|model| model.name)).collect()
}

/// Where a projection is.
#[derive(Clone, Copy)]
struct Place {
    position: u64,
    lag: u64,
}

impl Runs {
    /// All projections, each with its rate over a second or so.
    pub async fn list(&self, log: &EventLog) -> anyhow::Result<Vec<ProjectionView>> {
        let before = (self.totals(log).await?, self.read_models(log).await?);
        let replicas = heard(log).await?;
        let after = (self.totals(log).await?, self.read_models(log).await?);
        let mut views = Vec::new();
        for name in names() {
            let (before, after) = match name {
                HOURLY_TOTALS => (before.0, after.0),
                _ => (before.1, after.1),
            };
            let moved = after.position.saturating_sub(before.position) as f64;
            views.push(ProjectionView {
                name: name.to_owned(),
                position: after.position,
                lag: after.lag,
                rate: moved / MEASURED_FOR.as_secs_f64(),
                replicas,
                parked: self.parked(name).await?,
                state: self.state(name).await?,
            });
        }
        Ok(views)
    }

    /// Of the consumer that replicas share.
    async fn totals(&self, log: &EventLog) -> anyhow::Result<Place> {
        let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let Ok(consumer) = stream.consumer_info(subjects::METERING_CONSUMER).await else {
            let lag = stream.cached_info().state.messages;
            return Ok(Place { lag, position: 0 });
        };
        Ok(Place {
            position: consumer.ack_floor.stream_sequence,
            lag: consumer.num_pending + consumer.num_ack_pending as u64,
        })
    }

    async fn read_models(&self, log: &EventLog) -> anyhow::Result<Place> {
        let position = ordered::position::<ReadModels>(self.pool()).await?;
        let last = log.last_position(ReadModels::FILTER).await?;
        Ok(Place { position, lag: last.saturating_sub(position) })
    }

    async fn parked(&self, name: &str) -> Result<u64, sqlx::Error> {
        let parked: i64 = match name {
            HOURLY_TOTALS => {
                sqlx::query_scalar("select count(*) from metering.parked where settled_at is null")
                    .fetch_one(self.pool())
                    .await?
            }
            _ => {
                sqlx::query_scalar("select count(*) from projections.parked where name = $1")
                    .bind(ReadModels::NAME)
                    .fetch_one(self.pool())
                    .await?
            }
        };
        Ok(parked.unsigned_abs())
    }

    async fn state(&self, name: &str) -> Result<String, sqlx::Error> {
        let state: Option<String> = sqlx::query_scalar(
            "select coalesce(
                 (select kind from projections.runs
                  where projection = $1 and state in ('waiting', 'running')),
                 (select 'paused' from projections.paused where name = $1))",
        )
        .bind(name)
        .fetch_one(self.pool())
        .await?;
        Ok(state.unwrap_or_else(|| "live".to_owned()))
    }

    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// How many replicas of projections tell of themselves while it listens.
async fn heard(log: &EventLog) -> anyhow::Result<usize> {
    let mut heartbeats = log.client().subscribe(subjects::LIVE_ROLES).await?;
    let mut names = BTreeSet::new();
    let listening = async {
        while let Some(message) = heartbeats.next().await {
            let heartbeat = serde_json::from_slice::<Heartbeat>(&message.payload);
            if let Some(heartbeat) = heartbeat.ok().filter(|told| told.role == "projections") {
                names.insert(heartbeat.replica);
            }
        }
    };
    // It ends by the time only.
    let _elapsed = tokio::time::timeout(MEASURED_FOR, listening).await;
    Ok(names.len())
}
