//! RabbitMQ's side: the connection, the queue as its publishers declare it, and acknowledging.

use std::time::Duration;

use anyhow::{Context, ensure};
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicQosOptions, QueueDeclareOptions};
use lapin::tcp::OwnedTLSConfig;
use lapin::types::FieldTable;
use lapin::{Channel, Connection, ConnectionProperties, Consumer};
use tokio::time::timeout;

use crate::Settings;

/// lapin can wait for ever on a server that closes in the middle of an exchange.
const PATIENCE: Duration = Duration::from_secs(10);

/// A channel with a consumer on the queue. Tags are valid on this channel only.
pub(crate) struct Subscription {
    pub deliveries: Consumer,
    channel: Channel,
    /// Kept so that the connection lives as long as its channel.
    _connection: Connection,
}

/// Connects and starts consuming. A fault later ends `deliveries`; the caller subscribes anew.
pub(crate) async fn subscribe(settings: &Settings) -> anyhow::Result<Subscription> {
    timeout(PATIENCE, open(settings)).await.context("RabbitMQ did not answer within 10 s")?
}

async fn open(settings: &Settings) -> anyhow::Result<Subscription> {
    let connection = connect(settings, &settings.amqp_url, &settings.replica).await?;
    let channel = match with_queue(&connection, settings, true).await {
        Ok(channel) => channel,
        // Nobody has declared it yet. Declaring needs a right that looking does not.
        Err(_) => with_queue(&connection, settings, false).await?,
    };
    channel.basic_qos(settings.prefetch, BasicQosOptions::default()).await?;
    let deliveries = channel
        .basic_consume(
            settings.queue.as_str().into(),
            settings.replica.as_str().into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        )
        .await?;
    Ok(Subscription { deliveries, channel, _connection: connection })
}

/// Connects under a name that the broker shows. The private authority is trusted beside those of the
/// machine.
pub(crate) async fn connect(
    settings: &Settings,
    url: &str,
    name: &str,
) -> anyhow::Result<Connection> {
    let properties = ConnectionProperties::default().with_connection_name(name.into());
    let Some(authority) = &settings.authority else {
        return Ok(Connection::connect(url, properties).await?);
    };
    let chain = std::fs::read_to_string(authority)
        .with_context(|| format!("cannot read EMS_CA_FILE ({})", authority.display()))?;
    let tls = OwnedTLSConfig { cert_chain: Some(chain), ..OwnedTLSConfig::default() };
    let runtime = lapin::runtime::default_runtime()?;
    Ok(Connection::connect_with_config(url, properties, tls, runtime).await?)
}

/// A channel that has seen the queue, or has declared it. A failure closes the channel.
async fn with_queue(
    connection: &Connection,
    settings: &Settings,
    passive: bool,
) -> lapin::Result<Channel> {
    let channel = connection.create_channel().await?;
    // Publishers declare the queue durable, classic and without arguments; anything else is a 406.
    let options = QueueDeclareOptions { passive, durable: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(settings.queue.as_str().into(), options, FieldTable::default()).await?;
    Ok(channel)
}

impl Subscription {
    /// A handle for acknowledging deliveries of this subscription.
    pub fn acknowledger(&self) -> Acknowledger {
        Acknowledger(self.channel.clone())
    }
}

/// Acknowledges on the channel that delivered; a tag of another channel would close it (406).
#[derive(Clone)]
pub(crate) struct Acknowledger(Channel);

impl Acknowledger {
    /// Acknowledges every delivery up to and including `tag`.
    pub async fn up_to(&self, tag: u64) -> anyhow::Result<()> {
        let acked = self.0.basic_ack(tag, BasicAckOptions { multiple: true });
        timeout(PATIENCE, acked).await.context("RabbitMQ did not take an acknowledgement")??;
        // On a dead channel lapin reports success for an acknowledgement that goes nowhere.
        ensure!(self.0.status().connected(), "the channel is closed");
        Ok(())
    }
}
