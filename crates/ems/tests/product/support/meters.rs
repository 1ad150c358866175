//! Meters: publishers on `device.measurements` as they are in the field.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, ensure};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Confirmation, Connection, ConnectionProperties};

use super::eventually;

const QUEUE: &str = "device.measurements";
/// Publisher confirms on their way at once.
const WINDOW: usize = 2_000;

/// Which of the bodies RabbitMQ has not confirmed yet, by their places.
struct Unconfirmed(Mutex<BTreeSet<usize>>);

impl Unconfirmed {
    fn all_of<B>(bodies: &[B]) -> Self {
        Self(Mutex::new((0..bodies.len()).collect()))
    }

    fn places(&self) -> BTreeSet<usize> {
        self.0.lock().expect("nobody panics with it").clone()
    }

    fn note(&self, (place, answer): (usize, lapin::Result<Confirmation>)) {
        if answer.is_ok_and(|answer| answer.is_ack()) {
            self.0.lock().expect("nobody panics with it").remove(&place);
        }
    }
}

/// Publishes the bodies and waits until RabbitMQ has confirmed every one of them.
pub async fn publish<B: AsRef<[u8]>>(amqp_url: &str, bodies: &[B]) {
    let unconfirmed = Unconfirmed::all_of(bodies);
    try_publish(amqp_url, bodies, &unconfirmed).await.expect("RabbitMQ confirms every message");
}

/// As meters do it whose broker comes and goes: what was not confirmed is sent again, and nothing
/// else, so that nobody makes up for a confirmed message that is lost.
pub async fn publish_until_confirmed(amqp_url: &str, bodies: &[String]) {
    let unconfirmed = Unconfirmed::all_of(bodies);
    eventually(Duration::from_secs(60), "RabbitMQ confirms every message", || async {
        let attempt = try_publish(amqp_url, bodies, &unconfirmed);
        match tokio::time::timeout(Duration::from_secs(20), attempt).await {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err("no answer within 20 s".to_owned()),
        }
    })
    .await;
}

async fn try_publish<B: AsRef<[u8]>>(
    amqp_url: &str,
    bodies: &[B],
    unconfirmed: &Unconfirmed,
) -> anyhow::Result<()> {
    let connection = Connection::connect(amqp_url, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(QUEUE.into(), durable, FieldTable::default()).await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let mut answers = FuturesUnordered::new();
    for place in unconfirmed.places() {
        let (options, body) = (BasicPublishOptions::default(), bodies[place].as_ref());
        let sent = channel.basic_publish("".into(), QUEUE.into(), options, body, properties());
        // On a connection that broke, the answers that came before still hold.
        let Ok(confirm) = sent.await else { break };
        answers.push(async move { (place, confirm.await) });
        if answers.len() >= WINDOW {
            unconfirmed.note(answers.next().await.context("an answer is due")?);
        }
    }
    while let Some(answer) = answers.next().await {
        unconfirmed.note(answer);
    }
    let left = unconfirmed.places().len();
    ensure!(left == 0, "{left} messages are not confirmed");
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
