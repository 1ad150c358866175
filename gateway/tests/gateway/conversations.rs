//! A customer's conversation, what is read of it, its transcript, and the list of those who wait.

use anyhow::{Result, ensure};
use chrono::Utc;
use domain::conversations::{
    AnswerSource, Basis, Conversation, ConversationCommand, DeviceFigures, Side,
};
use domain::ids::UserId;
use domain::quantity::MicroWattHours;
use domain::users::{User, UserCommand};
use serde_json::Value;
use uuid::Uuid;

use crate::support::{SignedIn, Stage};

/// Writes to Alice's conversation as the command API would, and waits until it is shown.
async fn order(stage: &Stage, command: ConversationCommand) -> Result<()> {
    let position = stage.execute::<Conversation>(stage.alice.to_string(), command).await?;
    stage.shown(position).await
}

async fn read(stage: &Stage, by: &SignedIn, of: UserId) -> Result<Value> {
    let answer = by.page(stage.get(&format!("/api/users/{of}/conversation"))).send().await?;
    ensure!(answer.status() == 200, "{}", answer.status());
    Ok(answer.json().await?)
}

fn asked(id: u128, text: &str) -> ConversationCommand {
    let (message, text) = (Uuid::from_u128(id), text.to_owned());
    ConversationCommand::WriteAsCustomer { message, text, at: Utc::now() }
}

fn answered(stage: &Stage, id: u128, to: u128) -> ConversationCommand {
    let boiler = DeviceFigures {
        device: stage.boiler,
        name: "Boiler".to_owned(),
        limit: Some(MicroWattHours(3_000_000_000)),
        today: None,
        yesterday: Some(MicroWattHours(12_300_000_000)),
        month: Some(MicroWattHours(40_000_000_000)),
    };
    let zone = "Europe/Bucharest".to_owned();
    let based = Basis { position: 9, at: Utc::now(), zone, open_alerts: 0, devices: vec![boiler] };
    ConversationCommand::AnswerAsBot {
        message: Uuid::from_u128(id),
        to: Uuid::from_u128(to),
        text: "It used 12.30 kWh\nyesterday.".to_owned(),
        source: AnswerSource::Model,
        based: Some(based),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_shown_with_the_numbers_behind_an_answer_and_counts_what_is_unread()
-> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let empty = read(&stage, &alice, stage.alice).await?;
    ensure!(empty["number"] == 0 && empty["messages"] == serde_json::json!([]), "{empty}");

    order(&stage, asked(1, "How much did my boiler use yesterday?")).await?;
    order(&stage, answered(&stage, 2, 1)).await?;
    let seen = read(&stage, &alice, stage.alice).await?;
    ensure!(seen["onDuty"] == "bot" && seen["open"] == true && seen["unread"] == 1, "{seen}");
    let answer = &seen["messages"][1];
    ensure!(answer["name"] == "AI-Assistant" && answer["source"] == "model", "{answer}");
    ensure!(answer["based"]["devices"][0]["yesterday"] == 12.3, "{answer}");
    ensure!(answer["based"]["devices"][0]["today"].is_null(), "{answer}");
    ensure!(answer["readAt"].is_null() && answer["from"] == "bot", "{answer}");
    ensure!(read(&stage, &root, stage.alice).await?["unread"] == 1, "support has not read either");

    let message = Uuid::from_u128(2);
    let delivered = ConversationCommand::MarkDelivered { by: Side::Customer, message };
    order(&stage, delivered).await?;
    let seen = read(&stage, &alice, stage.alice).await?;
    ensure!(seen["messages"][1]["deliveredAt"].is_string() && seen["unread"] == 1, "{seen}");
    order(&stage, ConversationCommand::MarkRead { by: Side::Customer, message }).await?;
    let seen = read(&stage, &alice, stage.alice).await?;
    ensure!(seen["messages"][1]["readAt"].is_string() && seen["unread"] == 0, "{seen}");
    ensure!(seen["messages"][0]["readAt"].is_null(), "nobody of support has read it: {seen}");

    let bob = stage.sign_in("bob").await?;
    let of_alice = format!("/api/users/{}/conversation", stage.alice);
    ensure!(bob.page(stage.get(&of_alice)).send().await?.status() == 404, "not somebody else's");
    let unknown = format!("/api/users/{}/conversation", Uuid::now_v7());
    ensure!(root.page(stage.get(&unknown)).send().await?.status() == 404);
    let wrong = format!("{of_alice}?format=xml");
    ensure!(alice.page(stage.get(&wrong)).send().await?.status() == 400);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_transcript_has_every_conversation_and_is_gone_with_the_person() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    order(&stage, asked(1, "The first\r\nquestion")).await?;
    order(&stage, ConversationCommand::Close).await?;
    order(&stage, asked(2, "The second question")).await?;
    order(&stage, answered(&stage, 3, 2)).await?;
    let path = format!("/api/users/{}/conversation?format=text", stage.alice);
    let answer = alice.page(stage.get(&path)).send().await?;
    ensure!(answer.headers()["content-type"] == "text/plain; charset=utf-8");
    let text = answer.text().await?;
    let first = text.find("Conversation 1\n").is_some_and(|first| first == 0);
    ensure!(first && text.contains("alice: The first\n    question\n"), "{text}");
    ensure!(text.contains("Conversation 2\n") && text.contains("AI-Assistant: It used"), "{text}");
    ensure!(text.contains("yesterday 12.30 kWh, month 40.00 kWh]"), "{text}");

    let erased = stage.execute::<User>(stage.alice.to_string(), UserCommand::EraseUser).await?;
    stage.shown(erased).await?;
    ensure!(stage.queries.conversation_of(stage.alice, 10).await?.is_none());
    ensure!(stage.queries.messages_after(stage.alice, 0, 10).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_who_waits_for_a_person() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let list = async || {
        let answer = root.page(stage.get("/api/conversations")).send().await?;
        anyhow::Ok(answer.json::<Value>().await?)
    };
    ensure!(alice.page(stage.get("/api/conversations")).send().await?.status() == 403);
    order(&stage, asked(1, "Is anybody there?")).await?;
    let seen = list().await?;
    ensure!(seen[0]["waitingSince"].is_null() && seen[0]["unread"] == 1, "{seen}");
    order(&stage, ConversationCommand::AskForPerson).await?;
    let seen = list().await?;
    ensure!(seen[0]["personRequested"] == true && seen[0]["waitingSince"].is_string(), "{seen}");
    ensure!(seen[0]["name"] == "alice" && seen[0]["lastText"] == "Is anybody there?", "{seen}");

    let (person, at) = (stage.admin, Utc::now());
    order(&stage, ConversationCommand::Join { person, at }).await?;
    let (message, text) = (Uuid::from_u128(2), "I am.".to_owned());
    order(&stage, ConversationCommand::WriteAsPerson { message, person, text, at }).await?;
    let seen = list().await?;
    ensure!(seen[0]["onDuty"] == "person" && seen[0]["waitingSince"].is_null(), "{seen}");
    let seen = read(&stage, &alice, stage.alice).await?;
    ensure!(seen["messages"][1]["name"] == "Admin" && seen["onDuty"] == "person", "{seen}");
    order(&stage, asked(3, "And now?")).await?;
    ensure!(list().await?[0]["waitingSince"].is_string(), "a person is to answer");
    order(&stage, ConversationCommand::Close).await?;
    ensure!(list().await? == serde_json::json!([]));
    Ok(())
}
