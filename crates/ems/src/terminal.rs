//! What people read: lines on standard error, coloured on a terminal, so that standard output
//! stays clean for `--json`.

use std::io::IsTerminal;
use std::time::Duration;

/// A step that is done or a fact worth knowing.
pub fn say(text: &str) {
    eprintln!("{text}");
}

/// Something that a person may want to act on.
pub fn warn(text: &str) {
    eprintln!("{} {text}", painted("33", "!"));
}

pub fn failure(text: &str) {
    eprintln!("{} {text}", painted("31", "error:"));
}

pub fn strong(text: &str) -> String {
    painted("1", text)
}

pub fn good(text: &str) -> String {
    painted("32", text)
}

pub fn bad(text: &str) -> String {
    painted("31", text)
}

/// `640 ms`, `7.4 s` or `3 min 05 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f64()),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn painted(colour: &str, text: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if plain || !std::io::stderr().is_terminal() {
        return text.to_owned();
    }
    format!("\x1b[{colour}m{text}\x1b[0m")
}
