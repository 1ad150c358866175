//! The one table of who may do what: every operation of the API has its row here, or does not exist.
//!
//! The router is built by going through [`Operation`], and both [`Operation::rule`] and the choice of
//! handler are exhaustive matches: a route without a row does not compile.

use std::fmt;

use axum::http::Method;
use strum::EnumIter;

/// Everything that can be asked of the gateway over REST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Operation {
    Login,
    Logout,
    Session,
    Refresh,
    ListSessions,
    EndSession,
    EndSessions,
    Validate,
    Health,
    Register,
    CreateCredentials,
    ChangeCredentials,
    ReadRole,
    ChangeRole,
    ListUsers,
    ListUserDetails,
    CreateUser,
    ReadUser,
    ChangeUser,
    ChangePreferences,
    EraseUser,
    ChangePassword,
    IssuePasswordReset,
    ResetPassword,
    DisableUser,
    EnableUser,
    WriteMessage,
    AskForPerson,
    JoinConversation,
    LeaveConversation,
    CloseConversation,
    ReadConversation,
    MarkMessagesDelivered,
    MarkMessagesRead,
    ListConversations,
    ListDevices,
    CreateDevice,
    ReadDevice,
    ChangeDevice,
    RetireDevice,
    AssignDevice,
    UnassignDevice,
    CorrectReading,
    VoidReading,
    AcceptHeldReading,
    RejectHeldReading,
    SetPlausibleRange,
    ClearPlausibleRange,
    ListAlerts,
    AcknowledgeAlert,
    ListDevicesOfUser,
    ReadDay,
    ReadConsumption,
    ReadSummary,
    ListUnregistered,
    ListConflicts,
    ListHeld,
    ListQuarantined,
    DropQuarantined,
    ListParked,
    RetryQuarantined,
    ReadSystem,
    AuditHistory,
    AuditTotal,
    AuditAlert,
    PreviewLimit,
    ListProjections,
    RebuildProjection,
    VerifyProjection,
    RollBackProjection,
}

/// Who may do something. An administrator may do everything but be nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    SignedIn,
    Admin,
    /// Administrators, and auditors: who is one reads whatever anybody may, and changes nothing.
    Auditor,
    /// The user that the path names.
    OwnUser(&'static str),
    /// The user that the query names.
    OwnUserInQuery(&'static str),
    /// The present owner of the device that the path names.
    DeviceOwner(&'static str),
    /// Whoever owns the device that the path names or once did: the handler shows each of them their
    /// own time, and nothing else.
    OwnerOverTime(&'static str),
}

/// One row: what is asked for, and who may.
#[derive(Clone, Debug)]
pub struct Rule {
    pub method: Method,
    /// Every parameter in it is a UUID, but for [`NO_IDS`].
    pub path: &'static str,
    pub who: Who,
}

/// Parameters of paths that are no UUIDs: a place in a stream, and the name of a projection.
pub const NO_IDS: [&str; 2] = ["position", "name"];

/// As security records name it.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

fn rule(method: Method, path: &'static str, who: Who) -> Rule {
    Rule { method, path, who }
}

impl Operation {
    #[rustfmt::skip] // One line for each row.
    pub fn rule(self) -> Rule {
        use Who::{
            Admin, Anyone, Auditor, DeviceOwner, OwnUser, OwnUserInQuery, OwnerOverTime, SignedIn,
        };
        const GET: Method = Method::GET;
        const POST: Method = Method::POST;
        const PUT: Method = Method::PUT;
        const DELETE: Method = Method::DELETE;
        match self {
            Self::Login => rule(POST, "/api/auth/login", Anyone),
            Self::Logout => rule(POST, "/api/auth/logout", Anyone),
            Self::Session => rule(GET, "/api/auth/session", SignedIn),
            Self::Refresh => rule(POST, "/api/auth/refresh", Anyone),
            Self::ListSessions => rule(GET, "/api/auth/sessions", SignedIn),
            Self::EndSession => rule(DELETE, "/api/auth/sessions/{id}", SignedIn),
            Self::EndSessions => rule(DELETE, "/api/auth/sessions", SignedIn),
            Self::Validate => rule(POST, "/api/auth/validate", Anyone),
            Self::Health => rule(GET, "/api/auth/health", Anyone),
            Self::Register => rule(POST, "/api/auth/register", Anyone),
            Self::CreateCredentials => rule(POST, "/api/auth/credentials", Admin),
            Self::ChangeCredentials => rule(PUT, "/api/auth/credentials/{userId}", Admin),
            Self::ReadRole => rule(GET, "/api/auth/credentials/role", OwnUserInQuery("userId")),
            Self::ChangeRole => rule(PUT, "/api/auth/credentials/role", Admin),
            Self::ListUsers => rule(GET, "/api/users", Admin),
            Self::ListUserDetails => rule(GET, "/api/users/details", Admin),
            Self::CreateUser => rule(POST, "/api/users", Admin),
            Self::ReadUser => rule(GET, "/api/users/{id}", OwnUser("id")),
            Self::ChangeUser => rule(PUT, "/api/users/{id}", OwnUser("id")),
            Self::ChangePreferences => rule(PUT, "/api/users/{id}/profile", OwnUser("id")),
            Self::EraseUser => rule(DELETE, "/api/users/{id}", Admin),
            Self::ChangePassword => rule(PUT, "/api/users/{id}/password", OwnUser("id")),
            Self::IssuePasswordReset => rule(POST, "/api/users/{id}/password-reset", Admin),
            Self::ResetPassword => rule(POST, "/api/auth/password-reset", Anyone),
            Self::DisableUser => rule(PUT, "/api/users/{id}/disabled", Admin),
            Self::EnableUser => rule(DELETE, "/api/users/{id}/disabled", Admin),
            Self::WriteMessage => rule(POST, "/api/users/{id}/conversation/messages", OwnUser("id")),
            Self::AskForPerson => rule(POST, "/api/users/{id}/conversation/person-requests", OwnUser("id")),
            Self::JoinConversation => rule(PUT, "/api/users/{id}/conversation/person", Admin),
            Self::LeaveConversation => rule(DELETE, "/api/users/{id}/conversation/person", Admin),
            Self::CloseConversation => rule(DELETE, "/api/users/{id}/conversation", OwnUser("id")),
            Self::ReadConversation => rule(GET, "/api/users/{id}/conversation", OwnUser("id")),
            Self::MarkMessagesDelivered => rule(PUT, "/api/users/{id}/conversation/delivered", OwnUser("id")),
            Self::MarkMessagesRead => rule(PUT, "/api/users/{id}/conversation/read", OwnUser("id")),
            Self::ListConversations => rule(GET, "/api/conversations", Admin),
            Self::ListDevices => rule(GET, "/api/devices", Admin),
            Self::CreateDevice => rule(POST, "/api/devices", Admin),
            Self::ReadDevice => rule(GET, "/api/devices/{id}", DeviceOwner("id")),
            Self::ChangeDevice => rule(PUT, "/api/devices/{id}", Admin),
            Self::RetireDevice => rule(DELETE, "/api/devices/{id}", Admin),
            Self::AssignDevice => rule(PUT, "/api/devices/{id}/assign/{userId}", Admin),
            Self::UnassignDevice => rule(DELETE, "/api/devices/{id}/assign", Admin),
            Self::CorrectReading => rule(POST, "/api/devices/{id}/corrections", Admin),
            Self::VoidReading => rule(POST, "/api/devices/{id}/voided-readings", Admin),
            Self::AcceptHeldReading => rule(POST, "/api/devices/{id}/accepted-readings", Admin),
            Self::RejectHeldReading => rule(POST, "/api/devices/{id}/rejected-readings", Admin),
            Self::SetPlausibleRange => rule(PUT, "/api/devices/{id}/plausible-range", Admin),
            Self::ClearPlausibleRange => rule(DELETE, "/api/devices/{id}/plausible-range", Admin),
            Self::ListAlerts => rule(GET, "/api/users/{id}/alerts", OwnUser("id")),
            Self::AcknowledgeAlert => rule(POST, "/api/devices/{id}/acknowledged-alerts", OwnerOverTime("id")),
            Self::ListDevicesOfUser => rule(GET, "/api/devices/user/{userId}", OwnUser("userId")),
            Self::ReadDay => rule(GET, "/api/monitoring/{deviceId}", OwnerOverTime("deviceId")),
            Self::ReadConsumption => rule(GET, "/api/devices/{id}/consumption", OwnerOverTime("id")),
            Self::ReadSummary => rule(GET, "/api/users/{id}/summary", OwnUser("id")),
            Self::ListUnregistered => rule(GET, "/api/unregistered-devices", Admin),
            Self::ListConflicts => rule(GET, "/api/conflicts", Admin),
            Self::ListHeld => rule(GET, "/api/held-readings", Admin),
            Self::ListQuarantined => rule(GET, "/api/quarantine", Admin),
            Self::DropQuarantined => rule(DELETE, "/api/quarantine/{position}", Admin),
            Self::ListParked => rule(GET, "/api/parked-readings", Admin),
            Self::RetryQuarantined => rule(POST, "/api/quarantine/{position}/retries", Admin),
            Self::ReadSystem => rule(GET, "/api/system", Admin),
            Self::AuditHistory => rule(GET, "/api/audit/history", Auditor),
            Self::AuditTotal => rule(GET, "/api/audit/totals/{deviceId}", Auditor),
            Self::AuditAlert => rule(GET, "/api/audit/alerts/{alertId}", Auditor),
            Self::PreviewLimit => rule(GET, "/api/devices/{id}/limit-preview", Auditor),
            Self::ListProjections => rule(GET, "/api/projections", Admin),
            Self::RebuildProjection => rule(POST, "/api/projections/{name}/rebuilds", Admin),
            Self::VerifyProjection => rule(POST, "/api/projections/{name}/verifications", Admin),
            Self::RollBackProjection => rule(POST, "/api/projections/{name}/rollbacks", Admin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use strum::IntoEnumIterator;

    #[test]
    fn no_two_operations_share_a_method_and_a_path() {
        let rules: Vec<_> = Operation::iter().map(Operation::rule).collect();
        let distinct: HashSet<_> =
            rules.iter().map(|rule| (rule.method.clone(), rule.path)).collect();
        assert_eq!(distinct.len(), rules.len());
    }

    #[test]
    fn only_signing_in_and_health_are_open_to_anyone() {
        let open = Operation::iter().filter(|operation| operation.rule().who == Who::Anyone);
        let expected = [
            Operation::Login,
            Operation::Logout,
            Operation::Refresh,
            Operation::Validate,
            Operation::Health,
            Operation::Register,
            Operation::ResetPassword,
        ];
        assert_eq!(open.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_owner_rule_names_a_parameter_of_its_path() {
        for operation in Operation::iter() {
            let rule = operation.rule();
            if let Who::OwnUser(name) | Who::DeviceOwner(name) | Who::OwnerOverTime(name) = rule.who
            {
                assert!(rule.path.contains(&format!("{{{name}}}")), "{operation:?}");
            }
        }
    }
}
