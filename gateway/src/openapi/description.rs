//! What is said of one operation beside its rule: its purpose, its body, its answers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::problem_kind::ProblemKind;
use super::schemas::reference;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr)]
pub enum Tag {
    #[strum(serialize = "Signing in")]
    SigningIn,
    Credentials,
    Users,
    Devices,
    Readings,
    Consumption,
    Support,
    #[strum(serialize = "Looking after the system")]
    System,
    Auditing,
}

pub struct Description {
    pub tag: Tag,
    pub summary: &'static str,
    /// More that a caller should know, or nothing.
    pub notes: &'static str,
    /// The name of the body's schema.
    pub body: Option<&'static str>,
    pub query: Vec<Value>,
    pub answer: Answer,
    /// An answer that is neither the usual one nor a problem.
    pub other: Option<Answer>,
    /// Those that do not follow from the rule or from the body.
    pub problems: BTreeSet<ProblemKind>,
    /// Whether the command API carries it out.
    pub is_command: bool,
}

#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub what: &'static str,
    pub schema: Option<Value>,
    pub headers: Vec<(&'static str, Value)>,
    /// Other media types in which the same can be had, as text.
    pub also_as: Vec<&'static str>,
}

impl Tag {
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Description {
    /// What the gateway answers by itself.
    pub fn local(tag: Tag, summary: &'static str, answer: Answer) -> Self {
        Self {
            tag,
            summary,
            notes: "",
            body: None,
            query: vec![],
            answer,
            other: None,
            problems: BTreeSet::new(),
            is_command: false,
        }
    }

    /// What the command API carries out; it answers the position of what it wrote.
    pub fn command(tag: Tag, summary: &'static str, answer: Answer) -> Self {
        let position = json!({
            "description": "Where in the log the change stands.",
            "required": true,
            "schema": { "type": "integer", "minimum": 0 },
        });
        let answer = answer.with_header("Ems-Position", position);
        let problems = [
            ProblemKind::Conflict,
            ProblemKind::IdempotencyKeyReused,
            ProblemKind::Invalid,
            ProblemKind::OutcomeUnknown,
        ];
        Self { is_command: true, ..Self::local(tag, summary, answer) }.refuses(problems)
    }

    pub fn noting(self, notes: &'static str) -> Self {
        Self { notes, ..self }
    }

    pub fn reads(self, body: &'static str) -> Self {
        let problems = [ProblemKind::Invalid, ProblemKind::NotJson, ProblemKind::TooLarge];
        Self { body: Some(body), ..self }.refuses(problems)
    }

    pub fn asks(mut self, parameter: Value) -> Self {
        self.query.push(parameter);
        self.refuses([ProblemKind::Invalid])
    }

    pub fn or(self, other: Answer) -> Self {
        Self { other: Some(other), ..self }
    }

    pub fn refuses(mut self, problems: impl IntoIterator<Item = ProblemKind>) -> Self {
        self.problems.extend(problems);
        self
    }
}

impl Answer {
    pub fn new(status: u16, what: &'static str, schema: Value) -> Self {
        Self { status, what, schema: Some(schema), headers: vec![], also_as: vec![] }
    }

    pub fn ok(what: &'static str, schema: &str) -> Self {
        Self::new(200, what, reference(schema))
    }

    pub fn list(what: &'static str, schema: &str) -> Self {
        Self::new(200, what, json!({ "type": "array", "items": reference(schema) }))
    }

    pub fn no_content() -> Self {
        Self { status: 204, what: "It is so.", schema: None, headers: vec![], also_as: vec![] }
    }

    /// Of something that is to be found below `path` from now on.
    pub fn created(what: &'static str, path: &str) -> Self {
        let uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        let location = json!({
            "description": "Where to read it.",
            "required": true,
            "schema": { "type": "string", "pattern": format!("^{path}/{uuid}$") },
        });
        let answer = Self { status: 201, what, schema: None, headers: vec![], also_as: vec![] };
        answer.with_header("Location", location)
    }

    pub fn with_header(mut self, name: &'static str, header: Value) -> Self {
        self.headers.push((name, header));
        self
    }

    /// Also in another media type, for whoever asks for it.
    pub fn or_as(mut self, media_type: &'static str) -> Self {
        self.also_as.push(media_type);
        self
    }

    pub fn response(&self) -> Value {
        let mut response = json!({ "description": self.what });
        if let Some(schema) = &self.schema {
            response["content"] = json!({ "application/json": { "schema": schema } });
        }
        for media_type in &self.also_as {
            response["content"][media_type] = json!({ "schema": { "type": "string" } });
        }
        if !self.headers.is_empty() {
            let headers = self.headers.iter().cloned();
            response["headers"] = headers.map(|(name, header)| (name.to_owned(), header)).collect();
        }
        response
    }
}
