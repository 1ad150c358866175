//! Bringing the log into line with the judgements: alerts raised and retracted, each exactly once.
//!
//! A judgement waits in its table until the log has it, so a replica that is killed between its
//! commit and the publish loses nothing: the next scan, by whichever replica, finds the row. The
//! command id follows from alert and revision, so publishing twice is a repeat of one command. One
//! replica at a time speaks for an hour, and with its newest judgement: an older one that arrives
//! later would state what no longer holds.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::alerts::{Alert, AlertCommand, RaisedAlert, RetractedAlert, alert_id};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::metering::Hour;
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, ExecuteError, JetStreamEventStore, NoReservations};
use process::CancellationToken;
use sqlx::{FromRow, PgConnection, PgPool};
use tokio::sync::Notify;
use uuid::Uuid;

use super::forgotten::Forgotten;
use crate::database::lock;

/// The scan that finds what other replicas left behind.
const PERIOD: Duration = Duration::from_secs(1);
const AT_ONCE: i64 = 200;

pub(crate) struct Publisher {
    pub pool: PgPool,
    pub log: EventLog,
    /// Notified after each commit that changed a judgement.
    pub judged: Arc<Notify>,
    /// Set when PostgreSQL may have lost judgements.
    pub doubtful: Arc<AtomicBool>,
}

/// A judgement that the log does not have yet.
#[derive(FromRow)]
struct Unpublished {
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
        let (pool, log) = (self.pool.clone(), self.log.clone());
        let mut forgotten = Forgotten::new(pool, log, self.doubtful.clone());
        loop {
            let outcome = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                outcome = async {
                    if let Err(error) = forgotten.withdraw().await {
                        tracing::warn!("whether alerts are forgotten is not known: {error:#}");
                    }
                    self.scan().await
                } => outcome,
            };
            match outcome {
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

    /// Publishes what waits, the newest hours first: somebody may be looking at them. Answers how
    /// many it published.
    async fn scan(&self) -> anyhow::Result<usize> {
        let waiting: Vec<(Uuid, DateTime<Utc>)> = sqlx::query_as(
            "select device_id, hour from metering.judgements
             where published_revision < revision order by hour desc, device_id limit $1",
        )
        .bind(AT_ONCE)
        .fetch_all(&self.pool)
        .await?;
        let mut published = 0;
        for (device, hour) in waiting {
            match self.speak_for(device, hour).await {
                Ok(spoken) => published += usize::from(spoken),
                Err(error) => tracing::warn!(device.id = %device, "an alert waits: {error:#}"),
            }
        }
        Ok(published)
    }

    /// Publishes an hour's newest judgement, unless another replica is doing so. The lock is an
    /// advisory one: batches that change the judgement meanwhile do not wait for it.
    async fn speak_for(&self, device: Uuid, hour: DateTime<Utc>) -> anyhow::Result<bool> {
        let mut transaction = self.pool.begin().await?;
        let mine: bool = sqlx::query_scalar("select pg_try_advisory_xact_lock($1, hashtext($2))")
            .bind(lock::ALERTS)
            .bind(format!("{device}/{hour}"))
            .fetch_one(&mut *transaction)
            .await?;
        if !mine {
            return Ok(false);
        }
        let newest = newest(&mut transaction, device, hour).await?;
        let Some(mut judgement) = newest else { return Ok(false) };
        let known = judgement.revision;
        judgement.revision = self.revision_to_state(&judgement).await?;
        self.state(&judgement).await?;
        mark(&mut transaction, &judgement, known).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The judgement's own revision, unless the log has that one or a later one with another word:
    /// then the database was restored or rebuilt and counts anew, and goes on after the log's.
    async fn revision_to_state(&self, judgement: &Unpublished) -> anyhow::Result<i64> {
        let aggregate = subjects::alert_aggregate(judgement.device(), judgement.hour());
        let alerts = JetStreamEventStore::<Alert>::new(self.log.clone()).load(&aggregate).await?;
        let alert = alert_id(judgement.device(), judgement.hour());
        let stated = alerts.aggregate.stated(alert);
        let owner = judgement.owner.map(UserId);
        Ok(match stated {
            Some(stated) if (stated.raised, stated.owner) == (judgement.over, owner) => {
                judgement.revision.max(stated.revision)
            }
            Some(stated) => judgement.revision.max(stated.revision + 1),
            None => judgement.revision,
        })
    }

    async fn state(&self, judgement: &Unpublished) -> anyhow::Result<()> {
        let (device, hour) = (judgement.device(), judgement.hour());
        let aggregate = subjects::alert_aggregate(device, hour);
        let (command, provenance) = (judgement.command(), judgement.provenance());
        let stated =
            self.log.execute::<Alert, _>(&aggregate, command, &provenance, &NoReservations).await;
        match stated {
            Ok(executed) if executed.wrote => tracing::info!(
                device.id = %device, event.position = executed.position,
                "alert of device {device} for {hour} {}",
                if judgement.over { "raised" } else { "retracted" },
            ),
            // The log says so already, or says something newer.
            Ok(_) | Err(ExecuteError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

async fn newest(
    connection: &mut PgConnection,
    device: Uuid,
    hour: DateTime<Utc>,
) -> Result<Option<Unpublished>, sqlx::Error> {
    sqlx::query_as(
        "select device_id, hour, over, total, max_energy, owner, revision
         from metering.judgements
         where device_id = $1 and hour = $2 and kind = 'over-limit'
             and published_revision < revision",
    )
    .bind(device)
    .bind(hour)
    .fetch_optional(connection)
    .await
}

/// The judgement that was `known` is in the log. One that changed meanwhile waits for its turn.
async fn mark(
    connection: &mut PgConnection,
    judgement: &Unpublished,
    known: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update metering.judgements set
             published_revision = $3,
             revision = case when revision = $4 then $3 else greatest(revision, $3 + 1) end
         where device_id = $1 and hour = $2 and kind = 'over-limit'",
    )
    .bind(judgement.device_id)
    .bind(judgement.hour)
    .bind(judgement.revision)
    .bind(known)
    .execute(connection)
    .await
    .map(drop)
}

impl Unpublished {
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
            request: None,
            at: Utc::now(),
        }
    }
}
