//! The JSON of the interface. Its names exist only here.

use serde::{Deserialize, Serialize};

use crate::model::Question;
use crate::prompt::{INSTRUCTION, in_language};

/// Far more than an answer needs, since models that think spend some of it on thoughts.
const MOST_TOKENS: u32 = 1_024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request<'a> {
    system_instruction: Content<'a>,
    contents: [Content<'a>; 1],
    generation_config: GenerationConfig,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    parts: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig {
    max_output_tokens: u32,
    temperature: f32,
    response_mime_type: &'static str,
}

impl<'a> Request<'a> {
    pub fn of(question: &'a Question) -> Self {
        let parts = |texts: [&'a str; 2]| texts.into_iter().map(|text| Text { text }).collect();
        let asked = parts([&question.context, &question.text]);
        Self {
            system_instruction: Content {
                role: None,
                parts: parts([INSTRUCTION, in_language(question.language)]),
            },
            contents: [Content { role: Some("user"), parts: asked }],
            generation_config: GenerationConfig {
                max_output_tokens: MOST_TOKENS,
                temperature: 0.2,
                response_mime_type: "text/plain",
            },
        }
    }
}

/// One event of the stream: a whole response with the next words.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Reply {
    pub candidates: Vec<Candidate>,
    pub prompt_feedback: Feedback,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Candidate {
    pub content: Words,
    pub finish_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Words {
    pub parts: Vec<Part>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    pub text: Option<String>,
    /// It is a thought and not said.
    pub thought: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Feedback {
    /// Set when the question itself was blocked; then there is no candidate.
    pub block_reason: Option<String>,
}
