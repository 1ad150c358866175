//! Publishes readings as meters do, and knows that the broker has them.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties, PublisherConfirm};

use super::{QUEUE, Reading};

/// So many may be on their way unconfirmed; it bounds memory and the wait at the end.
const WINDOW: usize = 1_000;

/// A publish or its confirmation can hang when the broker is out of disk.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Publisher {
    connection: Connection,
    channel: Channel,
    unconfirmed: Vec<PublisherConfirm>,
}

impl Publisher {
    /// Looks for the queue, and declares it only where it is not: whoever may merely publish may not.
    pub async fn connect(amqp: &str) -> Result<Self> {
        let connection = Connection::connect(amqp, ConnectionProperties::default());
        let connection = bounded(connection).await?.context("cannot connect to RabbitMQ")?;
        let channel = match with_queue(&connection, true).await {
            Ok(channel) => channel,
            Err(_) => with_queue(&connection, false).await?,
        };
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
        Ok(Self { connection, channel, unconfirmed: Vec::with_capacity(WINDOW) })
    }

    /// Publishes one reading; waits for the confirmations when enough of them are due.
    pub async fn send(&mut self, reading: &Reading) -> Result<()> {
        let properties = BasicProperties::default()
            .with_content_type("application/json".into())
            .with_delivery_mode(2);
        let message = reading.message();
        let options = BasicPublishOptions::default();
        let sent = self.channel.basic_publish(
            "".into(),
            QUEUE.into(),
            options,
            message.as_bytes(),
            properties,
        );
        self.unconfirmed.push(bounded(sent).await??);
        if self.unconfirmed.len() >= WINDOW {
            self.confirm().await?;
        }
        Ok(())
    }

    /// Waits until the broker has all that was sent.
    pub async fn confirm(&mut self) -> Result<()> {
        for confirmation in self.unconfirmed.drain(..) {
            let confirmed = bounded(confirmation).await??;
            ensure!(confirmed.is_ack(), "RabbitMQ refused a reading");
        }
        Ok(())
    }

    pub async fn close(mut self) -> Result<()> {
        self.confirm().await?;
        Ok(self.connection.close(200, "done".into()).await?)
    }
}

/// As the meters in the field declare it: durable, classic, no arguments. A failure closes the channel.
async fn with_queue(connection: &Connection, passive: bool) -> lapin::Result<Channel> {
    let channel = connection.create_channel().await?;
    let options = QueueDeclareOptions { passive, durable: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(QUEUE.into(), options, FieldTable::default()).await?;
    Ok(channel)
}

async fn bounded<T>(work: impl IntoFuture<Output = T>) -> Result<T> {
    tokio::time::timeout(PATIENCE, work)
        .await
        .with_context(|| format!("RabbitMQ does not answer within {} s", PATIENCE.as_secs()))
}
