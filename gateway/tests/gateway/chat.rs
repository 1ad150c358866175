//! Chat over sockets: what is sent becomes a command under the sender's own name, and what the log
//! says then reaches whoever may hear it.

use anyhow::{Result, ensure};
use chrono::Utc;
use domain::conversations::{AnswerSource, Conversation, ConversationCommand};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Socket, Stage, body};

async fn listen(socket: &mut Socket, destination: &str) -> Result<()> {
    socket.subscribe(destination, destination).await?;
    socket.hear("RECEIPT").await.map(drop)
}

fn send(destination: &str, headers: &str, body: &Value) -> String {
    format!("SEND\ndestination:{destination}\n{headers}\n{body}")
}

async fn say(stage: &Stage, command: ConversationCommand) -> Result<u64> {
    stage.execute::<Conversation>(stage.alice.to_string(), command).await
}

fn write(message: u128, text: &str) -> ConversationCommand {
    let (message, text) = (Uuid::from_u128(message), text.to_owned());
    ConversationCommand::WriteAsCustomer { message, text, at: Utc::now() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_sends_is_their_own_whatever_the_body_says() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let mut socket = stage.live(&alice).await?;
    let forged = json!({
        "senderId": stage.admin, "senderName": "Admin", "content": "Hello", "admin": true,
    });
    socket.say(&send("/app/chat", "receipt:r\n", &forged)).await?;
    socket.hear("RECEIPT").await?;
    let passed = stage.command_api.last()?;
    let expected = format!("POST /users/{}/conversation/messages", stage.alice);
    ensure!(passed.what == expected, "{}", passed.what);
    ensure!(passed.body.as_ref() == br#"{"text":"Hello"}"#);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_answer_and_nobody_sends_anywhere_else() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let answer = json!({ "content": "Hello", "recipientId": stage.alice });
    for (person, destination, body) in [
        (&alice, "/app/chat/admin", &answer),
        (&root, "/app/chat", &answer),
        (&root, "/app/chat/admin", &json!({ "content": "to nobody" })),
        (&root, "/app/other", &answer),
        (&alice, "/app/chat", &json!("not an object")),
    ] {
        let mut socket = stage.live(person).await?;
        socket.say(&send(destination, "", body)).await?;
        socket.is_refused().await?;
    }
    ensure!(stage.command_api.last().is_err(), "nothing of it was passed on");
    let mut socket = stage.live(&root).await?;
    socket.say(&send("/app/chat/admin", "receipt:r\n", &answer)).await?;
    socket.hear("RECEIPT").await?;
    let expected = format!("POST /users/{}/conversation/messages", stage.alice);
    ensure!(stage.command_api.last()?.what == expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_reach_the_customer_and_the_administrators_in_the_words_of_the_contract()
-> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let (mut own, mut admins) = (stage.live(&alice).await?, stage.live(&root).await?);
    listen(&mut own, &format!("/topic/messages/{}", stage.alice)).await?;
    listen(&mut admins, "/topic/admin/messages").await?;
    say(&stage, write(1, "How is the bill made?")).await?;
    let asked = body(&admins.hear("MESSAGE").await?)?;
    ensure!(
        asked["senderId"] == stage.alice.to_string() && asked["senderName"] == "alice",
        "{asked}"
    );
    ensure!(asked["content"] == "How is the bill made?" && asked["admin"] == false, "{asked}");
    ensure!(asked["number"] == 1 && asked["id"] == Uuid::from_u128(1).to_string(), "{asked}");

    let answer = ConversationCommand::AnswerAsBot {
        message: Uuid::from_u128(2),
        to: Uuid::from_u128(1),
        text: "From the meter.".to_owned(),
        source: AnswerSource::Model,
        based: None,
    };
    say(&stage, answer).await?;
    let frame = own.hear("MESSAGE").await?;
    let answered = body(&frame)?;
    ensure!(frame.contains("\nposition:"), "{frame}");
    ensure!(answered["senderId"] == "SYSTEM" && answered["senderName"] == "AI-Assistant");
    ensure!(answered["content"] == "From the meter." && answered["admin"] == false, "{answered}");
    ensure!(answered["number"] == 2 && answered["source"] == "model", "{answered}");

    say(&stage, ConversationCommand::Join { person: stage.admin, at: Utc::now() }).await?;
    let at = Utc::now();
    let (message, person, text) = (Uuid::from_u128(3), stage.admin, "I am here.".to_owned());
    say(&stage, ConversationCommand::WriteAsPerson { message, person, text, at }).await?;
    let answered = body(&own.hear("MESSAGE").await?)?;
    ensure!(answered["senderName"] == "Admin" && answered["admin"] == true, "{answered}");
    ensure!(answered["number"] == 3, "{answered}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_reaches_the_other_side_coalesced_and_under_the_right_name() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let (mut own, mut admins) = (stage.live(&alice).await?, stage.live(&root).await?);
    listen(&mut own, &format!("/topic/typing/{}", stage.alice)).await?;
    listen(&mut admins, "/topic/admin/typing").await?;
    let forged = json!({ "senderId": "x", "senderName": "Admin", "admin": true });
    for _ in 0..10 {
        own.say(&send("/app/chat/typing", "", &forged)).await?;
    }
    let typing = body(&admins.hear("MESSAGE").await?)?;
    let expected = json!({ "senderId": stage.alice, "senderName": "alice", "admin": false });
    ensure!(typing == expected, "{typing}");
    let answering = json!({ "recipientId": stage.alice });
    admins.say(&send("/app/chat/typing", "receipt:r\n", &answering)).await?;
    ensure!(body(&own.hear("MESSAGE").await?)?["senderName"] == "Admin");
    // Ten frames were one word: what comes next is the receipt, not a second one.
    admins.hear("RECEIPT").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_is_told_what_they_missed() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let messages = format!("/topic/messages/{}", stage.alice);
    let answer = async |n: u128| {
        say(&stage, write(n, "again")).await?;
        let answer = ConversationCommand::AnswerAsBot {
            message: Uuid::from_u128(n + 1_000),
            to: Uuid::from_u128(n),
            text: format!("answer {n}"),
            source: AnswerSource::Rule,
            based: None,
        };
        say(&stage, answer).await
    };
    // An old client says nothing of where it was: since it last listened, and at most twenty.
    let mut old = stage.live(&alice).await?;
    listen(&mut old, &messages).await?;
    let first = answer(1).await?;
    ensure!(body(&old.hear("MESSAGE").await?)?["content"] == "answer 1");
    old.say("DISCONNECT\nreceipt:bye\n\n").await?;
    old.hear("RECEIPT").await?;
    ensure!(old.next().await?.is_none());
    for n in 2..=30 {
        answer(n).await?;
    }
    let mut old = stage.live(&alice).await?;
    listen(&mut old, &messages).await?;
    let told = body(&old.hear("MESSAGE").await?)?;
    ensure!(told["content"] == "answer 11", "{told}");
    for _ in 12..=30 {
        old.hear("MESSAGE").await?;
    }
    // A new one names the position of the last message that it has.
    let mut new = stage.live(&alice).await?;
    new.say(&format!("SUBSCRIBE\nid:m\ndestination:{messages}\nlast-position:{first}\n\n")).await?;
    for n in 2..=30 {
        let frame = new.hear("MESSAGE").await?;
        ensure!(body(&frame)?["content"] == format!("answer {n}"), "{frame}");
    }
    answer(31).await?;
    for socket in [&mut old, &mut new] {
        ensure!(body(&socket.hear("MESSAGE").await?)?["content"] == "answer 31");
    }
    Ok(())
}
