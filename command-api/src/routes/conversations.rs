//! `/users/{id}/conversation`: a customer's conversation with support, and the person who takes over.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{delete, post, put};
use domain::conversations::{ConversationCommand, Side};
use domain::ids::UserId;
use domain::provenance::Actor;
use process::identity::Caller;
use uuid::Uuid;

use crate::caller::{Administrator, Origin};
use crate::dispatch::Api;
use crate::http::answer::no_content;
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

const LONGEST_TEXT: usize = 2_000;

struct Message {
    text: String,
}

impl FromFields for Message {
    fn read(fields: &mut Fields) -> Option<Self> {
        fields.required("text", rules::paragraph(LONGEST_TEXT)).map(|text| Self { text })
    }
}

/// Everything up to this message.
struct UpTo {
    message: Uuid,
}

impl FromFields for UpTo {
    fn read(fields: &mut Fields) -> Option<Self> {
        fields.required("message", rules::id).map(|message| Self { message })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/users/{id}/conversation/messages", post(write))
        .route("/users/{id}/conversation/person-requests", post(ask_for_person))
        .route("/users/{id}/conversation/person", put(join).delete(leave))
        .route("/users/{id}/conversation/delivered", put(mark_delivered))
        .route("/users/{id}/conversation/read", put(mark_read))
        .route("/users/{id}/conversation", delete(close))
}

/// The customer writes in their own conversation, an administrator in one that they have joined.
async fn write(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
    Checked(Message { text }): Checked<Message>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    let (message, person, at) = (origin.created_id("message"), origin.signed_in()?, origin.at);
    let command = match side(&origin, customer)? {
        Side::Support => ConversationCommand::WriteAsPerson { message, person, text, at },
        Side::Customer => ConversationCommand::WriteAsCustomer { message, text, at },
    };
    order(&api, customer, command, &origin).await
}

async fn ask_for_person(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    order(&api, customer, ConversationCommand::AskForPerson, &origin).await
}

async fn join(
    State(api): State<Api>,
    Administrator(origin): Administrator,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    let (person, at) = (origin.signed_in()?, origin.at);
    order(&api, customer, ConversationCommand::Join { person, at }, &origin).await
}

async fn leave(
    State(api): State<Api>,
    Administrator(origin): Administrator,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    let person = origin.signed_in()?;
    order(&api, customer, ConversationCommand::Leave { person }, &origin).await
}

async fn mark_delivered(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
    Checked(UpTo { message }): Checked<UpTo>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    let by = side(&origin, customer)?;
    order(&api, customer, ConversationCommand::MarkDelivered { by, message }, &origin).await
}

async fn mark_read(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
    Checked(UpTo { message }): Checked<UpTo>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    let by = side(&origin, customer)?;
    order(&api, customer, ConversationCommand::MarkRead { by, message }, &origin).await
}

async fn close(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    order(&api, customer, ConversationCommand::Close, &origin).await
}

/// An administrator is support, but for their own conversation.
fn side(origin: &Origin, customer: UserId) -> Result<Side, Problem> {
    let caller = origin.signed_in()?;
    Ok(match origin.caller {
        Caller::Administrator(_) if caller != customer => Side::Support,
        _ => Side::Customer,
    })
}

async fn order(
    api: &Api,
    customer: UserId,
    command: ConversationCommand,
    origin: &Origin,
) -> Result<Response, Problem> {
    let provenance = origin.provenance(Actor::User(customer));
    Ok(no_content(api.conversation(customer, command, provenance).await?))
}
