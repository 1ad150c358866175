//! `/users/{id}/conversation`: a customer's conversation with support, and the person who takes over.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{delete, post, put};
use domain::conversations::ConversationCommand;
use domain::ids::UserId;
use domain::provenance::Actor;
use process::identity::Caller;

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

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/users/{id}/conversation/messages", post(write))
        .route("/users/{id}/conversation/person-requests", post(ask_for_person))
        .route("/users/{id}/conversation/person", put(join).delete(leave))
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
    let (message, writer) = (origin.created_id("message"), origin.signed_in()?);
    let command = match origin.caller {
        Caller::Administrator(_) if writer != customer => {
            ConversationCommand::WriteAsPerson { message, person: writer, text }
        }
        _ => ConversationCommand::WriteAsCustomer { message, text, at: origin.at },
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
    let person = origin.signed_in()?;
    order(&api, customer, ConversationCommand::Join { person }, &origin).await
}

async fn leave(
    State(api): State<Api>,
    Administrator(origin): Administrator,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    let person = origin.signed_in()?;
    order(&api, customer, ConversationCommand::Leave { person }, &origin).await
}

async fn close(
    State(api): State<Api>,
    origin: Origin,
    Ids(customer): Ids<UserId>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(customer)?;
    order(&api, customer, ConversationCommand::Close, &origin).await
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
