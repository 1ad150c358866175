//! The page of the previous generation, unchanged: in Chromium, through Traefik on port 80.

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use domain::conversations::{AnswerSource, Conversation, ConversationCommand};
use local_stack::{PrivateServers, is_in_own_network};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clients::Node;
use crate::live::raise_alert;
use crate::support::{Front, PASSWORD, Stage};

/// What the page says next after this word.
async fn heard(node: &mut Node, word: &str) -> Result<Value> {
    let line = node.line().await?.with_context(|| format!("the page ends before {word:?}"))?;
    let said = line.strip_prefix(word).with_context(|| format!("{word:?} instead of {line:?}"))?;
    Ok(serde_json::from_str(said)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_page_signs_in_hears_alerts_and_chats_through_traefik_on_port_80() -> Result<()> {
    let name = "old_page::the_old_page_signs_in_hears_alerts_and_chats_through_traefik_on_port_80";
    if !is_in_own_network(name)? {
        return Ok(());
    }
    let servers = PrivateServers::start().await?;
    let (nats, database) = (servers.nats.url(), servers.postgres.url());
    let stage = Stage::at(&nats, &database).await?;
    let second = stage.start_gateway(&nats, &database).await?;
    let _front = Front::before([stage.address, second], "127.0.0.1:80".to_owned()).await?;

    let mut page = Node::run(&["old-page.mjs", "alice", PASSWORD])?;
    ensure!(page.line().await?.context("the page ends")? == "listening");
    raise_alert(&stage).await?;
    let alert = heard(&mut page, "notified ").await?;
    let sentence = alert["message"].as_str().context("a message")?;
    ensure!(sentence.starts_with("High energy usage detected for 'Boiler'!"), "{alert}");
    ensure!(alert["userId"] == json!(stage.alice), "{alert}");
    ensure!(alert["deviceId"] == json!(stage.boiler), "{alert}");

    let asked = stage.command_api.last()?;
    ensure!(asked.body.as_ref() == br#"{"text":"Why so much?"}"#, "{}", asked.what);
    let (message, text) = (Uuid::from_u128(1), "Why so much?".to_owned());
    let question = ConversationCommand::WriteAsCustomer { message, text, at: Utc::now() };
    stage.execute::<Conversation>(stage.alice.to_string(), question).await?;
    let answer = ConversationCommand::AnswerAsBot {
        message: Uuid::from_u128(2),
        to: Uuid::from_u128(1),
        text: "It was cold.".to_owned(),
        source: AnswerSource::Rule,
        based: None,
    };
    stage.execute::<Conversation>(stage.alice.to_string(), answer).await?;
    let answer = heard(&mut page, "answered ").await?;
    ensure!(answer["senderId"] == "SYSTEM" && answer["senderName"] == "Auto-Bot", "{answer}");
    ensure!(answer["content"] == "It was cold." && answer["admin"] == false, "{answer}");
    Ok(())
}
