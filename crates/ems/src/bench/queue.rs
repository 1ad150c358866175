//! Queues for benches: filled before the clock starts, and drained bare as the peer.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions,
    ConfirmSelectOptions, QueueDeclareOptions, QueueDeleteOptions,
};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties};
use uuid::Uuid;

/// Publisher confirms on their way at once while filling.
const WINDOW: usize = 2_000;
/// The same as the bridge's, so that both sides are served alike.
const PREFETCH: u16 = 4_000;
const ACK_EVERY: u64 = 1_000;
const DEVICES: usize = 1_000;
/// The energy of each message, 0.083 kWh, in micro-watt-hours.
pub const ENERGY: i64 = 83_000_000;

/// A connection to the broker and a channel on it.
pub struct Broker {
    channel: Channel,
    _connection: Connection,
}

impl Broker {
    pub async fn connect(url: &str) -> Result<Self> {
        let connection = Connection::connect(url, ConnectionProperties::default()).await?;
        let channel = connection.create_channel().await?;
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
        Ok(Self { channel, _connection: connection })
    }

    /// Makes a durable classic queue and fills it with different readings of 1,000 devices.
    pub async fn fill(&self, queue: &str, messages: usize) -> Result<()> {
        self.declare(queue).await?;
        let devices: Vec<Uuid> = (0..DEVICES).map(|_| Uuid::new_v4()).collect();
        let start = Utc::now() - TimeDelta::days(20);
        let mut confirms = FuturesUnordered::new();
        for nth in 0..messages {
            let at = start + TimeDelta::seconds((nth / DEVICES) as i64);
            let body = body(devices[nth % DEVICES], at);
            let sent = self.channel.basic_publish(
                "".into(),
                queue.into(),
                BasicPublishOptions::default(),
                body.as_bytes(),
                BasicProperties::default().with_delivery_mode(2),
            );
            confirms.push(sent.await?);
            if confirms.len() >= WINDOW {
                confirms.next().await.context("a confirm is due")??;
            }
        }
        while let Some(confirmed) = confirms.next().await {
            confirmed?;
        }
        Ok(())
    }

    async fn declare(&self, queue: &str) -> Result<u32> {
        let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
        let declared = self.channel.queue_declare(queue.into(), durable, FieldTable::default());
        Ok(declared.await?.message_count())
    }

    /// Messages that wait in the queue; those delivered and not acknowledged are not among them.
    pub async fn depth(&self, queue: &str) -> Result<u32> {
        self.declare(queue).await
    }

    pub async fn delete(&self, queue: &str) -> Result<()> {
        self.channel.queue_delete(queue.into(), QueueDeleteOptions::default()).await?;
        Ok(())
    }

    /// The peer: takes every message and acknowledges a thousand at a time; nothing else.
    pub async fn drain_bare(&self, queue: &str, messages: usize) -> Result<Duration> {
        self.channel.basic_qos(PREFETCH, BasicQosOptions::default()).await?;
        let started = Instant::now();
        let mut deliveries = self
            .channel
            .basic_consume(
                queue.into(),
                queue.into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await?;
        let mut taken = 0;
        while taken < messages {
            let delivery = deliveries.next().await.context("the consumer ended")??;
            taken += 1;
            if delivery.delivery_tag.is_multiple_of(ACK_EVERY) || taken == messages {
                let multiple = BasicAckOptions { multiple: true };
                self.channel.basic_ack(delivery.delivery_tag, multiple).await?;
            }
        }
        let took = started.elapsed();
        self.channel.basic_cancel(queue.into(), Default::default()).await?;
        ensure!(self.depth(queue).await? == 0, "the bare drain left messages in the queue");
        Ok(took)
    }
}

/// 115 bytes, as meters send them.
fn body(device: Uuid, at: DateTime<Utc>) -> String {
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    format!(r#"{{"deviceId":"{device}","measurementValue":0.083,"timestamp":"{at}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_115_bytes() {
        assert_eq!(body(Uuid::nil(), DateTime::UNIX_EPOCH).len(), 115);
    }
}
