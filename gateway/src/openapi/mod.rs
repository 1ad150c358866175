//! The API in the words of OpenAPI 3.1, made from the access table, and the page to try it.
//!
//! Reading order: `operations` says what each operation reads and answers, `schemas` the shapes,
//! `problem_kind` what can go wrong; `paths` puts it together with the rules, and `page` serves it.

mod auditing;
mod description;
mod looking_after;
mod operations;

mod schemas;

mod problem_kind;

mod paths;

mod page;

use std::sync::LazyLock;

use serde_json::{Value, json};
use strum::IntoEnumIterator;

use description::Tag;

pub use page::routes;

const ABOUT: &str = "Everything that people and programs can ask of EMS over REST. A write answers \
                     in `Ems-Position` where in the log it stands; the same session reads it from \
                     then on. Problems are told as RFC 9457 has it.";
const BEARER: &str = "The token that signing in answers. If there is one, it decides.";
const SESSION: &str = "The session that signing in sets. With it, a change must come from a listed \
                       origin. It is called `ems-session` where the gateway speaks plain HTTP on a \
                       network.";

/// The document as it is served and as `docs/openapi.json` keeps it.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", document()));

fn document() -> Value {
    let tags: Vec<_> = Tag::iter().map(|tag| json!({ "name": tag.name() })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "EMS",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "The gateway that serves this document." }],
        "tags": tags,
        "paths": paths::all(),
        "components": {
            "schemas": schemas::all(),
            "responses": paths::problems(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": BEARER,
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-ems-session",
                    "description": SESSION,
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::path::Path;

    /// Committed, so that a change of the API is seen in its review.
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

    fn operations() -> Vec<Value> {
        let document = document();
        let paths = document["paths"].as_object().expect("paths").values();
        let listed = paths.flat_map(|path| METHODS.map(|method| path.get(method).cloned()));
        listed.flatten().collect()
    }

    /// Every `$ref` below a value.
    fn references(value: &Value) -> Vec<String> {
        match value {
            Value::Object(members) => {
                let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
                own.into_iter().chain(members.values().flat_map(references)).collect()
            }
            Value::Array(items) => items.iter().flat_map(references).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn the_committed_document_is_fresh() {
        let path = Path::new(COMMITTED);
        if std::env::var_os("EMS_UPDATE_OPENAPI").is_some() {
            std::fs::write(path, TEXT.as_str()).expect("the document can be written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        let committed: Value = serde_json::from_str(&committed).unwrap_or_default();
        let fresh = committed == document();
        assert!(fresh, "run `EMS_UPDATE_OPENAPI=1 cargo test -p gateway openapi`");
    }

    #[test]
    fn every_operation_is_there_under_a_name_of_its_own() {
        let names: HashSet<_> =
            operations().iter().map(|operation| operation["operationId"].to_string()).collect();
        assert_eq!(names.len(), crate::access::Operation::iter().count());
    }

    #[test]
    fn every_reference_leads_to_a_shape_and_every_shape_is_used() {
        let document = document();
        let names = |kind: &'static str| {
            let shapes = document["components"][kind].as_object().expect("shapes").keys();
            shapes.map(move |name| format!("#/components/{kind}/{name}"))
        };
        let used: HashSet<_> = references(&document).into_iter().collect();
        let there: HashSet<_> = names("schemas").chain(names("responses")).collect();
        assert_eq!(used, there);
    }

    #[test]
    fn what_is_not_open_to_anyone_needs_a_proof_and_may_answer_401() {
        for operation in operations() {
            let needs_proof = operation["security"].as_array().is_some_and(|any| !any.is_empty());
            let may_refuse = operation["responses"].get("401").is_some();
            let reads_proof_itself = ["login", "validate", "logout", "refresh"];
            let name = operation["operationId"].as_str().expect("a name");
            if !reads_proof_itself.contains(&name) {
                assert_eq!(needs_proof, may_refuse, "{name}");
            }
        }
    }
}
