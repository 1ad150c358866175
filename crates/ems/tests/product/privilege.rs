//! Least privilege: with the credentials of a role nobody can do more than the role does.

use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event};
use domain::permissions::{LogUser, inbox_of};
use domain::subjects;
use lapin::options::{
    BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
    QueueDeleteOptions, QueuePurgeOptions,
};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Connection, ConnectionProperties};
use sqlx::{Connection as _, Executor, PgConnection};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::support::{Place, World};

const PATIENCE: Duration = Duration::from_secs(20);
const QUEUE: &str = "device.measurements";
const LEAST: usize = 15;

/// Something that a role must not be able to do.
enum Act {
    Publish(String),
    Subscribe(String),
    Sql(&'static str),
    Broker(Deed),
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Publish,
    Take,
    Purge,
    Delete,
    Declare,
}

/// A connection to NATS as a role, with what the server refuses.
struct Caller {
    client: Client,
    refusals: UnboundedReceiver<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credentials_of_a_role_open_nothing_else() {
    let world = World::start(1, &[]).await;
    let before = messages(&world).await;
    for user in LogUser::ALL.into_iter().filter(|user| *user != LogUser::Operator) {
        let acts = forbidden(user);
        assert!(acts.len() >= LEAST, "{user:?} tries {} acts", acts.len());
        let mut caller = Caller::connect(&world.place, user).await;
        let settings = world.place.settings_of(user.name());
        let setting = |wanted: &str| {
            let found = settings.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone()).expect("a setting")
        };
        for act in acts {
            match act {
                Act::Publish(subject) => caller.publish_is_refused(user, &subject).await,
                Act::Subscribe(subject) => caller.subscribe_is_refused(user, &subject).await,
                Act::Sql(statement) => {
                    sql_is_refused(user, &setting("EMS_DATABASE_URL"), statement).await;
                }
                Act::Broker(deed) => broker_refuses(&setting("EMS_AMQP_URL"), deed).await,
            }
        }
    }
    assert_eq!(messages(&world).await, before, "what the streams hold");
}

#[tokio::test(flavor = "multi_thread")]
async fn meters_can_publish_and_nothing_else() {
    let world = World::start(1, &[]).await;
    let meters = world.place.amqp_url.replacen("//ems:", "//meters:", 1);
    for deed in [Deed::Take, Deed::Purge, Deed::Delete, Deed::Declare] {
        broker_refuses(&meters, deed).await;
    }
    let connection = connect_broker(&meters).await;
    let published = carry_out(&connection, Deed::Publish).await;
    assert!(published.is_ok(), "meters publish: {published:?}");
}

/// What nobody may do, and what is another role's to do.
fn forbidden(user: LogUser) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    for stream in subjects::STREAMS {
        acts.push(Act::Publish(format!("$JS.API.STREAM.PURGE.{stream}")));
        acts.push(Act::Publish(format!("$JS.API.STREAM.DELETE.{stream}")));
    }
    acts.push(Act::Publish(format!("$JS.API.STREAM.UPDATE.{}", subjects::EVENTS)));
    acts.push(Act::Publish(format!("$JS.API.STREAM.MSG.DELETE.{}", subjects::EVENTS)));
    acts.push(Act::Publish("$JS.API.STREAM.CREATE.MINE".to_owned()));
    // The answers to somebody else.
    acts.push(Act::Subscribe(inbox_of("*") + ".>"));
    acts.push(Act::Subscribe("ems.event.>".to_owned()));
    let foreign: &[&str] = match user {
        LogUser::CommandApi => &["ems.measurement.1", "ems.quarantine.amqp", "ems.live.totals.x"],
        LogUser::IngestBridge => &["ems.event.user.x", "ems.key.x", "ems.security.x"],
        LogUser::Projections => &["ems.event.user.x", "ems.event.administrators.all"],
        LogUser::Gateway | LogUser::Assistant => &["ems.event.user.x", "ems.measurement.1"],
        LogUser::Audit | LogUser::Operator => &["ems.event.user.x", "ems.event.device.x"],
    };
    acts.extend(foreign.iter().map(|subject| Act::Publish((*subject).to_owned())));
    let statements: &[&'static str] = match user {
        LogUser::Projections => &[
            "select * from gateway.sessions",
            "drop table gateway.sessions",
            "create table gateway.mine (id int)",
            "create table public.mine (id int)",
            "create role mine",
            "drop database postgres",
        ],
        LogUser::Gateway => &[
            "create table gateway.mine (id int)",
            "alter table gateway.sessions add column mine int",
            "drop table gateway.sessions",
            "create schema mine",
            "delete from metering.hourly_totals",
            "update projections.users set role = 'ADMIN'",
            "truncate metering.readings_1",
        ],
        LogUser::Assistant | LogUser::Audit => &[
            "select * from gateway.sessions",
            "create table projections.mine (id int)",
            "create table public.mine (id int)",
            "delete from metering.hourly_totals",
            "update projections.users set role = 'ADMIN'",
            "drop table metering.readings_1",
        ],
        // They have no user in the database at all.
        LogUser::CommandApi | LogUser::IngestBridge | LogUser::Operator => &[],
    };
    acts.extend(statements.iter().copied().map(Act::Sql));
    if user == LogUser::IngestBridge {
        // To purge is to read and to throw away: RabbitMQ has one right for both.
        acts.extend([Deed::Publish, Deed::Delete, Deed::Declare].map(Act::Broker));
    }
    acts
}

impl Caller {
    async fn connect(place: &Place, user: LogUser) -> Self {
        let seed = std::fs::read_to_string(place.keys.file(user).expect("a key")).expect("a seed");
        let (said, refusals) = unbounded_channel();
        let options = ConnectOptions::with_nkey(seed).event_callback(move |event| {
            let said = said.clone();
            async move {
                if let Event::ServerError(error) = event {
                    // Nobody listens any more once the test has ended.
                    let _sent = said.send(error.to_string());
                }
            }
        });
        let client = options.connect(place.bare_nats_url()).await.expect("the role signs in");
        Self { client, refusals }
    }

    async fn publish_is_refused(&mut self, user: LogUser, subject: &str) {
        let payload = r#"{"name":"MINE","subjects":["mine"]}"#;
        self.client.publish(subject.to_owned(), payload.into()).await.expect("it is sent");
        self.client.flush().await.expect("it is sent");
        self.was_refused(user, subject).await;
    }

    async fn subscribe_is_refused(&mut self, user: LogUser, subject: &str) {
        let _subscription = self.client.subscribe(subject.to_owned()).await.expect("it is sent");
        self.client.flush().await.expect("it is sent");
        self.was_refused(user, subject).await;
    }

    async fn was_refused(&mut self, user: LogUser, subject: &str) {
        let refusal = timeout(PATIENCE, self.refusals.recv()).await;
        let refusal = refusal.unwrap_or_else(|_| panic!("{user:?} may use {subject}"));
        let refusal = refusal.expect("the connection stands").to_lowercase();
        let expected = format!("\"{}\"", subject.to_lowercase());
        assert!(refusal.contains("permissions violation"), "{user:?} {subject}: {refusal}");
        assert!(refusal.contains(&expected), "{user:?} {subject}: {refusal}");
    }
}

async fn sql_is_refused(user: LogUser, url: &str, statement: &str) {
    let mut connection = PgConnection::connect(url).await.expect("the role signs in");
    let error = match connection.execute(statement).await {
        Ok(_) => panic!("{user:?} may do {statement:?}"),
        Err(error) => error,
    };
    let code = error.as_database_error().and_then(|error| error.code());
    assert_eq!(code.as_deref(), Some("42501"), "{user:?} {statement:?}: {error}");
}

async fn broker_refuses(url: &str, deed: Deed) {
    let connection = connect_broker(url).await;
    let outcome = carry_out(&connection, deed).await;
    let error = outcome.expect_err(&format!("{deed:?} is refused")).to_string();
    assert!(
        error.contains("ACCESS_REFUSED") || error.contains("ACCESS-REFUSED"),
        "{deed:?}: {error}"
    );
}

async fn connect_broker(url: &str) -> Connection {
    let connected = Connection::connect(url, ConnectionProperties::default());
    timeout(PATIENCE, connected).await.expect("in time").expect("the role signs in")
}

/// A refusal closes the channel, so each deed has one of its own.
async fn carry_out(connection: &Connection, deed: Deed) -> lapin::Result<()> {
    let channel = connection.create_channel().await?;
    let queue = || QUEUE.into();
    match deed {
        Deed::Publish => {
            channel.confirm_select(ConfirmSelectOptions::default()).await?;
            let (options, properties) =
                (BasicPublishOptions::default(), BasicProperties::default());
            channel.basic_publish("".into(), queue(), options, b"?", properties).await?.await?;
        }
        Deed::Take => {
            channel.basic_get(queue(), BasicGetOptions::default()).await?;
        }
        Deed::Purge => {
            channel.queue_purge(queue(), QueuePurgeOptions::default()).await?;
        }
        Deed::Delete => {
            channel.queue_delete(queue(), QueueDeleteOptions::default()).await?;
        }
        Deed::Declare => {
            let options = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
            channel.queue_declare("mine".into(), options, FieldTable::default()).await?;
        }
    }
    Ok(())
}

async fn messages(world: &World) -> Vec<u64> {
    let mut counts = Vec::new();
    for stream in subjects::STREAMS {
        let stream = world.log.jetstream().get_stream(stream).await.expect("the stream is there");
        counts.push(stream.cached_info().state.messages);
    }
    counts
}
