//! Clients that leave before the answer: a request is carried out whole, or not at all.

use std::time::Duration;

use anyhow::{Result, ensure};
use domain::subjects;
use futures::{StreamExt, TryStreamExt};
use local_stack::scale;

use crate::harness::{ADMINISTRATOR, Service, device};

const AT_ONCE: usize = 16;
const LONGEST: u64 = 50;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_and_what_was_cut_off_is_whole_or_missing() -> Result<()> {
    let service = Service::start().await?;
    let requests = scale(500, 5_000);
    let sent = futures::stream::iter(0..requests).map(|nth| {
        let body = device(&format!("Meter {nth}"));
        // On a busy machine nobody is answered so soon; every tenth client waits.
        let impatient = Duration::from_millis(rand::random_range(0..=LONGEST));
        let patience = if nth % 10 == 0 { Duration::from_secs(30) } else { impatient };
        let post = service.post(ADMINISTRATOR, "/devices", body);
        async move {
            match tokio::time::timeout(patience, post).await {
                Ok(answer) => Ok(Some(answer?)),
                Err(_cut) => anyhow::Ok(None),
            }
        }
    });
    let answers: Vec<_> = sent.buffer_unordered(AT_ONCE).try_collect().await?;
    let answered: Vec<_> = answers.into_iter().flatten().collect();
    println!("{} of {requests} answered", answered.len());
    ensure!(!answered.is_empty() && answered.len() < requests, "some are cut off, some are not");
    for answer in &answered {
        let kinds = service.kinds("device", answer.created_id()?).await?;
        ensure!(kinds == ["DeviceRegistered", "LimitChanged"], "{kinds:?}");
    }

    // Ending lets what was begun finish; then every device in the log has its name and its events.
    let log = service.log.clone();
    service.stop().await?;
    let stream = log.jetstream().get_stream(subjects::EVENTS).await?;
    let state = &stream.cached_info().state;
    let (events, subjects) = (state.messages, state.subjects_count);
    ensure!(events.is_multiple_of(3), "{events} events: some device is not whole");
    ensure!(subjects == events / 3 * 2, "{subjects} subjects of {} devices", events / 3);
    ensure!(events / 3 > answered.len() as u64, "no request went on after its client had left");
    Ok(())
}
