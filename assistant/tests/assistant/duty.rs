//! Who answers whom, and when: one answer for each message, the bot back after quiet minutes, and a
//! sign while it is at work.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{TimeDelta, Utc};
use domain::conversations::{ConversationCommand, ConversationEvent};
use domain::ids::UserId;
use domain::subjects;
use futures::StreamExt;
use local_stack::ModelManner;
use uuid::Uuid;

use crate::support::{PATIENCE, Stage};

const QUESTION: &str = "How much did my boiler use yesterday?";

#[tokio::test(flavor = "multi_thread")]
async fn replicas_give_each_message_exactly_one_answer_also_what_was_written_before_they_came()
-> Result<()> {
    let mut stage = Stage::without_assistant(&[]).await?;
    let mut written = Vec::new();
    for nth in 0..10 {
        let text = if nth % 2 == 0 { QUESTION } else { "Where is my contract?" };
        written.push((stage.alice, stage.write(stage.alice, text).await?));
        written.push((stage.bob, stage.write(stage.bob, text).await?));
    }
    stage.start_assistant().await?;
    stage.start_assistant().await?;
    for (customer, message) in &written {
        stage.answer_to(*customer, *message).await?;
    }
    stage.settled().await?;
    for (customer, message) in written {
        let said = stage.said_to(customer, message).await?;
        ensure!(said.len() == 1, "{message}: {said:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_quiet_minutes_the_bot_is_back_and_answers_what_waits() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let (alice, person) = (stage.alice, UserId(Uuid::from_u128(9)));
    stage.ask(alice, QUESTION).await?;
    let at = Utc::now() - TimeDelta::minutes(11);
    stage.order(alice, ConversationCommand::Join { person, at }).await?;
    let message = stage.write(alice, QUESTION).await?;
    stage.answer_to(alice, message).await?;
    let events = stage.events(alice).await?;
    let returned = events.iter().position(|event| {
        matches!(event, ConversationEvent::BotReturned { person: left, .. } if *left == person)
    });
    let answered = events.iter().rposition(
        |event| matches!(event, ConversationEvent::BotAnswered { to, .. } if *to == message),
    );
    ensure!(returned.context("the bot is back")? < answered.context("it answers")?, "{events:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_there_is_not_disturbed_and_hands_back_by_leaving() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let (alice, person) = (stage.alice, UserId(Uuid::from_u128(9)));
    stage.order(alice, ConversationCommand::AskForPerson).await?;
    stage.order(alice, ConversationCommand::Join { person, at: Utc::now() }).await?;
    let seen = stage.write(alice, QUESTION).await?;
    let (message, text, at) = (Uuid::now_v7(), "12 kWh".to_owned(), Utc::now());
    stage.order(alice, ConversationCommand::WriteAsPerson { message, person, text, at }).await?;
    let left_over = stage.write(alice, QUESTION).await?;
    stage.settled().await?;
    ensure!(stage.said_to(alice, left_over).await?.is_empty(), "a person is on duty");
    stage.order(alice, ConversationCommand::Leave { person }).await?;
    stage.answer_to(alice, left_over).await?;
    stage.settled().await?;
    ensure!(stage.said_to(alice, seen).await?.is_empty(), "a person has answered that");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_model_thinks_the_customer_sees_that_the_bot_is_typing() -> Result<()> {
    let stage = Stage::set(&[]).await?;
    let subject = subjects::of_live_typing(stage.alice);
    let mut signs = stage.log.client().subscribe(subject).await?;
    stage.log.client().flush().await?;
    let thinking = Duration::from_millis(300);
    stage.model.behave(ModelManner::SaysAfter(thinking, "12.30 kWh.".to_owned()));
    stage.ask(stage.alice, QUESTION).await?;
    let sign = tokio::time::timeout(PATIENCE, signs.next()).await?.context("a sign")?;
    let body: serde_json::Value = serde_json::from_slice(&sign.payload)?;
    ensure!(body["senderName"] == "AI-Assistant" && body["admin"] == false, "{body}");
    Ok(())
}
