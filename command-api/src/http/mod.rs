//! HTTP itself: reading requests, answering, and saying what went wrong.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod fields;
pub(crate) mod path;
pub(crate) mod rules;

pub(crate) mod problem;

pub(crate) mod envelope;
