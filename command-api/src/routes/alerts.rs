//! `/devices/{id}/acknowledged-alerts`: what people say of an alert.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use domain::alerts::{AlertCommand, alert_id};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::provenance::Actor;
use domain::subjects;

use crate::caller::Origin;
use crate::dispatch::Api;
use crate::http::answer::no_content;
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

const LONGEST_COMMENT: usize = 500;

/// An alert is its device and its hour.
struct Acknowledgement {
    hour: Hour,
    comment: Option<String>,
}

impl FromFields for Acknowledgement {
    fn read(fields: &mut Fields) -> Option<Self> {
        let hour = fields.required("hour", rules::hour);
        let comment = fields.optional("comment", rules::paragraph(LONGEST_COMMENT));
        Some(Self { hour: hour?, comment })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/devices/{id}/acknowledged-alerts", post(acknowledge))
}

/// By whom the gateway lets through: the device's owner, or an administrator.
async fn acknowledge(
    State(api): State<Api>,
    origin: Origin,
    Ids(device): Ids<DeviceId>,
    Checked(Acknowledgement { hour, comment }): Checked<Acknowledgement>,
) -> Result<Response, Problem> {
    let by = origin.signed_in()?;
    let command = AlertCommand::AcknowledgeAlert { alert: alert_id(device, hour), by, comment };
    let aggregate = subjects::alert_aggregate(device, hour);
    let position = api.alert(aggregate, command, origin.provenance(Actor::User(by))).await?;
    Ok(no_content(position))
}
