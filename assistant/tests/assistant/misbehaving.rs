//! A model that stalls, fails, is cut off or rambles: the customer gets a short, honest answer in time.

use std::time::Duration;

use anyhow::{Result, ensure};
use domain::conversations::AnswerSource;
use local_stack::ModelManner;
use tokio::time::Instant;

use crate::support::{Said, Stage, scale};

const QUESTION: &str = "How much did my boiler use yesterday?";
const PROMISED: Duration = Duration::from_secs(10);
/// On a machine that does many things at once.
const BUSY: Duration = Duration::from_secs(30);
const HALF_A_MINUTE: Duration = Duration::from_secs(30);

fn is_polite(said: &Said, why: &str) -> Result<()> {
    ensure!(said.source == AnswerSource::Fallback, "{said:?}");
    for part in [why, "Boiler: today not measured", "Would you like to speak to a person?"] {
        ensure!(said.text.contains(part), "{part:?} is missing in {:?}", said.text);
    }
    ensure!(said.text.len() <= 1_024);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_of_the_model_has_its_honest_word() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let incomplete = "I did not get a complete answer together";
    for (manner, why) in [
        (ModelManner::Fails(429), "Too many people are asking"),
        (ModelManner::Fails(500), "out of order"),
        (ModelManner::Fails(503), "out of order"),
        (ModelManner::Fails(400), "out of order"),
        (ModelManner::Blocks, "not able to answer this question"),
        (ModelManner::Truncates, incomplete),
        (ModelManner::HangsUp, incomplete),
        (ModelManner::Rambles, incomplete),
        (ModelManner::Babbles, incomplete),
        (ModelManner::Says(" \u{200b}<b></b>".to_owned()), incomplete),
    ] {
        stage.model.behave(manner.clone());
        let begin = Instant::now();
        let said = stage.ask(stage.alice, QUESTION).await?;
        ensure!(begin.elapsed() < scale(BUSY, PROMISED), "{manner:?} took {:?}", begin.elapsed());
        is_polite(&said, why).map_err(|error| error.context(format!("{manner:?}")))?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_stalls_is_not_waited_for() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let stalls: &[ModelManner] =
        &[ModelManner::Stalls(HALF_A_MINUTE), ModelManner::StallsInTheMiddle(HALF_A_MINUTE)];
    for manner in &stalls[..scale(1, 2)] {
        stage.model.behave(manner.clone());
        let begin = Instant::now();
        let said = stage.ask(stage.alice, QUESTION).await?;
        let elapsed = begin.elapsed();
        ensure!(elapsed < scale(HALF_A_MINUTE, PROMISED), "{manner:?} took {elapsed:?}");
        is_polite(&said, "It is taking too long")?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_model_marks_up_arrives_as_plain_words() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let markup = "# Hi\n**12.3** kWh <script>alert(1)</script><img src=x onerror=alert(1)> \
                  [click](javascript:alert(1)) https://evil.example \u{202e}";
    stage.model.behave(ModelManner::Says(markup.to_owned()));
    let said = stage.ask(stage.alice, QUESTION).await?;
    let first = said.text.split("\nBoiler:").next().unwrap_or_default();
    ensure!(first == "Hi\n12.3 kWh alert(1) click (link removed)", "{:?}", said.text);
    Ok(())
}
