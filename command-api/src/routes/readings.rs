//! `/devices/{id}/…`: what administrators say of a device's readings, each with its reason.

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
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

async fn correct(to: Addressed, Checked(said): Checked<WordOnValue>) -> Result<Response, Problem> {
    let WordOnValue { word: Word { measured_at, reason }, energy } = said;
    to.order(DeviceCommand::CorrectReading { measured_at, energy, reason }).await
}

async fn void(to: Addressed, Checked(said): Checked<Word>) -> Result<Response, Problem> {
    let Word { measured_at, reason } = said;
    to.order(DeviceCommand::VoidReading { measured_at, reason }).await
}

async fn accept(to: Addressed, Checked(said): Checked<WordOnValue>) -> Result<Response, Problem> {
    let WordOnValue { word: Word { measured_at, reason }, energy } = said;
    to.order(DeviceCommand::AcceptHeldReading { measured_at, energy, reason }).await
}

async fn reject(to: Addressed, Checked(said): Checked<WordOnValue>) -> Result<Response, Problem> {
    let WordOnValue { word: Word { measured_at, reason }, energy } = said;
    to.order(DeviceCommand::RejectHeldReading { measured_at, energy, reason }).await
}

async fn believe(
    to: Addressed,
    Checked(range): Checked<PlausibleRange>,
) -> Result<Response, Problem> {
    to.order(DeviceCommand::ChangePlausibleRange { range: Some(range) }).await
}

async fn believe_anything(to: Addressed) -> Result<Response, Problem> {
    to.order(DeviceCommand::ChangePlausibleRange { range: None }).await
}

/// An administrator's request about the device in its path.
struct Addressed {
    api: Api,
    administrator: Administrator,
    device: DeviceId,
}

impl Addressed {
    async fn order(self, command: DeviceCommand) -> Result<Response, Problem> {
        let provenance = self.administrator.provenance();
        Ok(no_content(self.api.device(self.device, vec![command], provenance).await?))
    }
}

impl FromRequestParts<Api> for Addressed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let administrator = Administrator::from_request_parts(parts, api).await?;
        let Ids(device) = Ids::from_request_parts(parts, api).await?;
        Ok(Self { api: api.clone(), administrator, device })
    }
}
