//! The REST API: each operation of the access table with its handler, behind its guard.

mod guard;
mod own_writes;
mod rates;

mod login;
mod refresh;
mod session;
mod sessions;

mod alerts;
mod audit;
mod conversations;
mod devices;
mod monitoring;
mod transcript;
mod users;

mod consumption;
mod parameters;
mod projections;
mod summary;
mod system;
mod waiting;

mod command_api;
mod commands;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post, put};
use strum::IntoEnumIterator;

use crate::access::Operation;
use crate::http::{add_security_headers, describe_problems, limited, refuse_foreign_origins};
use crate::state::Gateway;
use crate::{live, openapi, web};

pub use command_api::{Answer, CommandApi, Order};
pub use own_writes::OwnWrites;
pub use rates::Rates;

/// Everything that the gateway serves: API, its documentation, sockets and the page.
pub fn router(gateway: &Arc<Gateway>) -> Router {
    let origins = from_fn_with_state(gateway.origins.clone(), refuse_foreign_origins);
    let routes = api(gateway)
        .merge(live::routes())
        .layer(origins)
        .with_state(gateway.clone())
        .merge(openapi::routes())
        .fallback_service(web::page());
    limited(routes).layer(from_fn(describe_problems)).layer(from_fn(add_security_headers))
}

fn api(gateway: &Arc<Gateway>) -> Router<Arc<Gateway>> {
    Operation::iter().fold(Router::new(), |router, operation| {
        let guard = from_fn_with_state((gateway.clone(), operation), guard::admit);
        router.route(operation.rule().path, handler(operation).route_layer(guard))
    })
}

#[rustfmt::skip] // One line for each operation.
fn handler(operation: Operation) -> MethodRouter<Arc<Gateway>> {
    use Operation as O;
    match operation {
        O::Login => post(login::login),
        O::Logout => post(session::logout),
        O::Session => get(session::session),
        O::Refresh => post(refresh::refresh),
        O::ListSessions => get(sessions::list),
        O::EndSession => delete(sessions::end_one),
        O::EndSessions => delete(sessions::end_all),
        O::ChangePreferences => put(commands::pass_on),
        O::Validate => post(session::validate),
        O::Health => get(session::health),
        O::ReadRole => get(users::role),
        O::ListUsers => get(users::list),
        O::ListUserDetails => get(users::details),
        O::ReadUser => get(users::one),
        O::ListDevices => get(devices::list),
        O::ReadDevice => get(devices::one),
        O::ListDevicesOfUser => get(devices::of_user),
        O::ReadDay => get(monitoring::day),
        O::ReadConsumption => get(consumption::of_device),
        O::ReadSummary => get(summary::of_user),
        O::ListUnregistered => get(waiting::unregistered),
        O::ListConflicts => get(waiting::conflicts),
        O::ListHeld => get(waiting::held),
        O::ListQuarantined => get(waiting::quarantine),
        O::DropQuarantined => delete(waiting::drop_quarantined),
        O::ListParked => get(waiting::parked),
        O::RetryQuarantined => post(waiting::send_again),
        O::ReadSystem => get(system::of_all),
        O::AuditHistory => get(audit::history),
        O::AuditTotal => get(audit::total),
        O::AuditAlert => get(audit::alert),
        O::PreviewLimit => get(audit::preview),
        O::ListProjections => get(projections::list),
        O::RebuildProjection => post(projections::rebuild),
        O::VerifyProjection => post(projections::verify),
        O::RollBackProjection => post(projections::roll_back),
        O::ListAlerts => get(alerts::of_user),
        O::ReadConversation => get(conversations::of_user),
        O::ListConversations => get(conversations::open),
        O::MarkMessagesDelivered | O::MarkMessagesRead => put(commands::pass_on),
        O::Register | O::CreateCredentials | O::CreateUser | O::CreateDevice => post(commands::pass_on),
        O::ChangeCredentials | O::ChangeRole | O::ChangeUser => put(commands::pass_on),
        O::AcknowledgeAlert => post(alerts::acknowledge),
        O::IssuePasswordReset | O::ResetPassword => post(commands::pass_on),
        O::ChangePassword | O::DisableUser => put(commands::pass_on),
        O::WriteMessage | O::AskForPerson => post(commands::pass_on),
        O::JoinConversation => put(commands::pass_on),
        O::EnableUser | O::LeaveConversation | O::CloseConversation => delete(commands::pass_on),
        O::CorrectReading | O::VoidReading => post(commands::pass_on),
        O::AcceptHeldReading | O::RejectHeldReading => post(commands::pass_on),
        O::ChangeDevice | O::AssignDevice | O::SetPlausibleRange => put(commands::pass_on),
        O::EraseUser | O::RetireDevice | O::UnassignDevice | O::ClearPlausibleRange => delete(commands::pass_on),
    }
}
