//! SockJS frames: one letter, and JSON after it where there is something to say.

pub const OPEN: &str = "o";
pub const HEART_BEAT: &str = "h";

/// More messages than a client has reason to send at once.
const MAX_MESSAGES: usize = 256;

/// Not JSON, or not messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Messages for the client.
pub fn messages<'a>(messages: impl IntoIterator<Item = &'a str>) -> String {
    let messages: Vec<_> = messages.into_iter().collect();
    format!("a{}", serde_json::json!(messages))
}

/// The end of a session, and why.
pub fn close(code: u16, reason: &str) -> String {
    format!("c{}", serde_json::json!([code, reason]))
}

/// Messages of a client: a list of texts, or one text. Nothing at all is no message.
pub fn read(bytes: &[u8]) -> Result<Vec<String>, Broken> {
    if bytes.is_empty() {
        return Ok(vec![]);
    }
    let messages: Vec<String> = match bytes.first() {
        Some(b'"') => serde_json::from_slice(bytes).map(|message| vec![message]),
        _ => serde_json::from_slice(bytes),
    }
    .map_err(|_| Broken)?;
    if messages.len() > MAX_MESSAGES { Err(Broken) } else { Ok(messages) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn frames_read_as_the_reference_writes_them() {
        assert_eq!(messages(["x", "\n\0"]), r#"a["x","\n\u0000"]"#);
        assert_eq!(close(3000, "Go away!"), r#"c[3000,"Go away!"]"#);
    }

    #[test]
    fn a_list_of_texts_or_one_text_is_read_and_nothing_else() {
        assert_eq!(read(br#"["a","b"]"#), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read(br#""a""#), Ok(vec!["a".to_owned()]));
        assert_eq!(read(b""), Ok(vec![]));
        assert_eq!(read(b"[]"), Ok(vec![]));
        for broken in ["x", "{}", "[1]", "[\"a\"", "[[\"a\"]]", "null"] {
            assert_eq!(read(broken.as_bytes()), Err(Broken), "{broken}");
        }
        assert_eq!(read("[".repeat(10_000).as_bytes()), Err(Broken));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_broken(bytes in any::<Vec<u8>>()) {
            let _read = read(&bytes);
        }
    }
}
