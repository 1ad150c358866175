//! The loop of the assistant: take a customer's message from the log, find an answer, order it,
//! acknowledge. A crash repeats a message, and the command id, which follows from the message, makes
//! the repeat harmless: each message gets exactly one answer, from whichever replica.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use async_nats::jetstream::AckKind;
use async_nats::jetstream::message::Acker;
use chrono::Utc;
use domain::conversations::{
    Conversation, ConversationCommand, ConversationError, ConversationEvent,
};
use domain::event::Event;
use domain::ids::{CommandId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::subjects;
use event_log::{
    EventLog, ExecuteError, JetStreamEventStore, NoReservations, RecordError, RecordedEvent,
};
use futures::StreamExt;
use process::{CancellationToken, Dependency};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::desk::{Answer, Desk};
use crate::typing::is_typing;

/// Messages that one replica answers at once; the others wait where any replica can take them.
const AT_ONCE: usize = 16;
/// A replica that is not heard of for so long has died: another one answers.
const ACK_WAIT: Duration = Duration::from_secs(5);
const SIGN_OF_WORK: Duration = Duration::from_secs(1);
const ANEW_AFTER: Duration = Duration::from_secs(1);
/// After which a message whose answer could not be stored is delivered again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(crate) struct Duty {
    pub log: EventLog,
    pub desk: Arc<Desk>,
    pub health: Dependency,
}

impl Duty {
    /// Runs until shutdown. Answers in progress end with it: whoever takes their messages next begins
    /// anew.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut work = JoinSet::new();
        loop {
            let outcome = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                outcome = self.follow(&mut work) => outcome,
            };
            if let Err(error) = outcome {
                self.health.down(format!("{error:#}"));
                tracing::warn!("customers wait: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(ANEW_AFTER) => {}
            }
        }
    }

    /// Answers that are under way go on when the subscription breaks.
    async fn follow(&self, work: &mut JoinSet<()>) -> anyhow::Result<()> {
        let filters = [subjects::ALL_CONVERSATIONS];
        let shared = self.log.share_slow_work(subjects::ASSISTANT_CONSUMER, &filters, ACK_WAIT);
        let mut events = std::pin::pin!(shared.await?);
        self.health.up();
        loop {
            tokio::select! {
                Some(done) = work.join_next(), if !work.is_empty() => {
                    done.context("an answer panicked")?;
                }
                delivered = events.next(), if work.len() < AT_ONCE => {
                    let (found, acker) = delivered.context("the subscription ended")??;
                    work.spawn(self.clone().serve(found, acker));
                }
            }
        }
    }

    async fn serve(self, found: Result<RecordedEvent, RecordError>, acker: Acker) {
        let how = tokio::select! {
            outcome = self.react(found) => match outcome {
                Ok(()) => AckKind::Ack,
                Err(error) => {
                    tracing::warn!("a customer's message is taken up again: {error:#}");
                    AckKind::Nak(Some(AGAIN_AFTER))
                }
            },
            never = keep(&acker) => match never {},
        };
        if let Err(error) = acker.ack_with(how).await {
            tracing::debug!("delivered again, since it could not be acknowledged: {error}");
        }
    }

    async fn react(&self, found: Result<RecordedEvent, RecordError>) -> anyhow::Result<()> {
        let Ok(recorded) = found else { return Ok(()) };
        // Delivered again it would be as unreadable; the read models park it and say so.
        let event = match self.log.decode(&recorded).await {
            Ok(event) => event,
            Err(error) if error.can_be_mended() => return Err(error.into()),
            Err(_) => return Ok(()),
        };
        let Event::Conversation(customer, event) = event else { return Ok(()) };
        match event {
            ConversationEvent::CustomerWrote { message, text, .. } => {
                self.answer(customer, (message, &text), &recorded).await
            }
            ConversationEvent::PersonLeft { .. } | ConversationEvent::BotReturned { .. } => {
                self.take_up(customer, &recorded).await
            }
            _ => Ok(()),
        }
    }

    /// The person has left the customer's last message unanswered: it is the bot's now.
    async fn take_up(&self, customer: UserId, left: &RecordedEvent) -> anyhow::Result<()> {
        let conversation = self.conversation(customer, left).await?;
        let Some(last) = conversation.last.as_ref().map(|last| last.message) else { return Ok(()) };
        if !conversation.awaits_bot(last) {
            return Ok(());
        }
        let subject = subjects::of_aggregate("conversation", &customer.to_string());
        for recorded in self.log.load(&subject).await?.iter().rev() {
            let Ok(Event::Conversation(_, event)) = self.log.decode(recorded).await else {
                continue;
            };
            match event {
                ConversationEvent::CustomerWrote { message, text, .. } if message == last => {
                    return self.answer(customer, (message, &text), recorded).await;
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn answer(
        &self,
        customer: UserId,
        (message, text): (Uuid, &str),
        written: &RecordedEvent,
    ) -> anyhow::Result<()> {
        // The customer is erased.
        if text.is_empty() {
            return Ok(());
        }
        let conversation = self.conversation(customer, written).await?;
        if !conversation.awaits_bot(message) {
            return Ok(());
        }
        let answer = match self.desk.at_once(text) {
            Some(answer) => answer,
            None => tokio::select! {
                answer = self.desk.find(customer, text) => answer,
                never = is_typing(&self.log, customer) => match never {},
            },
        };
        self.say(customer, message, answer, written).await
    }

    /// The conversation as it is at least at an event: a follower of the log may lag.
    async fn conversation(
        &self,
        customer: UserId,
        at: &RecordedEvent,
    ) -> anyhow::Result<Conversation> {
        let store = JetStreamEventStore::<Conversation>::new(self.log.clone());
        let loaded = store.load(&customer.to_string()).await?;
        let is_old = loaded.tail.position < at.position;
        anyhow::ensure!(!is_old, "the log does not show position {} yet", at.position);
        Ok(loaded.aggregate)
    }

    async fn say(
        &self,
        customer: UserId,
        to: Uuid,
        answer: Answer,
        written: &RecordedEvent,
    ) -> anyhow::Result<()> {
        let Answer { text, source, based } = answer;
        let message = Uuid::new_v5(&written.id, b"answer");
        let command = ConversationCommand::AnswerAsBot { message, to, text, source, based };
        let provenance = Provenance {
            command: CommandId::derived(written.id, "answer"),
            actor: Actor::System("assistant".to_owned()),
            correlation: written.provenance.correlation,
            causation: Some(written.id),
            request: None,
            at: Utc::now(),
        };
        let id = customer.to_string();
        let ordered =
            self.log.execute::<Conversation, _>(&id, command, &provenance, &NoReservations);
        match ordered.await {
            Ok(executed) if executed.wrote => {
                let source: &'static str = source.into();
                metrics::counter!("ems_assistant_answers_total", "source" => source).increment(1);
                tracing::info!(
                    user.id = %customer, event.position = executed.position,
                    correlation.id = %provenance.correlation, source, "the bot has answered"
                );
                Ok(())
            }
            // Somebody has answered before; or a person has come, or the customer has gone.
            Ok(_)
            | Err(ExecuteError::Refused(
                ConversationError::TakenOver | ConversationError::NotOpen,
            )) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Tells the log that the message is being worked on.
async fn keep(acker: &Acker) -> Infallible {
    loop {
        tokio::time::sleep(SIGN_OF_WORK).await;
        if let Err(error) = acker.ack_with(AckKind::Progress).await {
            tracing::debug!("the log does not hear that an answer is on its way: {error}");
        }
    }
}
