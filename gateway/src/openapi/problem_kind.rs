//! The problems that clients can meet, each with its status, its code and what it means.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use super::schemas::reference;

/// Its name in kebab case is the `code` of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ProblemKind {
    Invalid,
    BadRequest,
    NotSignedIn,
    WrongCredentials,
    Forbidden,
    ForeignOrigin,
    WrongPassword,
    NotFound,
    NoCredentials,
    NameTaken,
    HasCredentials,
    AlreadyRegistered,
    LastAdministrator,
    TakenOver,
    NotJoined,
    Conflict,
    InProgress,
    CutOff,
    Erased,
    LinkNotValid,
    TooLarge,
    NotJson,
    IdempotencyKeyReused,
    Busy,
    Throttled,
    Internal,
    Unavailable,
    OutcomeUnknown,
    NotYetReadable,
}

impl ProblemKind {
    fn code(self) -> &'static str {
        self.into()
    }

    fn status(self) -> u16 {
        match self {
            Self::Invalid | Self::BadRequest => 400,
            Self::NotSignedIn | Self::WrongCredentials => 401,
            Self::Forbidden | Self::ForeignOrigin | Self::WrongPassword => 403,
            Self::NotFound | Self::NoCredentials => 404,
            Self::NameTaken | Self::HasCredentials | Self::AlreadyRegistered => 409,
            Self::LastAdministrator | Self::TakenOver | Self::NotJoined | Self::Conflict => 409,
            Self::InProgress | Self::CutOff => 409,
            Self::Erased | Self::LinkNotValid => 410,
            Self::TooLarge => 413,
            Self::NotJson => 415,
            Self::IdempotencyKeyReused => 422,
            Self::Busy | Self::Throttled => 429,
            Self::Internal => 500,
            Self::Unavailable | Self::OutcomeUnknown | Self::NotYetReadable => 503,
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Invalid => "an id, a parameter or members of the body break their rules",
            Self::BadRequest => "the request cannot be understood",
            Self::NotSignedIn => "no token and no session, or one that is not good",
            Self::WrongCredentials => "the user name or the password is wrong",
            Self::Forbidden => "only an administrator may do this",
            Self::ForeignOrigin => "the web page that asks is not a listed one",
            Self::WrongPassword => "the present password is another one",
            Self::NotFound => "it does not exist, or it is somebody else's",
            Self::NoCredentials => "this user has no credentials yet",
            Self::NameTaken => "somebody or something has this name or address already",
            Self::HasCredentials => "this user has credentials already",
            Self::AlreadyRegistered => "there is one with this id already",
            Self::LastAdministrator => "nobody would be left to administer",
            Self::TakenOver => "another person has taken over this conversation",
            Self::NotJoined => "only who has taken over writes to the customer",
            Self::Conflict => "others changed the same thing at the same moment; try again",
            Self::InProgress => "it is being worked on already",
            Self::CutOff => "too little of it was kept",
            Self::Erased => "a repeat of what was done to a person who is erased since",
            Self::LinkNotValid => "the token is unknown, used up or too old",
            Self::TooLarge => "the body is larger than 64 KiB",
            Self::NotJson => "Content-Type does not say application/json",
            Self::IdempotencyKeyReused => "the key came with another request before",
            Self::Busy => "too many passwords are worked on at this moment",
            Self::Throttled => "that was tried too often",
            Self::Internal => "something went wrong on our side",
            Self::Unavailable => "a part of the system does not answer now",
            Self::OutcomeUnknown => "it may have been carried out; repeat it with the same key",
            Self::NotYetReadable => "your own last change cannot be read yet",
        }
    }

    fn may_say_when_to_come_again(self) -> bool {
        matches!(self.status(), 429 | 503) || self == Self::Conflict
    }
}

/// Every code that there is, for the schema that all problems share.
pub fn codes() -> Vec<&'static str> {
    // Of a method that a path does not have; no operation answers it.
    let elsewhere = "method-not-allowed";
    ProblemKind::iter().map(ProblemKind::code).chain([elsewhere]).collect()
}

/// One response for each status, under a name that says what is in it. Operations that can meet the
/// same problems share it.
pub fn responses(kinds: &BTreeSet<ProblemKind>) -> BTreeMap<u16, (String, Value)> {
    let mut by_status: BTreeMap<u16, Vec<ProblemKind>> = BTreeMap::new();
    for kind in kinds {
        by_status.entry(kind.status()).or_default().push(*kind);
    }
    let response = |(status, kinds): (u16, Vec<_>)| {
        (status, (response_name(&kinds), response(status, &kinds)))
    };
    by_status.into_iter().map(response).collect()
}

fn response_name(kinds: &[ProblemKind]) -> String {
    kinds.iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join("Or")
}

fn response(status: u16, kinds: &[ProblemKind]) -> Value {
    let codes: Vec<_> = kinds.iter().map(|kind| kind.code()).collect();
    let meanings = kinds.iter().map(|kind| format!("`{}`: {}", kind.code(), kind.meaning()));
    let particular = json!({ "properties": {
        "status": { "const": status },
        "code": { "enum": codes },
    }});
    let schema = json!({ "allOf": [reference("Problem"), particular] });
    let mut response = json!({
        "description": meanings.collect::<Vec<_>>().join("; "),
        "content": { "application/problem+json": { "schema": schema } },
    });
    if kinds.iter().any(|kind| kind.may_say_when_to_come_again()) {
        response["headers"] = json!({ "Retry-After": {
            "description": "Seconds after which another try may help.",
            "schema": { "type": "integer", "minimum": 1 },
        }});
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_of_one_status_share_a_response_that_names_their_codes() {
        let kinds = [ProblemKind::NotFound, ProblemKind::NoCredentials, ProblemKind::Busy];
        let responses = responses(&kinds.into());
        assert_eq!(responses.keys().copied().collect::<Vec<_>>(), [404, 429]);
        let (name, response) = &responses[&404];
        assert_eq!(name, "NotFoundOrNoCredentials");
        let schema = &response["content"]["application/problem+json"]["schema"];
        let codes = &schema["allOf"][1]["properties"]["code"]["enum"];
        assert_eq!(codes, &json!(["not-found", "no-credentials"]));
        assert!(response.get("headers").is_none());
        assert!(responses[&429].1["headers"]["Retry-After"].is_object());
    }
}
