//! `/devices/{id}/…`: what administrators say of a device's readings, each with its reason.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{post, put};
use domain::devices::DeviceCommand;
use domain::ids::DeviceId;
use domain::metering::{Instant, PlausibleRange};
use domain::quantity::MicroWattHours;

use crate::caller::Administrator;
use crate::dispatch::Api;
use crate::http::answer::no_content;
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

const LONGEST_REASON: usize = 500;

/// An instant, and why its reading changes.
struct Word {
    measured_at: Instant,
    reason: String,
}

/// A word about a value.
struct WordOnValue {
    word: Word,
    energy: MicroWattHours,
}

impl FromFields for Word {
    fn read(fields: &mut Fields) -> Option<Self> {
        let measured_at = fields.required("measuredAt", rules::instant);
        let reason = fields.required("reason", rules::line(1..=LONGEST_REASON));
        Some(Self { measured_at: measured_at?, reason: reason? })
    }
}

impl FromFields for WordOnValue {
    fn read(fields: &mut Fields) -> Option<Self> {
        let energy = fields.required("measurementValue", rules::energy);
        let word = Word::read(fields);
        Some(Self { word: word?, energy: energy? })
    }
}

impl FromFields for PlausibleRange {
    fn read(fields: &mut Fields) -> Option<Self> {
        let at_least = fields.required("atLeast", rules::energy);
        let at_most = fields.required("atMost", rules::energy);
        Some(Self { at_least: at_least?, at_most: at_most? })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/devices/{id}/corrections", post(correct))
        .route("/devices/{id}/voided-readings", post(void))
        .route("/devices/{id}/accepted-readings", post(accept))
        .route("/devices/{id}/rejected-readings", post(reject))
        .route("/devices/{id}/plausible-range", put(believe).delete(believe_anything))
}

async fn correct(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(WordOnValue { word, energy }): Checked<WordOnValue>,
) -> Result<Response, Problem> {
    let Word { measured_at, reason } = word;
    order(api, administrator, device, DeviceCommand::CorrectReading { measured_at, energy, reason })
        .await
}

async fn void(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(Word { measured_at, reason }): Checked<Word>,
) -> Result<Response, Problem> {
    order(api, administrator, device, DeviceCommand::VoidReading { measured_at, reason }).await
}

async fn accept(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(WordOnValue { word, energy }): Checked<WordOnValue>,
) -> Result<Response, Problem> {
    let Word { measured_at, reason } = word;
    let command = DeviceCommand::AcceptHeldReading { measured_at, energy, reason };
    order(api, administrator, device, command).await
}

async fn reject(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(WordOnValue { word, energy }): Checked<WordOnValue>,
) -> Result<Response, Problem> {
    let Word { measured_at, reason } = word;
    let command = DeviceCommand::RejectHeldReading { measured_at, energy, reason };
    order(api, administrator, device, command).await
}

async fn believe(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(range): Checked<PlausibleRange>,
) -> Result<Response, Problem> {
    let command = DeviceCommand::ChangePlausibleRange { range: Some(range) };
    order(api, administrator, device, command).await
}

async fn believe_anything(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
) -> Result<Response, Problem> {
    let command = DeviceCommand::ChangePlausibleRange { range: None };
    order(api, administrator, device, command).await
}

async fn order(
    api: Api,
    administrator: Administrator,
    device: DeviceId,
    command: DeviceCommand,
) -> Result<Response, Problem> {
    let position = api.device(device, vec![command], administrator.provenance()).await?;
    Ok(no_content(position))
}
