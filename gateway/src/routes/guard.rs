//! What stands before every operation: identity, access, and the caller's own writes.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use domain::ids::{DeviceId, UserId};
use domain::users::Role;
use uuid::Uuid;

use crate::access::{NO_IDS, Operation, Rule, Who};
use crate::http::{Peer, Problem};
use crate::identity::{Caller, Credentials, IdentityError};
use crate::security::Act;
use crate::state::Gateway;

/// What the guard found out, for the handler behind it.
#[derive(Clone)]
pub struct Admitted {
    pub rule: Rule,
    /// Nobody, for what anyone may do.
    pub caller: Option<Caller>,
    /// The path's parameters; a handler behind this guard need not read them again.
    pub ids: HashMap<String, Uuid>,
}

impl Admitted {
    /// The caller of an operation that the table does not open to anyone.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.caller.as_ref().ok_or_else(Problem::not_signed_in)
    }

    pub fn id(&self, name: &str) -> Result<Uuid, Problem> {
        self.ids.get(name).copied().ok_or_else(Problem::not_found)
    }
}

/// Lets a request through to its handler, or answers in its place.
pub async fn admit(
    State((gateway, operation)): State<(Arc<Gateway>, Operation)>,
    parameters: RawPathParams,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let rule = operation.rule();
    let peer = request.extensions().get().copied().ok_or_else(|| Problem::internal("no peer"))?;
    let door = Door { gateway: &gateway, rule: &rule, peer };
    // What anyone may do reads the proof itself, if it wants any: a stale token must not keep people
    // from signing in.
    let caller = match rule.who {
        Who::Anyone => {
            door.note(None, gateway.rates.admit_stranger(peer).await)?;
            None
        }
        _ => Some(door.caller(operation, request.method(), request.headers()).await?),
    };
    let ids = uuids(&parameters)?;
    if let Some(caller) = &caller {
        wait_for_own_writes(&gateway, &rule, caller).await?;
        let checked = check(&gateway, &rule, caller, &ids, request.uri()).await;
        door.note(Some(caller), checked)?;
    }
    request.extensions_mut().insert(Admitted { rule, caller, ids });
    Ok(next.run(request).await)
}

/// One request at the door of one operation.
struct Door<'a> {
    gateway: &'a Gateway,
    rule: &'a Rule,
    peer: Peer,
}

impl Door<'_> {
    async fn caller(
        &self,
        operation: Operation,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<Caller, Problem> {
        let rates = &self.gateway.rates;
        match identify(self.gateway, method, headers).await {
            Ok(caller) => {
                let admitted = rates.admit(&caller, operation).await;
                self.note(Some(&caller), admitted)?;
                Ok(caller)
            }
            Err(problem) => {
                self.note(None, rates.admit_stranger(self.peer).await)?;
                self.note(None, Err(problem))
            }
        }
    }

    /// Keeps a refusal for whoever looks into what was tried.
    fn note<T>(&self, caller: Option<&Caller>, outcome: Result<T, Problem>) -> Result<T, Problem> {
        if let Some(kind) = outcome.as_ref().err().and_then(Problem::security_kind) {
            self.gateway.security.record(Act {
                kind,
                actor: caller.map(|caller| caller.user),
                address: self.peer.address,
                what: self.rule.to_string(),
            });
        }
        outcome
    }
}

async fn identify(
    gateway: &Gateway,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Caller, Problem> {
    let credentials = Credentials::of_request(headers, gateway.identities.cookie);
    let caller = gateway.identities.caller(&credentials).await?;
    let caller = caller.ok_or_else(Problem::not_signed_in)?;
    if caller.by_cookie && !gateway.origins.trust_cookie(method, headers) {
        return Err(Problem::foreign_origin());
    }
    Ok(caller)
}

fn uuids(parameters: &RawPathParams) -> Result<HashMap<String, Uuid>, Problem> {
    let read = |(name, text): (&str, &str)| match text.parse() {
        Ok(id) => Ok((name.to_owned(), id)),
        Err(_) => Err(Problem::invalid(name, "is not a UUID")),
    };
    let ids = parameters.iter().filter(|(name, _)| !NO_IDS.contains(name));
    ids.map(read).collect()
}

/// A client that writes and at once reads finds what it wrote, or is told to come again.
async fn wait_for_own_writes(
    gateway: &Gateway,
    rule: &Rule,
    caller: &Caller,
) -> Result<(), Problem> {
    if rule.method != Method::GET {
        return Ok(());
    }
    gateway.own_writes.readable(&gateway.queries, caller.session).await
}

async fn check(
    gateway: &Gateway,
    rule: &Rule,
    caller: &Caller,
    ids: &HashMap<String, Uuid>,
    uri: &Uri,
) -> Result<(), Problem> {
    if caller.is_admin() {
        return Ok(());
    }
    if caller.role == Role::Auditor {
        return audits(rule);
    }
    match rule.who {
        Who::Anyone | Who::SignedIn => Ok(()),
        Who::Admin | Who::Auditor => Err(Problem::forbidden()),
        Who::OwnUser(name) => own(ids.get(name).map(|id| UserId(*id)), caller),
        Who::OwnUserInQuery(name) => own(Some(UserId(query_id(uri, name)?)), caller),
        Who::DeviceOwner(name) => {
            let device = ids.get(name).ok_or_else(Problem::not_found)?;
            let device = gateway.queries.device(DeviceId(*device)).await?;
            own(device.and_then(|device| device.owner), caller)
        }
        Who::OwnerOverTime(name) => {
            let device = DeviceId(*ids.get(name).ok_or_else(Problem::not_found)?);
            let was_theirs = gateway.queries.was_ever_of(device, caller.user).await?;
            own(was_theirs.then_some(caller.user), caller)
        }
    }
}

/// Auditors read everything and change nothing but their own sessions.
fn audits(rule: &Rule) -> Result<(), Problem> {
    let may = rule.method == Method::GET || rule.who == Who::SignedIn;
    if may { Ok(()) } else { Err(Problem::forbidden()) }
}

fn own(user: Option<UserId>, caller: &Caller) -> Result<(), Problem> {
    if user == Some(caller.user) { Ok(()) } else { Err(Problem::not_found()) }
}

/// A UUID in the query.
pub fn query_id(uri: &Uri, name: &str) -> Result<Uuid, Problem> {
    let query = uri.query().unwrap_or_default();
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    let (_, text) = found.ok_or_else(|| Problem::invalid(name, "is missing"))?;
    text.parse().map_err(|_| Problem::invalid(name, "is not a UUID"))
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::WrongToken => Self::not_signed_in(),
            IdentityError::Unavailable(cause) => Self::unavailable(cause),
        }
    }
}
