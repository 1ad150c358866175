//! A reading goes on, in order and without a gap, when the server that served it is killed.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::subjects;
use event_log::{BatchMessage, EventLog, LogSettings, SubscribeError};
use futures::future::try_join_all;
use futures::{StreamExt, TryStreamExt};
use local_stack::NatsCluster;

const MESSAGES: u64 = 20_000;
const OF_A_BATCH: u64 = 1_000;
const AGREED_WITHIN: Duration = Duration::from_secs(60);
/// The client's own ordered consumer needs 35 s and more.
const GOES_ON_WITHIN: Duration = Duration::from_secs(25);

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_outlives_the_server_of_its_consumer() -> Result<()> {
    let mut cluster = NatsCluster::start().await?;
    let log = connect(&cluster).await?;
    make_streams(&log).await?;
    fill(&log).await?;
    // On another server than ours: the end of our own connection would be noticed at once.
    // The cluster places each consumer where it likes, so this may take a few tries.
    let ours = log.client().server_info().server_name;
    let (reading, server) = loop {
        let reading = log.follow(subjects::ALL_EVENTS, 0).await?;
        let server = server_of_newest_consumer(&log).await?;
        if server != ours {
            break (reading, server);
        }
    };
    let mut reading = std::pin::pin!(reading.map(position));
    for expected in 1..=MESSAGES / 4 {
        ensure!(reading.next().await.context("a message")?? == expected);
    }
    cluster.server(&server).context("the server")?.kill();
    let killed = Instant::now();
    for expected in MESSAGES / 4 + 1..=MESSAGES {
        let next = tokio::time::timeout(GOES_ON_WITHIN, reading.next());
        let next = next.await.with_context(|| format!("it stands still before {expected}"))?;
        ensure!(next.context("a message")?? == expected);
    }
    println!("all {MESSAGES} in order, the last {:?} after {server} was killed", killed.elapsed());
    Ok(())
}

async fn connect(cluster: &NatsCluster) -> Result<EventLog> {
    let settings = LogSettings { replicas: 3, ..LogSettings::at(cluster.url()) };
    Ok(EventLog::connect(&settings, "test").await?)
}

/// Servers that have just met take a while to agree on who leads.
async fn make_streams(log: &EventLog) -> Result<()> {
    let begun = Instant::now();
    loop {
        match log.ensure_streams(3).await {
            Err(_) if begun.elapsed() < AGREED_WITHIN => {}
            made => return Ok(made?),
        }
    }
}

/// Messages that are no events of ours: a reading of EVENTS tells of each with its position.
async fn fill(log: &EventLog) -> Result<()> {
    let subject = subjects::of_aggregate("device", "filler");
    for _ in 0..MESSAGES / OF_A_BATCH {
        let message = BatchMessage {
            subject: subject.clone(),
            headers: async_nats::HeaderMap::new(),
            payload: vec![b'x'; 200].into(),
        };
        log.publish_batch(vec![message; OF_A_BATCH as usize]).await?;
    }
    Ok(())
}

fn position(event: Result<event_log::RecordedEvent, SubscribeError>) -> Result<u64> {
    match event {
        Err(SubscribeError::Record(no_event)) => Ok(no_event.position()),
        Err(error) => Err(error.into()),
        Ok(event) => Ok(event.position),
    }
}

/// Name of the server of the newest consumer on EVENTS.
async fn server_of_newest_consumer(log: &EventLog) -> Result<String> {
    let stream = log.jetstream().get_stream(subjects::EVENTS).await?;
    let names: Vec<String> = stream.consumer_names().try_collect().await?;
    let infos = try_join_all(names.iter().map(|name| stream.consumer_info(name))).await?;
    let newest = infos.into_iter().max_by_key(|consumer| consumer.created);
    let cluster = newest.and_then(|consumer| consumer.cluster);
    cluster.and_then(|cluster| cluster.leader).context("a consumer on a server")
}
