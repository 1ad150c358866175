//! The members of a JSON body, read one by one, so that every mistake is named in one answer.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::http::problem::{FieldProblem, Problem};

/// What a rule says of a value that breaks it; reads on after the member's name.
pub(crate) type Rule<T> = Result<T, String>;

/// A body that is being read. Members that no one asks for are ignored.
pub(crate) struct Fields {
    members: BTreeMap<String, Box<RawValue>>,
    problems: Vec<FieldProblem>,
}

impl Fields {
    pub fn parse(body: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(Self { members: serde_json::from_slice(body)?, problems: vec![] })
    }

    /// A member that must be there. `None` means that a problem was noted.
    pub fn required<T>(&mut self, name: &str, rule: impl FnOnce(&str) -> Rule<T>) -> Option<T> {
        let given = self.given(name)?;
        if given.is_none() {
            self.note(name, "is required");
        }
        self.checked(name, &given?, rule)
    }

    /// A member that may be missing; `null` and `""` count as missing.
    pub fn optional<T>(&mut self, name: &str, rule: impl FnOnce(&str) -> Rule<T>) -> Option<T> {
        let given = self.given(name)??;
        self.checked(name, &given, rule)
    }

    /// The request that was read, if nothing was wrong with it.
    pub fn finish<T>(self, request: Option<T>) -> Result<T, Problem> {
        match request {
            Some(request) if self.problems.is_empty() => Ok(request),
            _ => Err(Problem::invalid_fields(self.problems)),
        }
    }

    /// The text of a member: what a string holds, or a number exactly as it is written. The outer
    /// `None` means that a problem was noted.
    fn given(&mut self, name: &str) -> Option<Option<String>> {
        let Some(raw) = self.members.remove(name) else { return Some(None) };
        let text = match raw.get().as_bytes().first() {
            Some(b'n') => Ok(String::new()),
            Some(b'"') => serde_json::from_str::<String>(raw.get()).map_err(|_| "is not text"),
            Some(b'-' | b'0'..=b'9') => Ok(raw.get().to_owned()),
            _ => Err("must be a text or a number"),
        };
        match text {
            Ok(text) => Some(Some(text).filter(|text| !text.is_empty())),
            Err(why) => {
                self.note(name, why);
                None
            }
        }
    }

    fn checked<T>(
        &mut self,
        name: &str,
        text: &str,
        rule: impl FnOnce(&str) -> Rule<T>,
    ) -> Option<T> {
        rule(text).map_err(|why| self.note(name, &why)).ok()
    }

    fn note(&mut self, name: &str, detail: &str) {
        let pointer = format!("/{name}");
        self.problems.push(FieldProblem { pointer, detail: detail.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anything(text: &str) -> Rule<String> {
        Ok(text.to_owned())
    }

    fn fields(json: &str) -> Fields {
        Fields::parse(json.as_bytes()).expect("an object")
    }

    #[test]
    fn a_number_keeps_the_digits_that_were_sent() {
        let mut fields = fields(r#"{"maxConsumption": 0.10000000000000000555}"#);
        let text = fields.required("maxConsumption", anything);
        assert_eq!(text.as_deref(), Some("0.10000000000000000555"));
    }

    #[test]
    fn null_and_the_empty_text_count_as_missing() {
        let mut fields = fields(r#"{"a": null, "b": ""}"#);
        assert_eq!(fields.optional("a", anything), None);
        assert_eq!(fields.required("b", anything), None);
        let problem = fields.finish(Some(())).expect_err("b is required");
        assert_eq!(problem.fields.len(), 1);
        assert_eq!(problem.fields[0].pointer, "/b");
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let mut fields = fields(r#"{"a": [], "b": "x"}"#);
        fields.optional("a", anything);
        fields.required("b", |_| Rule::<()>::Err("is wrong".to_owned()));
        fields.required("c", anything);
        let problem = fields.finish(Some(())).expect_err("three mistakes");
        let pointers: Vec<_> = problem.fields.iter().map(|field| &*field.pointer).collect();
        assert_eq!(pointers, ["/a", "/b", "/c"]);
    }
}
