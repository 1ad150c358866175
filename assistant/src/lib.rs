//! Support chat: what customers ask is answered by rules, else by a language model that is shown the
//! customer's own numbers, else by an honest word that there is no answer now.
//!
//! Reading order: `duty` takes customers' messages from the log and orders the answers; `desk` finds
//! an answer, first in `rules`, then from the `model` (`gemini`) with the `facts` that code has
//! chosen, within the `budget`; `reply` makes what a model says harmless, `texts` holds what the bot
//! says by itself. `quiet` brings the bot back after a person who has left without a word.

mod app;
mod settings;

mod duty;
mod quiet;
mod typing;

mod desk;
mod language;
mod rules;
mod texts;

mod calendar;
mod facts;
mod quote;

mod budget;
mod gemini;
mod model;
mod prompt;
mod reply;

pub use app::App;
pub use settings::{ModelSettings, Settings};
