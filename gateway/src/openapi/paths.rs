//! The paths of the document: each rule of the access table with its description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use strum::IntoEnumIterator;

use super::description::Description;
use super::operations::describe;
use super::problem_kind::{self, ProblemKind};
use super::schemas::reference;
use crate::access::{Operation, Rule, Who};

/// All paths, each with its methods.
pub fn all() -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for operation in Operation::iter() {
        let rule = operation.rule();
        let method = rule.method.as_str().to_ascii_lowercase();
        paths.entry(rule.path).or_default().insert(method, one(operation, &rule));
    }
    json!(paths)
}

/// The responses that tell problems, by the names under which operations refer to them.
pub fn problems() -> BTreeMap<String, Value> {
    let of_operation = |operation: Operation| {
        let kinds = problem_kinds(&operation.rule(), &describe(operation));
        problem_kind::responses(&kinds).into_values()
    };
    Operation::iter().flat_map(of_operation).collect()
}

fn one(operation: Operation, rule: &Rule) -> Value {
    let described = describe(operation);
    let mut one = json!({
        "operationId": name(operation),
        "tags": [described.tag.name()],
        "summary": described.summary,
        "description": format!("{} {}", who(rule.who), described.notes).trim_end(),
        "parameters": parameters(rule, &described),
        "security": security(operation, rule.who),
        "x-ems-who": rule_name(rule.who),
        "responses": responses(rule, &described),
    });
    if let Some(body) = described.body {
        let schema = reference(body);
        one["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    one
}

/// `ListDevices` becomes `listDevices`.
fn name(operation: Operation) -> String {
    let name = format!("{operation:?}");
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_ascii_lowercase())
}

fn who(who: Who) -> &'static str {
    match who {
        Who::Anyone => "For anyone.",
        Who::SignedIn => "For everybody who is signed in.",
        Who::Admin => "For administrators.",
        Who::Auditor => "For administrators and auditors.",
        Who::OwnUser(_) | Who::OwnUserInQuery(_) => "For administrators and the user themselves.",
        Who::DeviceOwner(_) => "For administrators and the owner of the device.",
        Who::OwnerOverTime(_) => {
            "For administrators, and for whoever owned the device at the time in question."
        }
    }
}

/// The rule for programs, such as the test that holds every row against the gateway.
fn rule_name(who: Who) -> String {
    match who {
        Who::Anyone => "anyone".to_owned(),
        Who::SignedIn => "signed-in".to_owned(),
        Who::Admin => "admin".to_owned(),
        Who::Auditor => "auditor".to_owned(),
        Who::OwnUser(name) => format!("own-user:{name}"),
        Who::OwnUserInQuery(name) => format!("own-user-in-query:{name}"),
        Who::DeviceOwner(name) => format!("device-owner:{name}"),
        Who::OwnerOverTime(name) => format!("owner-over-time:{name}"),
    }
}

fn security(operation: Operation, who: Who) -> Value {
    match operation {
        Operation::Validate => json!([{ "bearer": [] }, {}]),
        Operation::Logout => json!([{ "bearer": [] }, { "session": [] }, {}]),
        _ if who == Who::Anyone => json!([]),
        _ => json!([{ "bearer": [] }, { "session": [] }]),
    }
}

fn parameters(rule: &Rule, described: &Description) -> Vec<Value> {
    let in_path = path_ids(rule.path).map(in_path);
    let in_query = match rule.who {
        Who::OwnUserInQuery(name) => Some(id(name, "query")),
        _ => None,
    };
    let headers = if described.is_command { vec![idempotency_key(), prefer()] } else { vec![] };
    in_path.chain(in_query).chain(described.query.iter().cloned()).chain(headers).collect()
}

fn path_ids(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn in_path(name: &str) -> Value {
    let schema = match name {
        "position" => json!({ "type": "integer", "minimum": 1, "maximum": i64::MAX }),
        "name" => json!({ "type": "string", "pattern": "^[a-z-]{1,40}$" }),
        _ => return id(name, "path"),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn id(name: &str, place: &str) -> Value {
    json!({
        "name": name,
        "in": place,
        "required": true,
        "schema": { "type": "string", "format": "uuid" },
    })
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key from the same caller on the same path is the same command: a \
                        repeat is answered as the first was, and changes nothing.",
        "schema": { "type": "string", "pattern": "^[!-~]{1,255}$" },
    })
}

fn prefer() -> Value {
    json!({
        "name": "Prefer",
        "in": "header",
        "description": "`respond-async`: do not wait until the change can be read.",
        "schema": { "type": "string", "enum": ["respond-async"] },
    })
}

/// The answers by their status, as text since JSON has no other keys.
fn responses(rule: &Rule, described: &Description) -> BTreeMap<String, Value> {
    let problems = problem_kind::responses(&problem_kinds(rule, described)).into_iter();
    let problems = problems.map(|(status, (name, _))| {
        (status, json!({ "$ref": format!("#/components/responses/{name}") }))
    });
    let answers = [Some(&described.answer), described.other.as_ref()].into_iter().flatten();
    let answers = answers.map(|answer| (answer.status, answer.response()));
    problems.chain(answers).map(|(status, response)| (status.to_string(), response)).collect()
}

/// Those of the description, and what follows from who may ask and from what the path holds.
fn problem_kinds(rule: &Rule, described: &Description) -> BTreeSet<ProblemKind> {
    // Any of them may meet a server that is away, or a page that is not ours.
    let mut kinds =
        vec![ProblemKind::ForeignOrigin, ProblemKind::Internal, ProblemKind::Unavailable];
    // Floods are refused, whatever they ask for.
    kinds.push(ProblemKind::Throttled);
    if path_ids(rule.path).next().is_some() {
        kinds.extend([ProblemKind::Invalid, ProblemKind::BadRequest]);
    }
    if rule.who != Who::Anyone {
        kinds.push(ProblemKind::NotSignedIn);
    }
    if rule.who != Who::Anyone && !described.is_command {
        kinds.push(ProblemKind::NotYetReadable);
    }
    match rule.who {
        Who::Anyone | Who::SignedIn => {}
        Who::Admin | Who::Auditor => kinds.push(ProblemKind::Forbidden),
        Who::OwnUser(_) | Who::DeviceOwner(_) | Who::OwnerOverTime(_) => {
            kinds.push(ProblemKind::NotFound)
        }
        Who::OwnUserInQuery(_) => kinds.extend([ProblemKind::NotFound, ProblemKind::Invalid]),
    }
    described.problems.iter().copied().chain(kinds).collect()
}
