//! A word that rules look for, with the endings that it usually has.

use domain::users::Language;

/// Without case and diacritics.
pub(super) struct Word {
    stem: &'static str,
    /// What may follow the stem; together they are the whole word.
    endings: &'static [&'static [&'static str]],
    /// None for a stem that both languages share.
    pub language: Option<Language>,
}

/// The word as it stands.
const BARE: &[&str] = &[""];
const ENGLISH: &[&str] = &["", "s", "ed", "ing", "ings"];
/// After a stem that ends in e.
const ENGLISH_E: &[&str] = &["", "s", "d"];
/// Romanian nouns by their plural: costuri, dispozitive, facturi, alerte, senzori.
const URI: &[&str] = &["", "ul", "ului", "uri", "urile", "urilor"];
const NEUTER: &[&str] = &["", "ul", "ului", "e", "ele", "elor"];
const FEMININE: &[&str] = &["a", "e", "ei", "i", "ii", "ile", "ilor", "ele", "elor"];
const MASCULINE: &[&str] = &["", "ul", "ului", "i", "ii", "ilor"];
/// Verbal nouns: notificare, notificările.
const ARE: &[&str] = &["are", "area", "arii", "ari", "arile", "arilor"];

impl Word {
    pub fn is(&self, said: &str) -> bool {
        let ending = said.strip_prefix(self.stem);
        ending.is_some_and(|ending| self.endings.iter().any(|list| list.contains(&ending)))
    }
}

/// Only as it stands.
pub(super) const fn whole(stem: &'static str, language: Language) -> Word {
    Word { stem, endings: &[BARE], language: Some(language) }
}

pub(super) const fn english(stem: &'static str) -> Word {
    Word { stem, endings: &[ENGLISH], language: Some(Language::En) }
}

pub(super) const fn english_e(stem: &'static str) -> Word {
    Word { stem, endings: &[ENGLISH_E], language: Some(Language::En) }
}

pub(super) const fn uri(stem: &'static str) -> Word {
    Word { stem, endings: &[URI], language: Some(Language::Ro) }
}

pub(super) const fn neuter(stem: &'static str) -> Word {
    Word { stem, endings: &[NEUTER], language: Some(Language::Ro) }
}

pub(super) const fn feminine(stem: &'static str) -> Word {
    Word { stem, endings: &[FEMININE], language: Some(Language::Ro) }
}

pub(super) const fn masculine(stem: &'static str) -> Word {
    Word { stem, endings: &[MASCULINE], language: Some(Language::Ro) }
}

pub(super) const fn are(stem: &'static str) -> Word {
    Word { stem, endings: &[ARE], language: Some(Language::Ro) }
}

/// English, and a Romanian noun with the same stem: cost, costs, costurile.
pub(super) const fn shared_uri(stem: &'static str) -> Word {
    Word { stem, endings: &[ENGLISH, URI], language: None }
}

pub(super) const fn shared_neuter(stem: &'static str) -> Word {
    Word { stem, endings: &[ENGLISH, NEUTER], language: None }
}

pub(super) const fn shared_feminine(stem: &'static str) -> Word {
    Word { stem, endings: &[ENGLISH, FEMININE], language: None }
}
