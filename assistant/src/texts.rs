//! What the bot says by itself when there is no answer of the model: what is the matter, honestly.

use domain::users::Language;

use crate::model::Failure;

/// Why there is no answer, what is certain all the same, and the offer of a person.
pub(crate) fn fallback(failure: &Failure, numbers: Option<&str>, language: Language) -> String {
    let parts = [Some(reason(failure, language)), numbers, Some(offer(language))];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn reason(failure: &Failure, language: Language) -> &'static str {
    let (english, romanian) = match failure {
        Failure::Offline => (
            "There is no language model connected here, so I can only answer common questions.",
            "Aici nu este conectat niciun model de limbaj, așa că pot răspunde doar la întrebări \
             obișnuite.",
        ),
        Failure::RateLimited | Failure::DaysShare => (
            "Too many people are asking at this moment, so I cannot answer this now.",
            "Prea mulți clienți întreabă în acest moment, așa că nu pot răspunde acum.",
        ),
        Failure::CustomersShare => (
            "You have asked me as much as I may answer in one day. I am back tomorrow.",
            "M-ați întrebat cât am voie să răspund într-o zi. Revin mâine.",
        ),
        Failure::Blocked(_) => {
            ("I am not able to answer this question.", "La această întrebare nu pot răspunde.")
        }
        Failure::Truncated | Failure::TooLong | Failure::Silent | Failure::Unreadable(_) => (
            "I did not get a complete answer together, and half of one could mislead you.",
            "Nu am reușit un răspuns complet, iar unul pe jumătate v-ar putea induce în eroare.",
        ),
        Failure::TimedOut => (
            "It is taking too long to find an answer.",
            "Durează prea mult până găsesc un răspuns.",
        ),
        Failure::NoFacts(_) => (
            "I cannot look at your numbers at this moment, and I do not want to guess.",
            "Nu pot vedea cifrele dumneavoastră în acest moment și nu vreau să ghicesc.",
        ),
        Failure::Unavailable(_) | Failure::Refused(_) => (
            "The part of me that answers such questions is out of order at this moment.",
            "Partea mea care răspunde la astfel de întrebări nu funcționează în acest moment.",
        ),
    };
    in_language(language, english, romanian)
}

fn offer(language: Language) -> &'static str {
    in_language(
        language,
        "Would you like to speak to a person? You can ask for one at any time.",
        "Doriți să vorbiți cu o persoană? Puteți cere oricând.",
    )
}

pub(crate) fn in_language<'a>(language: Language, english: &'a str, romanian: &'a str) -> &'a str {
    match language {
        Language::En => english,
        Language::Ro => romanian,
    }
}
