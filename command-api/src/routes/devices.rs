//! `/devices`: meters as administrators make them known, describe them and take them out of use.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{post, put};
use domain::devices::{DeviceCommand, DeviceDescription};
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;

use crate::caller::Administrator;
use crate::dispatch::Api;
use crate::http::answer::{created, no_content};
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

struct DeviceRequest {
    description: DeviceDescription,
    limit: MicroWattHours,
    /// Missing: nobody for a new device, no change for a known one.
    owner: Option<UserId>,
    /// Of a meter that is in the field already; only when the device is made known.
    id: Option<DeviceId>,
}

impl FromFields for DeviceRequest {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", rules::line(1..=100));
        let limit = fields.required("maxConsumption", rules::limit);
        let description = fields.optional("description", rules::paragraph(1_000));
        let owner = fields.optional("userId", rules::id);
        let id = fields.optional("id", rules::id);
        let description = DeviceDescription { name: name?, description };
        Some(Self { description, limit: limit?, owner, id })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/devices", post(register))
        .route("/devices/{id}", put(change).delete(retire))
}

async fn register(
    State(api): State<Api>,
    administrator: Administrator,
    Checked(request): Checked<DeviceRequest>,
) -> Result<Response, Problem> {
    let DeviceRequest { description, limit, owner, id } = request;
    let device = id.unwrap_or_else(|| DeviceId(administrator.0.created_id("device")));
    let commands = vec![DeviceCommand::RegisterDevice { device, description, limit, owner }];
    let position = api.device(device, commands, administrator.provenance()).await?;
    Ok(created(format!("/devices/{device}"), position))
}

async fn change(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
    Checked(request): Checked<DeviceRequest>,
) -> Result<Response, Problem> {
    let DeviceRequest { description, limit, owner, .. } = request;
    // The name may be taken, so it comes first: then a refusal has changed nothing.
    let mut commands =
        vec![DeviceCommand::DescribeDevice { description }, DeviceCommand::ChangeLimit { limit }];
    commands.extend(owner.map(|owner| DeviceCommand::AssignDevice { owner }));
    Ok(no_content(api.device(device, commands, administrator.provenance()).await?))
}

async fn retire(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
) -> Result<Response, Problem> {
    let commands = vec![DeviceCommand::RetireDevice];
    Ok(no_content(api.device(device, commands, administrator.provenance()).await?))
}
