//! In which language a customer writes, and words as rules compare them.

use domain::users::Language;

/// Words that one of the two languages uses all the time and the other one does not.
const ENGLISH: &[&str] = &[
    "the",
    "is",
    "was",
    "my",
    "me",
    "do",
    "does",
    "did",
    "how",
    "what",
    "why",
    "when",
    "where",
    "much",
    "many",
    "can",
    "you",
    "your",
    "this",
    "that",
    "and",
    "of",
    "please",
    "yesterday",
    "today",
    "month",
    "i",
    "it",
];
const ROMANIAN: &[&str] = &[
    "este", "sunt", "era", "meu", "mea", "mele", "cat", "cata", "cati", "cum", "ce", "cand",
    "unde", "de", "pot", "poti", "va", "rog", "vreau", "si", "la", "pe", "cu", "nu", "pentru",
    "ieri", "azi", "astazi", "luna", "am", "ai", "imi", "din", "acest",
];
const ROMANIAN_LETTERS: &[char] = &['ă', 'â', 'î', 'ș', 'ț', 'ş', 'ţ'];

/// What the text itself shows; none if it shows nothing.
pub(crate) fn of_text(text: &str) -> Option<Language> {
    let lower = text.to_lowercase();
    let letters = lower.chars().filter(|letter| ROMANIAN_LETTERS.contains(letter)).count();
    let words = words(text);
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(&word.as_str())).count();
    let (english, romanian) = (count(ENGLISH), count(ROMANIAN) + letters);
    match english.cmp(&romanian) {
        std::cmp::Ordering::Greater => Some(Language::En),
        std::cmp::Ordering::Less => Some(Language::Ro),
        std::cmp::Ordering::Equal => None,
    }
}

/// The words of a text without case and diacritics.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(char::to_lowercase).filter_map(folded).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A letter without its mark; none for a mark that stands by itself.
fn folded(letter: char) -> Option<char> {
    Some(match letter {
        '\u{300}'..='\u{36f}' => return None,
        'ă' | 'â' | 'á' | 'à' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ș' | 'ş' => 's',
        'ț' | 'ţ' => 't',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_shows_its_language_or_nothing() {
        assert_eq!(of_text("How much did my boiler use yesterday?"), Some(Language::En));
        assert_eq!(of_text("Cat a consumat boilerul meu ieri?"), Some(Language::Ro));
        assert_eq!(of_text("Câtă energie?"), Some(Language::Ro));
        assert_eq!(of_text("contract"), None);
    }

    #[test]
    fn words_have_neither_case_nor_marks_whichever_way_the_marks_are_written() {
        assert_eq!(words("Mulţumesc, FACTURĂ!"), ["multumesc", "factura"]);
        assert_eq!(words("s\u{326}i"), ["si"], "a comma below as a character of its own");
        assert_eq!(words("what's up"), ["what", "s", "up"]);
        assert!(words("?! …").is_empty());
    }
}
