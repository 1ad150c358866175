//! Reading conversations with support: one customer's own, or the list of those that are open.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use domain::conversations::{AnswerSource, Basis, DeviceFigures, PERSON_NAME};
use domain::ids::{DeviceId, UserId};
use projections::{Author, ConversationView, MessageView, OpenConversation};
use serde::Serialize;
use uuid::Uuid;

use super::guard::Admitted;
use super::transcript;
use crate::http::Problem;
use crate::state::Gateway;

/// The newest messages of a conversation; the transcript has all.
const NEWEST: i64 = 500;
const MOST_OPEN: i64 = 200;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationAnswer {
    /// 0 before the first one.
    number: u32,
    open: bool,
    on_duty: OnDuty,
    person_requested: bool,
    messages: Vec<MessageAnswer>,
    /// Messages of the other side that the caller has not read.
    unread: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum OnDuty {
    Bot,
    Person,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageAnswer {
    id: Uuid,
    number: u64,
    from: &'static str,
    name: Option<String>,
    text: String,
    at: DateTime<Utc>,
    source: Option<AnswerSource>,
    based: Option<BasisAnswer>,
    delivered_at: Option<DateTime<Utc>>,
    read_at: Option<DateTime<Utc>>,
}

/// The numbers behind an answer; energies in kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BasisAnswer {
    position: u64,
    at: DateTime<Utc>,
    zone: String,
    open_alerts: u32,
    devices: Vec<FiguresAnswer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FiguresAnswer {
    device_id: DeviceId,
    name: String,
    limit: Option<f64>,
    today: Option<f64>,
    yesterday: Option<f64>,
    month: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenConversationAnswer {
    user_id: UserId,
    name: Option<String>,
    number: u32,
    on_duty: OnDuty,
    person_requested: bool,
    waiting_since: Option<DateTime<Utc>>,
    last_at: Option<DateTime<Utc>>,
    last_text: Option<String>,
    unread: i64,
}

/// The customer's latest conversation, or all of them as a text.
pub async fn of_user(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    Extension(admitted): Extension<Admitted>,
) -> Result<Response, Problem> {
    let customer = UserId(admitted.id("id")?);
    if gateway.queries.user(customer).await?.is_none() {
        return Err(Problem::not_found());
    }
    if is_text(&uri)? {
        return transcript::of(gateway.queries.clone(), customer).await;
    }
    let found = gateway.queries.conversation_of(customer, NEWEST).await?;
    let by_customer = admitted.caller()?.user == customer;
    Ok(Json(found.map_or_else(ConversationAnswer::none, |found| answer(found, by_customer)))
        .into_response())
}

/// The open conversations, those first who wait longest for a person.
pub async fn open(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<OpenConversationAnswer>>, Problem> {
    let open = gateway.queries.open_conversations(MOST_OPEN).await?;
    Ok(Json(open.into_iter().map(OpenConversationAnswer::from).collect()))
}

fn is_text(uri: &Uri) -> Result<bool, Problem> {
    let query = uri.query().unwrap_or_default();
    let format = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "format");
    match format.as_ref().map(|(_, format)| format.as_ref()) {
        None | Some("json") => Ok(false),
        Some("text") => Ok(true),
        Some(_) => Err(Problem::invalid("format", "must be json or text")),
    }
}

/// Who wrote a message, as readers know them.
pub(super) fn name(message: &MessageView) -> Option<String> {
    match message.author {
        Author::Customer => message.name.clone(),
        Author::Bot => Some(message.source.unwrap_or(AnswerSource::Rule).sender_name().to_owned()),
        Author::Person => Some(message.name.clone().unwrap_or_else(|| PERSON_NAME.to_owned())),
    }
}

fn answer(found: ConversationView, by_customer: bool) -> ConversationAnswer {
    ConversationAnswer {
        number: found.number,
        open: found.open,
        on_duty: OnDuty::of(found.person),
        person_requested: found.person_requested,
        unread: if by_customer { found.unread_by_customer } else { found.unread_by_support },
        messages: found.messages.into_iter().map(MessageAnswer::from).collect(),
    }
}

impl ConversationAnswer {
    fn none() -> Self {
        Self {
            number: 0,
            open: false,
            on_duty: OnDuty::Bot,
            person_requested: false,
            messages: vec![],
            unread: 0,
        }
    }
}

impl OnDuty {
    fn of(person: Option<UserId>) -> Self {
        if person.is_some() { Self::Person } else { Self::Bot }
    }
}

impl From<MessageView> for MessageAnswer {
    fn from(message: MessageView) -> Self {
        Self {
            id: message.id,
            number: message.number,
            from: message.author.into(),
            name: name(&message),
            text: message.text,
            at: message.at,
            source: message.source,
            based: message.based.map(BasisAnswer::from),
            delivered_at: message.delivered_at,
            read_at: message.read_at,
        }
    }
}

impl From<Basis> for BasisAnswer {
    fn from(basis: Basis) -> Self {
        Self {
            position: basis.position,
            at: basis.at,
            zone: basis.zone,
            open_alerts: basis.open_alerts,
            devices: basis.devices.into_iter().map(FiguresAnswer::from).collect(),
        }
    }
}

impl From<DeviceFigures> for FiguresAnswer {
    fn from(figures: DeviceFigures) -> Self {
        Self {
            device_id: figures.device,
            name: figures.name,
            limit: figures.limit.map(|energy| energy.as_kwh()),
            today: figures.today.map(|energy| energy.as_kwh()),
            yesterday: figures.yesterday.map(|energy| energy.as_kwh()),
            month: figures.month.map(|energy| energy.as_kwh()),
        }
    }
}

impl From<OpenConversation> for OpenConversationAnswer {
    fn from(open: OpenConversation) -> Self {
        Self {
            user_id: open.customer,
            name: open.name,
            number: open.number,
            on_duty: OnDuty::of(open.person),
            person_requested: open.person_requested,
            waiting_since: open.waiting_since,
            last_at: open.last_at,
            last_text: open.last_text,
            unread: open.unread,
        }
    }
}
