//! The rules that customers know: the first one whose words a message holds answers at once.

mod table;
mod word;

use domain::users::Language;

use crate::language;
use table::RULES;
use word::Word;

/// One rule: what must be said, and what is answered.
struct Rule {
    /// One of these.
    any: &'static [Word],
    /// And, unless this is empty, one of these.
    with: &'static [Word],
    english: &'static str,
    romanian: &'static str,
}

/// The answer of the first rule that matches, in the language of the message; where the message
/// shows none, in the one that the customer has chosen.
pub(crate) fn answer(text: &str, chosen: Option<Language>) -> Option<&'static str> {
    let words = language::words(text);
    let (rule, word) = RULES.iter().find_map(|rule| Some((rule, rule.matched(&words)?)))?;
    let language = language::of_text(text).or(word.language).or(chosen);
    Some(rule.in_language(language.unwrap_or(Language::En)))
}

impl Rule {
    /// The word that made it match.
    fn matched(&self, words: &[String]) -> Option<&'static Word> {
        let said =
            |list: &'static [Word]| list.iter().find(|word| words.iter().any(|said| word.is(said)));
        let found = said(self.any)?;
        (self.with.is_empty() || said(self.with).is_some()).then_some(found)
    }

    fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::Ro => self.romanian,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each rule is about, in the order of the table.
    const TOPICS: [&str; 10] = [
        "greeting",
        "bill",
        "consumption",
        "device",
        "alert",
        "password",
        "limit",
        "meter",
        "contract",
        "goodbye",
    ];

    fn topic(text: &str) -> Option<&'static str> {
        let words = language::words(text);
        RULES.iter().position(|rule| rule.matched(&words).is_some()).map(|nth| TOPICS[nth])
    }

    #[test]
    fn each_word_of_the_contract_finds_its_rule() {
        for (expected, words) in [
            ("greeting", "hello hi salut Salut!"),
            ("bill", "bill bills billing Billed cost costs costing price prices pricing"),
            ("bill", "factura factură facturi facturile FACTURILOR costul costurile preț preţul"),
            ("consumption", "consumption usage usages consum consumul consumului utilizarea"),
            ("alert", "alert alerts alerted notification notifications red alertă alertele"),
            ("alert", "notificare notificările roșu roşie"),
            ("password", "password passwords login logins parola parolă parolei autentificare"),
            ("limit", "limit limits limited max limită limita limitele maxim"),
            ("meter", "sensor sensors meter meters senzorul senzori contor contoarele"),
            ("contract", "contract contracts contractul contractele"),
            ("goodbye", "thank thanks bye mulțumesc multumim mersi pa"),
        ] {
            for word in words.split(' ') {
                assert_eq!(topic(word), Some(expected), "{word}");
            }
        }
    }

    #[test]
    fn words_that_only_begin_alike_are_not_meant() {
        let others = "billion costume Costi priceless reduce redo hidden this maximum byte consume \
                      consumat pretinde limitless metro address news pace thanksgiving";
        for word in others.split(' ') {
            assert_eq!(topic(word), None, "{word}");
        }
    }

    #[test]
    fn a_device_needs_add_or_new() {
        assert_eq!(topic("my device is slow"), None);
        assert_eq!(topic("How do I add a device?"), Some("device"));
        assert_eq!(topic("I bought new devices"), Some("device"));
        assert_eq!(topic("Vreau să adaug un dispozitiv"), Some("device"));
        assert_eq!(topic("Am un dispozitiv nou"), Some("device"));
        assert_eq!(topic("Add it to the address"), None);
    }

    #[test]
    fn the_first_rule_that_matches_answers() {
        assert_eq!(topic("Hello, why is my bill so high?"), Some("greeting"));
        assert_eq!(topic("Thank you for the bill"), Some("bill"));
        assert_eq!(topic("Is there a limit in my contract?"), Some("limit"));
    }

    #[test]
    fn what_the_model_is_for_matches_no_rule() {
        assert_eq!(topic("How much did my boiler use yesterday?"), None);
        assert_eq!(topic("Cât a folosit boilerul ieri?"), None);
        assert_eq!(topic(""), None);
    }

    #[test]
    fn the_answer_is_in_the_language_of_the_message() {
        let english = answer("What about my contract?", Some(Language::Ro)).expect("an answer");
        let romanian = answer("Unde este contractul meu?", None).expect("an answer");
        assert_ne!(english, romanian);
        assert_eq!(answer("contract", Some(Language::Ro)), Some(romanian), "as they have chosen");
        assert_eq!(answer("contract", None), Some(english));
    }

    #[test]
    fn every_answer_fits_into_one_kibibyte() {
        for rule in &RULES {
            assert!(rule.english.len() <= 1_024 && rule.romanian.len() <= 1_024);
        }
    }
}
