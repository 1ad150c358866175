//! What follows from an event without anybody ordering it, each carried out exactly once: a reaction
//! to an event that is delivered again is a command that the log knows already.

use std::time::Duration;

use anyhow::Context;
use async_nats::jetstream::AckKind;
use chrono::Utc;
use domain::devices::{Device, DeviceCommand, DeviceEvent};
use domain::event::Event;
use domain::ids::{CommandId, DeviceId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::subjects;
use domain::users::UserEvent;
use event_log::{EventLog, ExecuteError, NoReservations, RecordError, RecordedEvent};
use futures::StreamExt;
use process::{CancellationToken, Dependency};
use sqlx::PgPool;
use uuid::Uuid;

use crate::Queries;

const ANEW_AFTER: Duration = Duration::from_secs(1);
/// After which an event whose reaction failed is delivered again.
const AGAIN_AFTER: Duration = Duration::from_secs(2);
const READ_MODELS_WITHIN: Duration = Duration::from_secs(15);

pub(crate) struct Reactions {
    pub log: EventLog,
    pub pool: PgPool,
    pub health: Dependency,
}

impl Reactions {
    /// Runs until shutdown. Replicas share the events among themselves.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        loop {
            let outcome = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                outcome = self.follow() => outcome,
            };
            if let Err(error) = outcome {
                self.health.down(format!("{error:#}"));
                tracing::warn!("reactions to events wait: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(ANEW_AFTER) => {}
            }
        }
    }

    async fn follow(&self) -> anyhow::Result<()> {
        self.erase_again().await?;
        let filters = [subjects::ALL_USERS, subjects::ALL_DEVICES];
        let events = self.log.share(subjects::REACTIONS_CONSUMER, &filters).await?;
        let mut events = std::pin::pin!(events);
        self.health.up();
        while let Some(delivered) = events.next().await {
            let (found, acker) = delivered?;
            let how = match self.react(found).await {
                Ok(()) => AckKind::Ack,
                Err(error) => {
                    tracing::warn!("a reaction is tried again: {error:#}");
                    AckKind::Nak(Some(AGAIN_AFTER))
                }
            };
            acker.ack_with(how).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        }
        anyhow::bail!("the subscription ended")
    }

    /// The stream of keys may be restored from a time at which erased people still had theirs.
    async fn erase_again(&self) -> anyhow::Result<()> {
        let erased: Vec<Uuid> = sqlx::query_scalar("select user_id from projections.erased_users")
            .fetch_all(&self.pool)
            .await?;
        for user in erased {
            self.log.destroy_key(user).await?;
        }
        Ok(())
    }

    async fn react(&self, found: Result<RecordedEvent, RecordError>) -> anyhow::Result<()> {
        let Ok(recorded) = found else { return Ok(()) };
        // Delivered again it would be as unreadable; the read models park it and say so.
        let event = match self.log.decode(&recorded).await {
            Ok(event) => event,
            Err(error) if error.can_be_mended() => return Err(error.into()),
            Err(_) => return Ok(()),
        };
        match event {
            Event::User(user, UserEvent::UserErased { .. }) => self.forget(user, &recorded).await,
            Event::Device(device, DeviceEvent::DeviceAssigned { owner, .. })
                if self.is_erased(owner).await? =>
            {
                self.unassign(device, owner, &recorded).await
            }
            _ => Ok(()),
        }
    }

    /// An erased person's key is destroyed and their devices are nobody's.
    async fn forget(&self, user: UserId, erased: &RecordedEvent) -> anyhow::Result<()> {
        self.log.destroy_key(user.0).await?;
        let queries = Queries::new(self.pool.clone());
        let shown = queries.wait_until(erased.position, READ_MODELS_WITHIN).await?;
        anyhow::ensure!(shown, "the read models do not show position {} yet", erased.position);
        for device in queries.devices_of(user).await? {
            self.unassign(device.id, user, erased).await?;
        }
        Ok(())
    }

    /// Nothing comes after an erasure.
    async fn is_erased(&self, user: UserId) -> anyhow::Result<bool> {
        let subject = subjects::of_aggregate("user", &user.to_string());
        let events = self.log.load(&subject).await.context("the owner's events cannot be read")?;
        Ok(events.last().is_some_and(|event| event.encoded.kind == "UserErased"))
    }

    async fn unassign(
        &self,
        device: DeviceId,
        from: UserId,
        because_of: &RecordedEvent,
    ) -> anyhow::Result<()> {
        let provenance = Provenance {
            command: CommandId::derived(because_of.id, &format!("unassign {device}")),
            actor: Actor::System("reactions".to_owned()),
            correlation: because_of.provenance.correlation,
            causation: Some(because_of.id),
            request: None,
            at: Utc::now(),
        };
        let command = DeviceCommand::UnassignDevice { from: Some(from) };
        let id = device.to_string();
        match self.log.execute::<Device, _>(&id, command, &provenance, &NoReservations).await {
            // Retired meanwhile: it has no owner.
            Ok(_) | Err(ExecuteError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
