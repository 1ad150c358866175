//! The timer that brings the bot back when the person on duty has said nothing for ten minutes: the
//! old page cannot hand back. The aggregate decides by the time in the order, so that any number of
//! replicas may order it.

use std::time::Duration;

use chrono::Utc;
use domain::conversations::{Conversation, ConversationCommand, QUIET};
use domain::ids::{CommandId, UserId};
use domain::provenance::{Actor, Provenance};
use event_log::{EventLog, NoReservations};
use process::{CancellationToken, Dependency};
use projections::Queries;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::budget::Budget;

const LOOK_EVERY: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
const TIDY_EVERY: Duration = Duration::from_secs(3600);

pub(crate) struct Timer {
    pub log: EventLog,
    pub queries: Queries,
    pub budget: Budget,
    /// What it reads from; it is looked at often enough to tell its health.
    pub postgres: Dependency,
}

impl Timer {
    /// Runs until shutdown.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut tidied: Option<Instant> = None;
        loop {
            match timeout(ANSWER_WITHIN, self.queries.quiet_since(Utc::now() - QUIET)).await {
                Ok(Ok(quiet)) => {
                    self.postgres.up();
                    for customer in quiet {
                        self.bring_back(customer).await;
                    }
                }
                Ok(Err(error)) => self.postgres.down(error),
                Err(_) => self.postgres.down("no answer within 3 s"),
            }
            if tidied.is_none_or(|at| at.elapsed() > TIDY_EVERY) {
                tidied = Some(Instant::now());
                self.tidy().await;
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    async fn bring_back(&self, customer: UserId) {
        let at = Utc::now();
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::System("assistant".to_owned()),
            correlation: Uuid::now_v7(),
            causation: None,
            request: None,
            at,
        };
        let command = ConversationCommand::ReturnToBot { at };
        let id = customer.to_string();
        let ordered =
            self.log.execute::<Conversation, _>(&id, command, &provenance, &NoReservations);
        match ordered.await {
            Ok(executed) if executed.wrote => {
                tracing::info!(user.id = %customer, "the bot is back after ten quiet minutes");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(user.id = %customer, "the bot is not back yet: {error}"),
        }
    }

    async fn tidy(&self) {
        if let Err(error) = self.budget.forget_old_days().await {
            tracing::warn!("old counters of calls could not be removed: {error}");
        }
    }
}
