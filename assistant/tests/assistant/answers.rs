//! Rules answer at once, the model with the customer's own numbers, and without a key an honest word.

use anyhow::{Result, ensure};
use chrono::{Duration, Utc};
use chrono_tz::Tz;
use domain::conversations::AnswerSource;
use domain::metering::{Instant, Reading};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::BatchMessage;
use local_stack::ModelManner;

use crate::support::{PATIENCE, Stage};

/// At noon in Bucharest, as many days ago.
async fn measure(stage: &Stage, days_ago: i64, energy: i64) -> Result<()> {
    let day = (Utc::now() - Duration::days(days_ago)).with_timezone(&Tz::Europe__Bucharest);
    let noon = day.date_naive().and_hms_opt(10, 0, 0);
    let measured_at = Instant::of(noon.expect("a time").and_utc());
    let reading = Reading { device: stage.boiler, measured_at, energy: MicroWattHours(energy) };
    let message = BatchMessage {
        subject: subjects::of_measurement(stage.boiler),
        headers: Default::default(),
        payload: serde_json::to_vec(&reading)?.into(),
    };
    stage.log.publish(message).await?;
    Ok(())
}

/// Both hours are above the limit: once that is known, they are counted.
async fn wait_for_alerts(stage: &Stage, count: usize) -> Result<()> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while stage.queries.alerts_of(stage.alice, 10).await?.len() < count {
        ensure!(tokio::time::Instant::now() < deadline, "the readings are not counted");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_is_given_the_customers_own_numbers_and_the_answer_quotes_and_keeps_them()
-> Result<()> {
    let stage = Stage::set(&[]).await?;
    measure(&stage, 1, 12_300_000_000).await?;
    measure(&stage, 2, 5_000_000_000).await?;
    wait_for_alerts(&stage, 2).await?;
    let question = "Cât a folosit boilerul meu ieri? <b>și „de ce”?</b>";
    stage.model.behave(ModelManner::Says("Boilerul a folosit **12,30 kWh** ieri.".to_owned()));
    let said = stage.ask(stage.alice, question).await?;

    let (numbers, text) = stage.last_question()?;
    ensure!(text == question, "the text is a part of its own: {text}");
    let boiler = &numbers["devices"][0];
    ensure!(boiler["name"] == "Boiler" && boiler["yesterday"] == "12.3", "{numbers}");
    ensure!(boiler["today"].is_null() && boiler["limitInOneHour"] == "3", "{numbers}");
    ensure!(numbers["timeZone"] == "Europe/Bucharest" && numbers["openAlerts"] == 2, "{numbers}");
    let alert = &numbers["newestOpenAlerts"][0];
    let noon = alert["hour"].as_str().is_some_and(|hour| hour.ends_with(" 12:00"));
    ensure!(noon && alert["used"] == "12.3" && alert["limit"] == "3", "{numbers}");
    let request = stage.model.requests().pop().expect("a request").to_string();
    ensure!(request.contains("Answer in Romanian.") && !request.contains(stage.model.key()));

    ensure!(said.source == AnswerSource::Model, "{said:?}");
    let expected = "Boilerul a folosit 12,30 kWh ieri.\nBoiler: azi nemăsurat, ieri 12.30 kWh";
    ensure!(said.text.starts_with(expected), "{}", said.text);
    let based = said.based.expect("the numbers");
    ensure!(based.position > 0 && based.zone == "Europe/Bucharest");
    ensure!(based.devices[0].yesterday == Some(MicroWattHours(12_300_000_000)), "{based:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_answers_without_the_model_and_a_long_question_is_cut() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let said = stage.ask(stage.alice, "Where is my contract?").await?;
    ensure!(said.source == AnswerSource::Rule && said.based.is_none(), "{said:?}");
    ensure!(said.text.starts_with("Your contract is with the papers"), "{}", said.text);
    ensure!(stage.model.requests().is_empty(), "nobody asked the model");

    stage.ask(stage.bob, &"ă how? ".repeat(1_000)).await?;
    let (_, text) = stage.last_question()?;
    ensure!(text.len() <= 2_048 && text.len() > 2_000, "{} bytes", text.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_the_bot_says_so_tells_the_numbers_and_offers_a_person() -> Result<()> {
    let stage = Stage::set(&[("EMS_GEMINI_KEY", "")]).await?;
    let said = stage.ask(stage.alice, "How much did my boiler use yesterday?").await?;
    ensure!(said.source == AnswerSource::Fallback, "{said:?}");
    for part in ["no language model", "Boiler: today not measured", "speak to a person"] {
        ensure!(said.text.contains(part), "{part} is missing: {}", said.text);
    }
    ensure!(stage.model.requests().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_the_model_end_with_the_customers_share_and_with_the_days() -> Result<()> {
    let limits = [("EMS_MODEL_CALLS_PER_USER", "2"), ("EMS_MODEL_CALLS_PER_DAY", "3")];
    let stage = Stage::set(&limits).await?;
    let question = "How much did my boiler use yesterday?";
    for _ in 0..2 {
        ensure!(stage.ask(stage.alice, question).await?.source == AnswerSource::Model);
    }
    let own = stage.ask(stage.alice, question).await?;
    ensure!(own.text.contains("back tomorrow"), "{}", own.text);
    ensure!(stage.ask(stage.bob, question).await?.source == AnswerSource::Model);
    let all = stage.ask(stage.bob, question).await?;
    ensure!(all.text.contains("Too many people"), "{}", all.text);
    ensure!(stage.model.requests().len() == 3, "the others cost nothing");
    Ok(())
}
