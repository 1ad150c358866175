//! Meters: publishers on `device.measurements` as they are in the field.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Connection, ConnectionProperties};

const QUEUE: &str = "device.measurements";
/// Publisher confirms on their way at once.
const WINDOW: usize = 2_000;

/// Publishes the bodies and waits until RabbitMQ has confirmed every one of them.
pub async fn publish<B: AsRef<[u8]>>(amqp_url: &str, bodies: &[B]) {
    let connection = Connection::connect(amqp_url, ConnectionProperties::default())
        .await
        .expect("RabbitMQ answers");
    let channel = connection.create_channel().await.expect("a channel");
    let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    let declared = channel.queue_declare(QUEUE.into(), durable, FieldTable::default());
    declared.await.expect("the queue is declared as meters declare it");
    channel.confirm_select(ConfirmSelectOptions::default()).await.expect("confirms");
    let mut confirms = FuturesUnordered::new();
    for body in bodies {
        let options = BasicPublishOptions::default();
        let sent =
            channel.basic_publish("".into(), QUEUE.into(), options, body.as_ref(), properties());
        confirms.push(sent.await.expect("a publish"));
        while confirms.len() >= WINDOW {
            let confirmed = confirms.next().await.expect("a confirm is due");
            assert!(confirmed.expect("a confirm").is_ack());
        }
    }
    while let Some(confirmed) = confirms.next().await {
        assert!(confirmed.expect("a confirm").is_ack());
    }
    connection.close(200, "done".into()).await.expect("a clean end");
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
