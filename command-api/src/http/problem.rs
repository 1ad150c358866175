//! Problem responses (RFC 9457): the one table from what can go wrong to status, code and sentence.

use std::convert::Infallible;
use std::fmt;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::alerts::AlertError;
use domain::conversations::ConversationError;
use domain::devices::DeviceError;
use domain::users::UserError;
use event_log::ExecuteError;
use process::identity::IdentityError;
use serde::Serialize;

use crate::passwords::HashError;
use crate::reservations::ReservationError;

/// Seconds after which a request may be worth another try.
const TRY_AGAIN: u32 = 2;

/// What went wrong, for the outside; the cause is for the log only.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    /// The sentence for people.
    pub detail: String,
    pub fields: Vec<FieldProblem>,
    pub retry_after: Option<u32>,
    pub cause: Option<String>,
}

/// What is wrong with one member of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FieldProblem {
    /// A JSON pointer: `/maxConsumption`.
    pub pointer: String,
    pub detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: impl ToString) -> Self {
        let detail = sentence(&detail.to_string());
        Self { status, code, detail, fields: vec![], retry_after: None, cause: None }
    }

    pub fn invalid(detail: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", detail)
    }

    /// Names every member of the body that cannot be used.
    pub fn invalid_fields(fields: Vec<FieldProblem>) -> Self {
        let each = |field: &FieldProblem| format!("{} {}", &field.pointer[1..], field.detail);
        let detail = fields.iter().map(each).collect::<Vec<_>>().join("; ");
        Self { fields, ..Self::invalid(detail) }
    }

    pub fn not_identified() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "please sign in")
    }

    pub fn forbidden() -> Self {
        let detail = "only an administrator may do this";
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// For what does not exist and for what is someone else's: nobody can tell the two apart.
    pub fn not_found(detail: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    pub fn no_such_user() -> Self {
        Self::not_found(UserError::Unknown)
    }

    pub fn too_large() -> Self {
        let detail = "the body is larger than 64 KiB";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
    }

    /// The repeat of something that was done to a person who is erased since.
    pub fn gone() -> Self {
        Self::new(StatusCode::GONE, "erased", "this was done, and the person is erased since")
    }

    pub fn unavailable(cause: impl ToString) -> Self {
        let detail = "a part of the system does not answer now; try again in a moment";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
        problem.later().caused_by(cause)
    }

    /// It may have been carried out, and it still may be.
    pub fn outcome_unknown(cause: impl ToString) -> Self {
        let detail = "whether this was carried out is not known; send it again with the same \
                      Idempotency-Key to find out";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "outcome-unknown", detail);
        problem.later().caused_by(cause)
    }

    pub fn internal(cause: impl ToString) -> Self {
        let detail = "something went wrong on our side";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).caused_by(cause)
    }

    fn later(self) -> Self {
        Self { retry_after: Some(TRY_AGAIN), ..self }
    }

    fn caused_by(self, cause: impl ToString) -> Self {
        Self { cause: Some(cause.to_string()), ..self }
    }
}

/// With the cause: for the log.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Some(cause) => write!(f, "{} ({cause})", self.detail),
            None => f.write_str(&self.detail),
        }
    }
}

impl std::error::Error for Problem {}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        Self::not_identified().caused_by(error)
    }
}

impl From<UserError> for Problem {
    fn from(error: UserError) -> Self {
        let (status, code) = match error {
            UserError::Unknown => (StatusCode::NOT_FOUND, "not-found"),
            UserError::NoSuchReset => (StatusCode::GONE, "link-not-valid"),
            UserError::ReasonMissing => (StatusCode::BAD_REQUEST, "invalid"),
            UserError::NoCredentials => (StatusCode::NOT_FOUND, "no-credentials"),
            UserError::HasCredentials => (StatusCode::CONFLICT, "has-credentials"),
            UserError::AlreadyRegistered(_) => (StatusCode::CONFLICT, "already-registered"),
        };
        Self::new(status, code, error)
    }
}

impl From<DeviceError> for Problem {
    fn from(error: DeviceError) -> Self {
        let (status, code) = match error {
            DeviceError::Unknown => (StatusCode::NOT_FOUND, "not-found"),
            DeviceError::AlreadyRegistered(_) => (StatusCode::CONFLICT, "already-registered"),
            DeviceError::LimitNotPositive
            | DeviceError::RangeNotSound
            | DeviceError::Energy(_)
            | DeviceError::ReasonMissing => (StatusCode::BAD_REQUEST, "invalid"),
        };
        Self::new(status, code, error)
    }
}

impl From<AlertError> for Problem {
    fn from(error: AlertError) -> Self {
        match error {
            AlertError::Unknown => Self::not_found(error),
            AlertError::Outdated { .. } => Self::internal(error),
        }
    }
}

impl From<ConversationError> for Problem {
    fn from(error: ConversationError) -> Self {
        let (status, code) = match error {
            ConversationError::NotOpen | ConversationError::NoSuchMessage => {
                (StatusCode::NOT_FOUND, "not-found")
            }
            ConversationError::TakenOver | ConversationError::TakenOverByAnother => {
                (StatusCode::CONFLICT, "taken-over")
            }
            ConversationError::NotJoined => (StatusCode::CONFLICT, "not-joined"),
            ConversationError::Empty => (StatusCode::BAD_REQUEST, "invalid"),
        };
        Self::new(status, code, error)
    }
}

impl From<Infallible> for Problem {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<ReservationError> for Problem {
    fn from(error: ReservationError) -> Self {
        match error {
            ReservationError::NameTaken(_) => Self::new(StatusCode::CONFLICT, "name-taken", error),
            ReservationError::LastAdministrator => {
                Self::new(StatusCode::CONFLICT, "last-administrator", error)
            }
            ReservationError::Read(_) => Self::unavailable(error),
            ReservationError::Decode(_) => Self::internal(error),
        }
    }
}

impl<E, R> From<ExecuteError<E, R>> for Problem
where
    E: std::error::Error + Into<Problem>,
    R: std::error::Error + Into<Problem>,
{
    fn from(error: ExecuteError<E, R>) -> Self {
        match error {
            ExecuteError::Refused(refusal) => refusal.into(),
            ExecuteError::Reservation(refusal) => refusal.into(),
            ExecuteError::OtherRequest => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", error)
            }
            ExecuteError::Conflict => Self::new(StatusCode::CONFLICT, "conflict", error).later(),
            ExecuteError::Unknown(why) => Self::outcome_unknown(why),
            ExecuteError::Unavailable(why) => Self::unavailable(why),
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", error).later(),
            HashError::Failed(why) => Self::internal(why),
        }
    }
}

/// Only carries the problem: the envelope writes it, since it knows the trace id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The text as people write it, whichever error it comes from.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_every_wrong_field() {
        let field = |pointer: &str, detail: &str| FieldProblem {
            pointer: pointer.to_owned(),
            detail: detail.to_owned(),
        };
        let problem = Problem::invalid_fields(vec![
            field("/name", "is required"),
            field("/maxConsumption", "must be more than 0"),
        ]);
        assert_eq!(problem.detail, "Name is required; maxConsumption must be more than 0.");
    }

    #[test]
    fn what_may_have_happened_is_never_told_as_a_failure() {
        let error = ExecuteError::<UserError, ReservationError>::Unknown("timed out".to_owned());
        let problem = Problem::from(error);
        assert_eq!(problem.code, "outcome-unknown");
        assert!(problem.retry_after.is_some());
    }
}
