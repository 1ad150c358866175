//! The rules as data, in the order in which they are tried.

use domain::users::Language::{En, Ro};

use super::Rule;
use super::word::{
    are, english, english_e, feminine, masculine, neuter, shared_feminine, shared_neuter,
    shared_uri, uri, whole,
};

pub(super) const RULES: [Rule; 10] = [
    Rule {
        any: &[english("hello"), whole("hi", En), whole("salut", Ro), whole("salutari", Ro)],
        with: &[],
        english: "Hello! Ask me about your consumption, your alerts or your limits. You can ask \
                  for a person at any time.",
        romanian: "Salut! Întrebați-mă despre consum, alerte sau limite. Puteți cere oricând să \
                   vorbiți cu o persoană.",
    },
    Rule {
        any: &[
            english("bill"),
            shared_uri("cost"),
            english_e("price"),
            whole("pricing", En),
            feminine("factur"),
            uri("pret"),
        ],
        with: &[],
        english: "Your bill follows from the energy that your meters have measured in the month \
                  and from the prices in your contract. The charts show the energy of each day and \
                  month. For questions about one bill please ask for a person.",
        romanian: "Factura rezultă din energia măsurată de contoarele dumneavoastră în luna \
                   respectivă și din prețurile din contract. Graficele arată energia pe zile și pe \
                   luni. Pentru întrebări despre o anumită factură cereți, vă rugăm, o persoană.",
    },
    Rule {
        any: &[
            english("consumption"),
            english_e("usage"),
            uri("consum"),
            whole("utilizare", Ro),
            whole("utilizarea", Ro),
        ],
        with: &[],
        english: "Your consumption is in the charts on your page: choose a device, then a day. \
                  Each hour is shown in kWh; a gap means that nothing was measured.",
        romanian: "Consumul se vede în graficele din pagina dumneavoastră: alegeți un dispozitiv, \
                   apoi o zi. Fiecare oră este arătată în kWh; un gol înseamnă că nu s-a măsurat \
                   nimic.",
    },
    Rule {
        any: &[english_e("device"), neuter("dispozitiv")],
        with: &[
            whole("add", En),
            whole("new", En),
            whole("adaug", Ro),
            whole("adauga", Ro),
            whole("adaugat", Ro),
            whole("adaugare", Ro),
            whole("nou", Ro),
            whole("noua", Ro),
            whole("noi", Ro),
        ],
        english: "Devices are added by an administrator. Please ask for a person and tell them the \
                  name of the device.",
        romanian: "Dispozitivele sunt adăugate de un administrator. Cereți, vă rugăm, o persoană \
                   și spuneți-i numele dispozitivului.",
    },
    Rule {
        any: &[
            shared_feminine("alert"),
            english("notification"),
            whole("red", En),
            are("notific"),
            whole("rosu", Ro),
            whole("rosie", Ro),
        ],
        with: &[],
        english: "An alert means that a device has used more energy in one hour than its limit \
                  allows. It says which device, which hour and how much. Once you have seen it, \
                  acknowledge it at the bell.",
        romanian: "O alertă înseamnă că un dispozitiv a folosit într-o oră mai multă energie decât \
                   permite limita lui. Ea spune ce dispozitiv, ce oră și cât. După ce ați văzut-o, \
                   confirmați-o la clopoțel.",
    },
    Rule {
        any: &[english("password"), english("login"), feminine("parol"), are("autentific")],
        with: &[],
        english: "You can change your password in your account. If you cannot sign in any more, an \
                  administrator can let you set a new one. Never tell anybody your password, not \
                  even here.",
        romanian: "Vă puteți schimba parola în contul dumneavoastră. Dacă nu vă mai puteți \
                   autentifica, un administrator vă poate permite să stabiliți una nouă. Nu spuneți \
                   nimănui parola, nici măcar aici.",
    },
    Rule {
        any: &[shared_feminine("limit"), whole("max", En), whole("maxim", Ro)],
        with: &[],
        english: "The limit of a device is the energy that it may use in one hour. An \
                  administrator sets it; you see it beside the device.",
        romanian: "Limita unui dispozitiv este energia pe care o poate folosi într-o oră. O \
                   stabilește un administrator; o vedeți lângă dispozitiv.",
    },
    Rule {
        any: &[
            english("sensor"),
            english("meter"),
            masculine("senzor"),
            neuter("contor"),
            whole("contoare", Ro),
            whole("contoarele", Ro),
            whole("contoarelor", Ro),
        ],
        with: &[],
        english: "Please check that the meter has power and is connected to the network. What it \
                  has measured meanwhile arrives late and is counted then. If nothing comes for an \
                  hour, ask for a person.",
        romanian: "Verificați, vă rugăm, dacă contorul are curent și este conectat la rețea. Ce a \
                   măsurat între timp ajunge mai târziu și se numără atunci. Dacă nu vine nimic \
                   timp de o oră, cereți o persoană.",
    },
    Rule {
        any: &[shared_neuter("contract")],
        with: &[],
        english: "Your contract is with the papers that you received when you signed it. A person \
                  of support can send you a copy.",
        romanian: "Contractul se află printre documentele primite la semnare. O persoană de la \
                   asistență vă poate trimite o copie.",
    },
    Rule {
        any: &[
            english("thank"),
            whole("bye", En),
            whole("multumesc", Ro),
            whole("multumim", Ro),
            whole("multumiri", Ro),
            whole("mersi", Ro),
            whole("pa", Ro),
            whole("revedere", Ro),
        ],
        with: &[],
        english: "You are welcome. Goodbye!",
        romanian: "Cu plăcere. La revedere!",
    },
];
