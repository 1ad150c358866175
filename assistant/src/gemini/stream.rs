//! An answer that arrives as server-sent events, cut anywhere: `data:` lines, each a whole response.

use crate::gemini::wire::Reply;
use crate::model::Failure;

/// Said so far.
#[derive(Default)]
pub(super) struct Answer {
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    text: String,
    finish_reason: Option<String>,
}

impl Answer {
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        for byte in bytes {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.take_line(&line)?;
            } else {
                self.line.push(*byte);
            }
        }
        Ok(())
    }

    pub fn is_finished(&self) -> bool {
        self.finish_reason.is_some()
    }

    /// What was said, if the model has said all that it wanted to.
    pub fn finish(mut self) -> Result<String, Failure> {
        let line = std::mem::take(&mut self.line);
        self.take_line(&line)?;
        match self.finish_reason.as_deref() {
            Some("STOP") if self.text.trim().is_empty() => Err(Failure::Silent),
            Some("STOP") => Ok(self.text),
            Some("MAX_TOKENS") | None => Err(Failure::Truncated),
            Some(
                reason @ ("SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII"
                | "IMAGE_SAFETY"),
            ) => Err(Failure::Blocked(reason.to_owned())),
            Some(_) => Err(Failure::Unreadable("it ended for another reason".to_owned())),
        }
    }

    /// Comments, other fields and empty lines say nothing to us.
    fn take_line(&mut self, line: &[u8]) -> Result<(), Failure> {
        let Some(data) = line.strip_prefix(b"data:") else { return Ok(()) };
        let reply: Reply = serde_json::from_slice(data)
            .map_err(|error| Failure::Unreadable(format!("{:?}", error.classify())))?;
        if let Some(reason) = reply.prompt_feedback.block_reason {
            return Err(Failure::Blocked(reason));
        }
        let Some(candidate) = reply.candidates.into_iter().next() else { return Ok(()) };
        let said = candidate.content.parts.into_iter().filter(|part| !part.thought);
        said.filter_map(|part| part.text).for_each(|text| self.text.push_str(&text));
        if candidate.finish_reason.is_some() {
            self.finish_reason = candidate.finish_reason;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = r#"data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Boilerul "}],"role":"model"}}],"usageMetadata":{}}"#;
    const END: &str = r#"data:{"candidates":[{"content":{"parts":[{"text":"a folosit 3,4 kWh și atât."}]},"finishReason":"STOP"}]}"#;

    fn read(text: &str, step: usize) -> Result<String, Failure> {
        let mut answer = Answer::default();
        for chunk in text.as_bytes().chunks(step) {
            answer.take(chunk)?;
        }
        answer.finish()
    }

    #[test]
    fn an_answer_is_the_same_wherever_the_network_cuts_it() {
        let text = format!(": hello\r\n{WORDS}\r\n\r\nevent: x\n{END}\n\n");
        for step in 1..text.len() {
            let read = read(&text, step);
            assert_eq!(read.as_deref(), Ok("Boilerul a folosit 3,4 kWh și atât."), "{step}");
        }
    }

    #[test]
    fn every_bad_end_has_its_name() {
        let ended = |reason: &str| {
            let end = format!(r#"data: {{"candidates":[{{"finishReason":"{reason}"}}]}}"#);
            read(&format!("{WORDS}\n{end}\n"), 7)
        };
        assert_eq!(ended("MAX_TOKENS"), Err(Failure::Truncated));
        assert_eq!(ended("SAFETY"), Err(Failure::Blocked("SAFETY".to_owned())));
        assert!(matches!(ended("OTHER"), Err(Failure::Unreadable(_))));
        assert_eq!(read(&format!("{WORDS}\n"), 7), Err(Failure::Truncated), "it was cut off");
        let blocked = r#"data: {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}"#;
        assert!(matches!(read(blocked, 7), Err(Failure::Blocked(_))));
        assert!(matches!(read("data: {\"candidates\":7}\n", 7), Err(Failure::Unreadable(_))));
        let silent = r#"data: {"candidates":[{"finishReason":"STOP"}]}"#;
        assert_eq!(read(silent, 7), Err(Failure::Silent));
    }
}
