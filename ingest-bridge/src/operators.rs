//! What the bridge does for operators: it tells how many readings wait in the queue, and sends messages
//! of quarantine to their queue again. On a connection of its own, so that it delays no reading.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use domain::subjects;
use event_log::{EventLog, Figures, Pulse, Quarantined};
use futures::StreamExt;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel};
use process::CancellationToken;
use tokio::time::timeout;

use crate::Settings;
use crate::broker::connect;

const PERIOD: Duration = Duration::from_secs(2);
/// For each exchange with RabbitMQ.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Operators {
    pub settings: Settings,
    pub log: EventLog,
    pub pulse: Pulse,
}

impl Operators {
    /// Runs until shutdown. Without RabbitMQ nothing is told and nothing sent.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        loop {
            let served = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                served = self.serve() => served,
            };
            self.pulse.measured(Figures::default());
            if let Err(error) = served {
                tracing::debug!("operators are not served now: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    /// Returns only with an error.
    async fn serve(&self) -> anyhow::Result<()> {
        let name = format!("{} for operators", self.settings.replica);
        let connected = connect(&self.settings, &self.settings.retry_url, &name);
        let connection = timeout(PATIENCE, connected).await??;
        let channel = timeout(PATIENCE, connection.create_channel()).await??;
        timeout(PATIENCE, channel.confirm_select(ConfirmSelectOptions::default())).await??;
        let group = "ingest-bridge".to_owned();
        let asked = self.log.client().queue_subscribe(subjects::RETRY_QUARANTINE, group).await;
        let mut asked = asked.context("NATS does not answer")?;
        let mut look = tokio::time::interval(PERIOD);
        loop {
            tokio::select! {
                _ = look.tick() => self.measure(&channel).await?,
                message = asked.next() => {
                    let message = message.context("the subscription ended")?;
                    let Some(reply) = message.reply else { continue };
                    let answer = match self.send_again(&channel, &message.payload).await {
                        Ok(()) => String::new(),
                        Err(error) => format!("{error:#}"),
                    };
                    self.log.client().publish(reply, answer.into()).await?;
                }
            }
        }
    }

    async fn measure(&self, channel: &Channel) -> anyhow::Result<()> {
        let queue = self.settings.queue.as_str().into();
        // Looking at it needs no right, declaring it does.
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declared = channel.queue_declare(queue, options, FieldTable::default());
        let depth = u64::from(timeout(PATIENCE, declared).await??.message_count());
        self.pulse.measured(Figures { lag: Some(depth), ..Figures::default() });
        Ok(())
    }

    /// It leaves quarantine once RabbitMQ has confirmed it; in between it may be in both places, and a
    /// reading that comes twice counts once.
    async fn send_again(&self, channel: &Channel, position: &[u8]) -> anyhow::Result<()> {
        let position: u64 = std::str::from_utf8(position)?.parse()?;
        let Some(message) = self.log.quarantined_at(position).await? else {
            bail!("there is no message {position}");
        };
        ensure!(!message.is_cut_off(), "only the beginning of message {position} was kept");
        timeout(PATIENCE, publish(channel, &message))
            .await
            .context("RabbitMQ did not confirm")??;
        Ok(self.log.release_quarantined(position).await?)
    }
}

async fn publish(channel: &Channel, message: &Quarantined) -> anyhow::Result<()> {
    let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
    let properties = BasicProperties::default().with_delivery_mode(2);
    let queue = message.source.as_str().into();
    let sent = channel.basic_publish("".into(), queue, options, &message.kept, properties);
    let confirmed = sent.await?.await?;
    ensure!(
        confirmed.is_ack() && confirmed.take_message().is_none(),
        "RabbitMQ has no queue {:?}",
        message.source
    );
    Ok(())
}
