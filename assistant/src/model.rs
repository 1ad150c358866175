//! What a language model is asked, and the ways in which it can fail to answer.

use domain::users::Language;
use futures::future::BoxFuture;
use strum::IntoStaticStr;
use thiserror::Error;

/// One question to a model. The customer's text is a part of its own: nothing else is made of it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub language: Language,
    /// The customer's own numbers, as JSON.
    pub context: String,
    pub text: String,
}

/// Something that answers questions in plain words.
pub(crate) trait Assistant: Send + Sync {
    /// What it says, as it says it: whoever passes it on must make it harmless first.
    fn answer<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Result<String, Failure>>;

    /// Whether an answer costs money.
    fn is_metered(&self) -> bool;
}

/// Why there is no answer of the model.
#[derive(Clone, Debug, PartialEq, Eq, Error, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Failure {
    #[error("there is no language model here")]
    Offline,
    #[error("the model takes no more requests now (429)")]
    RateLimited,
    #[error("the model's service is out ({0})")]
    Unavailable(String),
    #[error("the model's service refuses our requests ({0})")]
    Refused(u16),
    #[error("the model was not allowed to answer ({0})")]
    Blocked(String),
    #[error("the model's answer was cut off")]
    Truncated,
    #[error("the model answers without end")]
    TooLong,
    #[error("the model said nothing")]
    Silent,
    #[error("the model's answer cannot be read: {0}")]
    Unreadable(String),
    #[error("the model took too long")]
    TimedOut,
    #[error("this customer has used up today's calls of the model")]
    CustomersShare,
    #[error("today's calls of the model are used up")]
    DaysShare,
    #[error("the customer's numbers are not known now: {0}")]
    NoFacts(String),
}

impl Failure {
    /// One word for metrics.
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

/// What stands in where nobody has given a key: it says that it is not there.
pub(crate) struct Offline;

impl Assistant for Offline {
    fn answer<'a>(&'a self, _: &'a Question) -> BoxFuture<'a, Result<String, Failure>> {
        Box::pin(std::future::ready(Err(Failure::Offline)))
    }

    fn is_metered(&self) -> bool {
        false
    }
}
