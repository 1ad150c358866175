//! From a customer's message to the bot's answer: a rule, else the model with the customer's own
//! numbers, else an honest word. There is always an answer, and always in time.

use std::sync::Arc;
use std::time::Duration;

use domain::conversations::{AnswerSource, Basis};
use domain::ids::UserId;
use domain::users::Language;
use tokio::time::{Instant, timeout, timeout_at};

use crate::budget::Budget;
use crate::facts::{Archive, Facts};
use crate::model::{Assistant, Failure};
use crate::reply::{MOST_ANSWER, cut, plain};
use crate::{language, prompt, quote, rules, texts};

/// The customer has it within 10 s: the rest is for the log.
const WITHIN: Duration = Duration::from_secs(8);
/// Of that, for looking up the numbers.
const FACTS_WITHIN: Duration = Duration::from_secs(4);

/// What the bot says.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub text: String,
    pub source: AnswerSource,
    pub based: Option<Basis>,
}

#[derive(Clone)]
pub(crate) struct Desk {
    pub archive: Archive,
    pub model: Arc<dyn Assistant>,
    pub budget: Budget,
}

impl Desk {
    /// What can be said without asking anybody.
    pub fn at_once(&self, text: &str) -> Option<Answer> {
        let text = rules::answer(text, None)?.to_owned();
        Some(Answer { text, source: AnswerSource::Rule, based: None })
    }

    pub async fn find(&self, customer: UserId, text: &str) -> Answer {
        let begin = Instant::now();
        let answer = self.within(begin + WITHIN, customer, text).await;
        metrics::histogram!("ems_assistant_answer_seconds").record(begin.elapsed());
        answer
    }

    async fn within(&self, deadline: Instant, customer: UserId, text: &str) -> Answer {
        let facts = match timeout(FACTS_WITHIN, self.archive.facts_of(customer)).await {
            Ok(facts) => facts.map_err(|error| Failure::NoFacts(error.to_string())),
            Err(_) => Err(Failure::NoFacts("no answer within 4 s".to_owned())),
        };
        let chosen = facts.as_ref().ok().and_then(|facts| facts.language);
        let language = language::of_text(text).or(chosen).unwrap_or(Language::En);
        let facts = match facts {
            Ok(facts) => facts,
            Err(failure) => return instead(&failure, None, text, language),
        };
        let asked = timeout_at(deadline, self.ask(customer, &facts, text, language)).await;
        match asked.unwrap_or(Err(Failure::TimedOut)) {
            Ok(said) => from_model(said, facts.basis, text, language),
            Err(failure) => instead(&failure, Some(facts.basis), text, language),
        }
    }

    async fn ask(
        &self,
        customer: UserId,
        facts: &Facts,
        text: &str,
        language: Language,
    ) -> Result<String, Failure> {
        if self.model.is_metered() {
            self.budget.take(customer).await?;
        }
        let said = self.model.answer(&prompt::question(facts, text, language)).await?;
        let said = plain(&said, language, MOST_ANSWER);
        if said.is_empty() { Err(Failure::Silent) } else { Ok(said) }
    }
}

/// What the model said, with the numbers that it was given.
fn from_model(said: String, basis: Basis, asked: &str, language: Language) -> Answer {
    let spoken_of = format!("{asked} {said}");
    let text = match quote::quote(&basis, &spoken_of, language) {
        Some(numbers) => {
            let said = plain(&said, language, MOST_ANSWER - numbers.len() - 1);
            format!("{said}\n{numbers}")
        }
        None => said,
    };
    Answer { text, source: AnswerSource::Model, based: Some(basis) }
}

fn instead(failure: &Failure, basis: Option<Basis>, asked: &str, language: Language) -> Answer {
    tracing::warn!(failure = failure.name(), "answered without the model: {failure}");
    metrics::counter!("ems_assistant_failures_total", "reason" => failure.name()).increment(1);
    let numbers = basis.as_ref().and_then(|basis| quote::quote(basis, asked, language));
    let text = texts::fallback(failure, numbers.as_deref(), language);
    let text = cut(&text, MOST_ANSWER).to_owned();
    Answer { text, source: AnswerSource::Fallback, based: basis }
}
