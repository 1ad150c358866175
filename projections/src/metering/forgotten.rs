//! Alerts that stand in the log although no judgement knows of them, and withdrawing them.
//!
//! When PostgreSQL was lost and a rule has changed meanwhile, the replay may never find an hour above
//! its limit for which the log has an alert: no row is there that could be withdrawn. So once
//! everything is counted again, what stands in the log is compared with the judgements.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use domain::alerts::{AlertEvent, RaisedAlert};
use domain::event::Event;
use domain::subjects;
use event_log::EventLog;
use futures::StreamExt;
use sqlx::PgPool;

use super::totals::HourKey;

/// Looks for forgotten alerts, once at the start and again after every loss.
pub(super) struct Forgotten {
    pub pool: PgPool,
    pub log: EventLog,
    /// Set when PostgreSQL may have lost judgements.
    pub doubtful: Arc<AtomicBool>,
    /// The readings that were in the log when it began to be doubtful.
    until: Option<u64>,
}

impl Forgotten {
    pub fn new(pool: PgPool, log: EventLog, doubtful: Arc<AtomicBool>) -> Self {
        Self { pool, log, doubtful, until: None }
    }

    /// Does nothing until every reading of before is counted.
    pub async fn withdraw(&mut self) -> anyhow::Result<()> {
        if !self.doubtful.load(Ordering::SeqCst) {
            return Ok(());
        }
        let stream = self.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let until = *self.until.get_or_insert(stream.cached_info().state.last_sequence);
        let Ok(consumer) = stream.consumer_info(subjects::METERING_CONSUMER).await else {
            return Ok(());
        };
        if consumer.ack_floor.stream_sequence < until {
            return Ok(());
        }
        self.doubtful.store(false, Ordering::SeqCst);
        self.until = None;
        let withdrawn = self.judge_what_stands().await;
        if withdrawn.is_err() {
            self.doubtful.store(true, Ordering::SeqCst);
        }
        if let Ok(count @ 1..) = withdrawn {
            tracing::warn!("{count} alerts of the log are of hours that are not above their limit");
        }
        withdrawn.map(drop)
    }

    /// Adds a judgement for each alert that stands and has none; the publisher retracts it.
    async fn judge_what_stands(&self) -> anyhow::Result<u64> {
        let mut added = 0;
        for alert in self.standing().await?.into_values() {
            let inserted = sqlx::query(
                "insert into metering.judgements
                     (device_id, hour, over, total, max_energy, owner, revision, published_revision)
                 values ($1, $2, false,
                     coalesce((select energy_0 + energy_1 + energy_2 + energy_3
                         from metering.hourly_totals where device_id = $1 and hour = $2), 0),
                     $3, $4, $5 + 1, $5)
                 on conflict do nothing",
            )
            .bind(alert.device.0)
            .bind(alert.hour.start())
            .bind(alert.limit.0)
            .bind(alert.owner.map(|owner| owner.0))
            .bind(alert.revision)
            .execute(&self.pool)
            .await?;
            added += inserted.rows_affected();
        }
        Ok(added)
    }

    async fn standing(&self) -> anyhow::Result<BTreeMap<HourKey, RaisedAlert>> {
        let mut standing = BTreeMap::new();
        let last = self.log.last_position(subjects::ALL_ALERTS).await?;
        if last == 0 {
            return Ok(standing);
        }
        let events = self.log.follow(subjects::ALL_ALERTS, 0).await?;
        let mut events = std::pin::pin!(events);
        loop {
            let recorded = events.next().await.context("the subscription ended")??;
            match recorded.decode() {
                Ok(Event::Alert(
                    _,
                    AlertEvent::AlertRaised(alert) | AlertEvent::AlertRestated(alert),
                )) => {
                    standing.insert((alert.device, alert.hour), alert);
                }
                Ok(Event::Alert(_, AlertEvent::AlertRetracted(alert))) => {
                    standing.remove(&(alert.device, alert.hour));
                }
                // Nobody can say of them what stands; the read models have parked them.
                Ok(_) | Err(_) => {}
            }
            if recorded.position >= last {
                return Ok(standing);
            }
        }
    }
}
