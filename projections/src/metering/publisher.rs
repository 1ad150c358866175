//! Bringing the log into line with the judgements: alerts raised and retracted, each exactly once.
//!
//! A judgement waits in its table until the log has it, so a replica that is killed between its
//! commit and the publish loses nothing: the next scan, by whichever replica, finds the row. The
//! command id follows from alert and revision, so publishing twice is a repeat of one command.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::alerts::{Alert, AlertCommand, RaisedAlert, RetractedAlert, alert_id};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::metering::Hour;
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, ExecuteError, NoReservations};
use process::CancellationToken;
use sqlx::{FromRow, PgPool};
use tokio::sync::Notify;
use uuid::Uuid;

/// The scan that finds what other replicas left behind.
const PERIOD: Duration = Duration::from_secs(1);
const AT_ONCE: i64 = 200;

pub(crate) struct Publisher {
    pub pool: PgPool,
    pub log: EventLog,
    /// Notified after each commit that changed a judgement.
    pub judged: Arc<Notify>,
}

/// A judgement that the log does not have yet.
#[derive(FromRow)]
struct Waiting {
    device_id: Uuid,
    hour: DateTime<Utc>,
    over: bool,
    total: i64,
    max_energy: i64,
    owner: Option<Uuid>,
    revision: i64,
}

impl Publisher {
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        loop {
            match self.scan().await {
                Ok(published) if published == AT_ONCE as usize => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!("alerts wait to be published: {error:#}"),
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = self.judged.notified() => {}
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    async fn scan(&self) -> anyhow::Result<usize> {
        let waiting: Vec<Waiting> = sqlx::query_as(
            "select device_id, hour, over, total, max_energy, owner, revision
             from metering.judgements where published_revision < revision
             order by device_id, hour limit $1",
        )
        .bind(AT_ONCE)
        .fetch_all(&self.pool)
        .await?;
        for judgement in &waiting {
            self.publish(judgement).await?;
        }
        Ok(waiting.len())
    }

    async fn publish(&self, waiting: &Waiting) -> anyhow::Result<()> {
        let aggregate = subjects::alert_aggregate(waiting.device(), waiting.hour());
        let published = self
            .log
            .execute::<Alert, _>(
                &aggregate,
                waiting.command(),
                &waiting.provenance(),
                &NoReservations,
            )
            .await;
        match published {
            Ok(executed) if executed.wrote => {
                let (device, hour, over) = (waiting.device(), waiting.hour(), waiting.over);
                tracing::info!(
                    device.id = %device, event.position = executed.position,
                    "alert of device {device} for {hour} {}", if over { "raised" } else { "retracted" },
                );
            }
            // Already said, by another replica or an earlier try; or a newer revision is.
            Ok(_) | Err(ExecuteError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
        self.mark(waiting).await
    }

    async fn mark(&self, waiting: &Waiting) -> anyhow::Result<()> {
        sqlx::query(
            "update metering.judgements set published_revision = greatest(published_revision, $3)
             where device_id = $1 and hour = $2 and kind = 'over-limit'",
        )
        .bind(waiting.device_id)
        .bind(waiting.hour)
        .bind(waiting.revision)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

impl Waiting {
    fn device(&self) -> DeviceId {
        DeviceId(self.device_id)
    }

    fn hour(&self) -> Hour {
        Hour::from(self.hour)
    }

    fn command(&self) -> AlertCommand {
        let (device, hour) = (self.device(), self.hour());
        let alert = alert_id(device, hour);
        let (total, limit) = (MicroWattHours(self.total), MicroWattHours(self.max_energy));
        let (owner, revision) = (self.owner.map(UserId), self.revision);
        if self.over {
            AlertCommand::RaiseAlert(RaisedAlert {
                alert,
                device,
                hour,
                total,
                limit,
                owner,
                revision,
            })
        } else {
            let retracted = RetractedAlert { alert, device, hour, total, limit, owner, revision };
            AlertCommand::RetractAlert(retracted)
        }
    }

    fn provenance(&self) -> Provenance {
        let alert = alert_id(self.device(), self.hour());
        Provenance {
            command: CommandId::derived(alert.0, &format!("revision {}", self.revision)),
            actor: Actor::System("metering".to_owned()),
            correlation: alert.0,
            causation: None,
            at: Utc::now(),
        }
    }
}
