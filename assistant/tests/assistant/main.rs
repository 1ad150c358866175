//! The assistant against real servers and a language model that does what a test wants.

mod support;

mod answers;
mod duty;
mod injections;
mod misbehaving;
mod takeover;
