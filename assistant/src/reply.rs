//! What a model says, made harmless: plain text of bounded length, without markup, links and
//! characters that nobody sees. Browsers show it as text anyway; this is for clients that do not.

use domain::users::Language;

/// Longer answers are cut at the end of a sentence.
pub(crate) const MOST_ANSWER: usize = 1024;
/// Whoever nests markup deeper than this is not answering a customer.
const ROUNDS: usize = 8;

/// The plain words of an answer, of at most `most` bytes. Nothing may be left of it.
pub(crate) fn plain(text: &str, language: Language, most: usize) -> String {
    let mut text: String = text.chars().filter(|c| is_visible(*c)).collect();
    // What one round takes away may bring together what the next one must take.
    for _ in 0..ROUNDS {
        let cleaned = clean(&text, language);
        if cleaned == text {
            return shortened(&text, most);
        }
        text = cleaned;
    }
    String::new()
}

fn clean(text: &str, language: Language) -> String {
    let text = without_tags(&unlinked(text));
    let mut kept: Vec<String> = Vec::new();
    for line in text.lines().map(|line| words(line, language)) {
        let is_second_gap = line.is_empty() && kept.last().is_none_or(String::is_empty);
        if !is_second_gap {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

/// The beginning of a text, of at most `most` bytes, between two characters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

fn shortened(text: &str, most: usize) -> String {
    const MORE: &str = " …";
    if text.len() <= most {
        return text.to_owned();
    }
    let kept = cut(text, most.saturating_sub(MORE.len()));
    let ends = kept.rmatch_indices(['.', '!', '?', '\n']).next().map(|(at, end)| at + end.len());
    // An end near the beginning would throw most of it away.
    let kept = ends.filter(|end| *end * 2 > kept.len()).map_or(kept, |end| &kept[..end]);
    format!("{}{MORE}", kept.trim_end())
}

/// Control characters and those that only change how others are shown: direction, width, joining.
fn is_visible(c: char) -> bool {
    let is_format = matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    (c == '\n' || !c.is_control()) && !is_format
}

/// Drops what reads as a tag, and after that every `<` that could still begin one.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at..];
        match tag.find('>').filter(|_| opens_tag(tag.chars().nth(1))) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                kept.push('<');
                rest = &tag[1..];
            }
        }
    }
    kept.push_str(rest);
    // From the end on, so that what is dropped cannot bring a `<` and a letter together.
    let mut reversed = String::with_capacity(kept.len());
    let mut next = None;
    for c in kept.chars().rev().filter(|c| *c != '\r') {
        if c == '<' && opens_tag(next) {
            continue;
        }
        reversed.push(c);
        next = Some(c);
    }
    reversed.chars().rev().collect()
}

fn opens_tag(next: Option<char>) -> bool {
    next.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// `[text](address)` and `![text](address)` become the text.
fn unlinked(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, after) = rest.split_at(middle);
        let end = address_end(after);
        match before.rfind('[') {
            Some(begin) => {
                kept.push_str(before[..begin].trim_end_matches('!'));
                kept.push_str(&before[begin + 1..]);
            }
            None => kept.push_str(before),
        }
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

/// Where `](address)` ends, which may hold parentheses of its own.
fn address_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A line without emphasis, headings, code marks and addresses.
fn words(line: &str, language: Language) -> String {
    let line = line.trim().trim_start_matches(['#', '>']).replace(['`', '*'], "");
    let line = line.replace("__", "");
    let inert =
        line.split_whitespace().map(|word| if leads_away(word) { link(language) } else { word });
    inert.collect::<Vec<_>>().join(" ")
}

fn leads_away(word: &str) -> bool {
    let word = word.to_lowercase();
    ["://", "www.", "javascript:", "data:", "mailto:", "vbscript:"]
        .iter()
        .any(|sign| word.contains(sign))
}

fn link(language: Language) -> &'static str {
    match language {
        Language::En => "(link removed)",
        Language::Ro => "(link eliminat)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harmless(text: &str) -> String {
        plain(text, Language::En, MOST_ANSWER)
    }

    #[test]
    fn ordinary_sentences_stay_as_they_are() {
        let text = "Boilerul a folosit 3,40 kWh ieri.\nLimita este 3 kWh: 2 < 3 și 4 > 3.";
        assert_eq!(harmless(text), text);
    }

    #[test]
    fn markup_goes_and_its_words_stay() {
        assert_eq!(
            harmless("# Usage\n\n\n**3.4** `kWh` <b>yesterday</b>"),
            "Usage\n\n3.4 kWh yesterday"
        );
        assert_eq!(harmless("See [your page](https://evil.example/?q=1) now"), "See your page now");
        assert_eq!(harmless("[press](javascript:alert(1)) it"), "press it");
        assert_eq!(harmless("![x](http://evil.example/p.png)Fine"), "xFine");
        assert_eq!(harmless("Go to https://evil.example now"), "Go to (link removed) now");
        assert_eq!(harmless("JavaScript:alert(1)"), "(link removed)");
    }

    #[test]
    fn no_tag_can_be_put_together_from_what_is_left() {
        for text in [
            "<script>alert(1)</script>",
            "<<b>script>alert(1)<</b>/script>",
            "<img src=x onerror=y",
            "<scr<b>ipt>x",
            "<\u{200b}script>x",
            "[<](x)script>x",
            "<!--",
            "<<<<a",
            "<[](x)b>",
            "<*script>x",
            "<__b",
            "<`/b>",
            "java<*b>script:x",
        ] {
            let left = harmless(text);
            let mut pairs = left.chars().zip(left.chars().skip(1));
            let opens = pairs.any(|(c, next)| c == '<' && opens_tag(Some(next)));
            assert!(!opens && !left.contains("javascript:"), "{text} leaves {left}");
        }
    }

    #[test]
    fn what_nobody_sees_goes() {
        assert_eq!(harmless("a\u{202e}b\u{0}c\u{1b}[31md\u{200b}"), "abc[31md");
        assert_eq!(harmless("\u{200b}\n \n"), "");
    }

    #[test]
    fn a_long_answer_ends_with_a_sentence() {
        let long = "It used 3.4 kWh yesterday, și astăzi. ".repeat(1_000);
        let kept = harmless(&long);
        assert!(kept.len() <= MOST_ANSWER && kept.ends_with(". …"), "{kept}");
        let endless = "ă".repeat(100_000);
        assert!(harmless(&endless).len() <= MOST_ANSWER);
    }
}
