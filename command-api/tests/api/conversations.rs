//! `/users/{id}/conversation` and below.

use anyhow::Result;
use domain::conversations::{AnswerSource, Conversation, ConversationCommand};
use domain::ids::CommandId;
use domain::provenance::{Actor, Provenance};
use event_log::{ExecuteError, NoReservations};
use process::identity::Caller;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, event_at, with_key};

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
        based: None,
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

#[tokio::test(flavor = "multi_thread")]
async fn each_side_marks_what_the_other_wrote_and_a_repeat_changes_nothing() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user("ana").await?;
    let path = |end: &str| format!("/users/{ana}/conversation/{end}");
    let customer = Caller::Client(ana);
    let written = service.post(customer, &path("messages"), json!({ "text": "Hello?" })).await?;
    let event = event_at(&service.log, &written).await?;
    let message = json!({ "message": event.encoded.data["message"] });
    for _ in 0..2 {
        for mark in ["delivered", "read", "delivered"] {
            let marked = service.put(ADMINISTRATOR, &path(mark), message.clone()).await?;
            assert_eq!(marked.status, 204);
        }
    }
    let kinds = service.kinds("conversation", ana).await?;
    let expected = ["ConversationOpened", "CustomerWrote", "MessagesDelivered", "MessagesRead"];
    assert_eq!(kinds, expected);
    let unknown = json!({ "message": Uuid::now_v7() });
    assert_eq!(service.put(customer, &path("read"), unknown).await?.status, 404);
    let malformed = service.put(customer, &path("read"), json!({ "message": 7 })).await?;
    assert_eq!((malformed.status, malformed.pointers()), (400, vec!["/message"]));
    let stranger = Caller::Client(Uuid::from_u128(9));
    assert_eq!(service.put(stranger, &path("read"), message).await?.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_person_first_of_all_opens_a_conversation() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user("ana").await?;
    let path = format!("/users/{ana}/conversation/person-requests");
    assert_eq!(service.post(Caller::Client(ana), &path, json!({})).await?.status, 204);
    let kinds = service.kinds("conversation", ana).await?;
    assert_eq!(kinds, ["ConversationOpened", "PersonRequested"]);
    Ok(())
}
