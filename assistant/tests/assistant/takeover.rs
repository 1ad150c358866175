//! A person takes over while the bot is about to answer, again and again: the bot is not heard after.

use std::time::Duration;

use anyhow::{Result, ensure};
use chrono::Utc;
use domain::conversations::{ConversationCommand, ConversationEvent};
use domain::ids::UserId;
use futures::{StreamExt, TryStreamExt, stream};
use local_stack::ModelManner;
use rand::RngExt;
use uuid::Uuid;

use crate::support::{Stage, scale};

const AT_ONCE: usize = 4;
const PERSON: UserId = UserId(Uuid::from_u128(9));

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_says_nothing_after_a_person_has_taken_over() -> Result<()> {
    let races = scale(40, 1_000);
    let mut stage = Stage::set(&[("EMS_MODEL_CALLS_PER_DAY", "100000")]).await?;
    stage.start_assistant().await?;
    let thinking = Duration::from_millis(20);
    stage.model.behave(ModelManner::SaysAfter(thinking, "12.30 kWh.".to_owned()));
    let mut position = 0;
    let customers: Vec<_> = (0..races).map(|nth| UserId(Uuid::from_u128(1_000 + nth))).collect();
    for customer in &customers {
        position = stage.register(*customer, &customer.to_string(), None).await?;
    }
    stage.shown(position).await?;

    // How long an answer takes here decides when a person may come in time.
    let begin = std::time::Instant::now();
    for _ in 0..5 {
        stage.ask(stage.alice, "How much did it use?").await?;
    }
    let usual = begin.elapsed() / 5;
    let race = |customer| race(&stage, customer, usual);
    stream::iter(customers.iter().copied().map(race))
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    stage.settled().await?;

    let (mut answered, mut silenced) = (0, 0);
    for customer in customers {
        let events = stage.events(customer).await?;
        let joined =
            |event: &ConversationEvent| matches!(event, ConversationEvent::PersonJoined { .. });
        let said =
            |event: &ConversationEvent| matches!(event, ConversationEvent::BotAnswered { .. });
        let join = events.iter().position(joined).expect("the person has joined");
        ensure!(!events[join..].iter().any(said), "the bot talks over a person: {events:?}");
        if events.iter().any(said) { answered += 1 } else { silenced += 1 }
    }
    println!("{answered} answers came first, {silenced} were not sent; usually {usual:?}");
    ensure!(answered * 10 >= races && silenced * 10 >= races, "those were no races");
    Ok(())
}

async fn race(stage: &Stage, customer: UserId, usual: Duration) -> Result<()> {
    stage.write(customer, "How much did it use?").await?;
    let pause = usual.mul_f64(rand::rng().random_range(0.0..2.5));
    tokio::time::sleep(pause).await;
    let join = ConversationCommand::Join { person: PERSON, at: Utc::now() };
    stage.order(customer, join).await?;
    Ok(())
}
