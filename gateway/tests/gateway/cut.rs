//! Clients that leave before the answer: no transaction of theirs stays open in PostgreSQL.

use std::time::Duration;

use anyhow::{Result, ensure};
use futures::{StreamExt, TryStreamExt};
use local_stack::scale;

use crate::support::Stage;

const AT_ONCE: usize = 16;

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_are_cut_off_leave_nothing_behind_in_the_database() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let requests = scale(300, 5_000);
    let path = format!("/api/monitoring/{}?date=2026-11-23", stage.boiler);
    let sent = futures::stream::iter(0..requests).map(|_| {
        let patience = Duration::from_millis(rand::random_range(0..=50));
        let read = alice.cookie(stage.get(&path)).send();
        async move {
            match tokio::time::timeout(patience, read).await {
                Ok(answer) => anyhow::Ok(Some(answer?.status())),
                Err(_cut) => Ok(None),
            }
        }
    });
    let answers: Vec<_> = sent.buffer_unordered(AT_ONCE).try_collect().await?;
    let answered = answers.iter().flatten().count();
    ensure!(answers.iter().flatten().all(|status| *status == 200));
    ensure!(answered < requests, "none was cut off");

    let begun = std::time::Instant::now();
    while stage.open_transactions().await? > 0 {
        ensure!(begun.elapsed() < Duration::from_secs(5), "a transaction stays open");
    }
    let whole = alice.cookie(stage.get(&path)).send().await?;
    ensure!(whole.status() == 200);
    Ok(())
}
