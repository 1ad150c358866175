//! Meters: publishers on `device.measurements` as they are in the field.

use std::time::Duration;

use anyhow::{Context, ensure};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Connection, ConnectionProperties};

use super::eventually;

const QUEUE: &str = "device.measurements";
/// Publisher confirms on their way at once.
const WINDOW: usize = 2_000;

/// Publishes the bodies and waits until RabbitMQ has confirmed every one of them.
pub async fn publish<B: AsRef<[u8]>>(amqp_url: &str, bodies: &[B]) {
    try_publish(amqp_url, bodies).await.expect("RabbitMQ confirms every message");
}

/// As meters do it whose broker comes and goes: what was not confirmed is sent again.
pub async fn publish_until_confirmed(amqp_url: &str, bodies: &[String]) {
    eventually(Duration::from_secs(60), "RabbitMQ confirms every message", || async {
        let attempt = tokio::time::timeout(Duration::from_secs(20), try_publish(amqp_url, bodies));
        match attempt.await {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err("no answer within 20 s".to_owned()),
        }
    })
    .await;
}

async fn try_publish<B: AsRef<[u8]>>(amqp_url: &str, bodies: &[B]) -> anyhow::Result<()> {
    let connection = Connection::connect(amqp_url, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(QUEUE.into(), durable, FieldTable::default()).await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let mut confirms = FuturesUnordered::new();
    for body in bodies {
        let options = BasicPublishOptions::default();
        let sent =
            channel.basic_publish("".into(), QUEUE.into(), options, body.as_ref(), properties());
        confirms.push(sent.await?);
        while confirms.len() >= WINDOW {
            ensure!(confirms.next().await.context("a confirm is due")??.is_ack());
        }
    }
    while let Some(confirmed) = confirms.next().await {
        ensure!(confirmed?.is_ack());
    }
    Ok(connection.close(200, "done".into()).await?)
}

/// Messages that wait in the queue; those on their way to the bridge are not among them.
pub async fn depth(amqp_url: &str) -> anyhow::Result<u32> {
    let connection = Connection::connect(amqp_url, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    let declared = channel.queue_declare(QUEUE.into(), durable, FieldTable::default()).await?;
    connection.close(200, "done".into()).await?;
    Ok(declared.message_count())
}

/// Persistent JSON with the type header of the old meters' library.
fn properties() -> BasicProperties {
    let mut headers = FieldTable::default();
    headers.insert("__TypeId__".into(), AMQPValue::LongString("com.a1.Measurement".into()));
    BasicProperties::default()
        .with_delivery_mode(2)
        .with_content_type("application/json".into())
        .with_headers(headers)
}
