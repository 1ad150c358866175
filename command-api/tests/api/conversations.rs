//! `/users/{id}/conversation` and below.

use anyhow::Result;
use domain::conversations::{AnswerSource, Conversation, ConversationCommand};
use domain::ids::CommandId;
use domain::provenance::{Actor, Provenance};
use event_log::{ExecuteError, NoReservations};
use process::identity::Caller;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, with_key};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_joins_writes_and_leaves_and_nobody_else_may_meanwhile() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user("ana").await?;
    let (customer, other) = (Caller::Client(ana), Caller::Administrator(Uuid::from_u128(2)));
    let at = |path: &str| format!("/users/{ana}/conversation{path}");
    let (messages, person) = (at("/messages"), at("/person"));
    let write = |caller| service.post(caller, &messages, json!({ "text": "Hello?" }));
    let join = |caller| service.put(caller, &person, json!({}));
    assert_eq!(join(ADMINISTRATOR).await?.status, 404, "there is no conversation");
    assert_eq!(write(customer).await?.status, 204);
    assert_eq!(service.post(customer, &at("/person-requests"), json!({})).await?.status, 204);
    assert_eq!(write(ADMINISTRATOR).await?.code(), "not-joined");
    assert_eq!(join(ADMINISTRATOR).await?.status, 204);
    assert_eq!(join(other).await?.code(), "taken-over");
    assert_eq!(write(other).await?.code(), "taken-over");
    assert_eq!(write(ADMINISTRATOR).await?.status, 204);
    assert_eq!(join(customer).await?.status, 403);
    let stranger = Caller::Client(Uuid::from_u128(9));
    assert_eq!(write(stranger).await?.status, 404);
    assert_eq!(service.delete(ADMINISTRATOR, &at("/person")).await?.status, 204);
    assert_eq!(service.delete(customer, &at("")).await?.status, 204);
    let kinds = service.kinds("conversation", ana).await?;
    let expected = [
        "ConversationOpened",
        "CustomerWrote",
        "PersonRequested",
        "PersonJoined",
        "PersonWrote",
        "PersonLeft",
        "ConversationClosed",
    ];
    assert_eq!(kinds, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_bot_that_was_on_its_way_when_a_person_joined_is_refused() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user("ana").await?;
    let path = format!("/users/{ana}/conversation");
    let text = json!({ "text": "Why so much?" });
    service.post(Caller::Client(ana), &format!("{path}/messages"), text).await?;
    let bot = with_key(&service.nats_url).await?;
    let provenance = |command| Provenance {
        command: CommandId(command),
        actor: Actor::System("bot".to_owned()),
        correlation: Uuid::now_v7(),
        causation: None,
        request: None,
        at: chrono::Utc::now(),
    };
    let answer = |to| ConversationCommand::AnswerAsBot {
        message: Uuid::now_v7(),
        to,
        text: "Your boiler ran all night.".to_owned(),
        source: AnswerSource::Model,
    };
    let id = ana.to_string();
    let command = Uuid::now_v7();
    let stale = bot
        .execute::<Conversation, _>(&id, answer(command), &provenance(command), &NoReservations)
        .await?;
    assert!(!stale.wrote, "it answers no message that waits");
    service.put(ADMINISTRATOR, &format!("{path}/person"), json!({})).await?;
    let late = bot
        .execute::<Conversation, _>(
            &id,
            answer(command),
            &provenance(Uuid::now_v7()),
            &NoReservations,
        )
        .await;
    assert!(matches!(late, Err(ExecuteError::Refused(_))), "a person has taken over");
    Ok(())
}
