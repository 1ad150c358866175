//! The shapes of bodies and of answers, by the names that operations refer to.

mod answers;
mod bodies;
mod fields;
mod figures;

use serde_json::{Map, Value, json};

/// A reference to a shape by its name.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// All shapes.
pub fn all() -> Map<String, Value> {
    let named = bodies::all().into_iter().chain(answers::all()).chain(figures::all());
    let named = named.chain(super::auditing::schemas());
    named.map(|(name, schema)| (name.to_owned(), schema)).collect()
}
