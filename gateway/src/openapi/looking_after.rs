//! What is said of consumption over time, and of what an administrator looks after.

use serde_json::{Value, json};

use super::description::{Answer, Description, Tag};
use super::problem_kind::ProblemKind;
use crate::access::Operation;

const WHOLE_BUCKETS: &str = "The whole buckets in which some part of the range lies, as the clocks of \
                             the zone count them: a day may have 23 or 25 hours, and the repeated \
                             hour is one of its own. `auto` takes the finest that shows the range in \
                             about a thousand. A bucket in which nothing was measured is null.";
const BY_NOW: &str = "Yesterday and last month are counted up to the time of day, and day of the \
                      month, that it is now.";

const TOLD_LIVE: &str = "People go on working meanwhile. The progress is told at \
                         `/topic/admin/system`.";

pub fn consumption() -> Description {
    let answer = Answer::ok("The buckets, in order.", "Consumption").or_as("text/csv");
    Description::local(Tag::Consumption, "Read what a device used", answer)
        .noting(WHOLE_BUCKETS)
        .asks(time("from", "The beginning of the range.", "2026-11-22T00:00:00Z"))
        .asks(time("to", "Its end, which is no part of it.", "2026-11-23T00:00:00Z"))
        .asks(choice("resolution", &["quarter", "hour", "day", "month", "auto"]))
        .asks(zone())
        .asks(choice("format", &["json", "csv"]))
}

pub fn summary() -> Description {
    let answer = Answer::ok("Each device at a glance.", "Summary");
    Description::local(Tag::Consumption, "Read a user's devices at a glance", answer)
        .noting(BY_NOW)
        .asks(zone())
}

/// Lists hold the newest 200.
pub fn waiting(operation: Operation) -> Description {
    let list = |summary, what, schema| {
        Description::local(Tag::System, summary, Answer::list(what, schema))
    };
    match operation {
        Operation::ListUnregistered => {
            list("List unregistered devices", "Those heard last come first.", "UnregisteredDevice")
        }
        Operation::ListConflicts => {
            list("List conflicts", "Instants with more than one value.", "Conflict").asks(device())
        }
        Operation::ListHeld => list("List held readings", "They await a verdict.", "HeldReading"),
        Operation::ListQuarantined => {
            list("List the quarantine", "Messages that could not be read.", "Quarantined")
        }
        Operation::ListParked => {
            list("List parked readings", "Readings that cannot be counted.", "ParkedReading")
        }
        Operation::RetryQuarantined => {
            let summary = "Send a message of quarantine again";
            Description::local(Tag::System, summary, Answer::no_content())
                .refuses([ProblemKind::NotFound, ProblemKind::CutOff])
        }
        _ => Description::local(Tag::System, "Drop a message of quarantine", Answer::no_content())
            .refuses([ProblemKind::NotFound]),
    }
}

/// The processes of the product, and its projections.
pub fn system(operation: Operation) -> Description {
    let summary = match operation {
        Operation::ReadSystem => {
            let answer = Answer::ok("Every process, and how much waits for a person.", "System");
            return Description::local(Tag::System, "Read how the system is", answer);
        }
        Operation::ListProjections => {
            let answer = Answer::list("Each with how far it is.", "Projection");
            return Description::local(Tag::System, "List projections", answer);
        }
        Operation::RebuildProjection => "Make a projection anew from the log",
        Operation::VerifyProjection => "Compare a projection with the log",
        _ => "Show a projection as before its last rebuild",
    };
    let answer = Answer { status: 202, ..Answer::ok("A replica begins soon.", "Run") };
    Description::local(Tag::System, summary, answer)
        .noting(TOLD_LIVE)
        .refuses([ProblemKind::NotFound, ProblemKind::InProgress])
}

fn time(name: &str, what: &str, example: &str) -> Value {
    json!({
        "name": name,
        "in": "query",
        "required": true,
        "description": what,
        "schema": { "type": "string", "format": "date-time" },
        "example": example,
    })
}

fn choice(name: &str, of: &[&str]) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "string", "enum": of } })
}

fn zone() -> Value {
    json!({
        "name": "zone",
        "in": "query",
        "description": "The IANA name of a time zone; default the caller's, else the installation's.",
        "schema": { "type": "string" },
        "example": "Europe/Bucharest",
    })
}

fn device() -> Value {
    json!({
        "name": "device",
        "in": "query",
        "description": "Only those of this device.",
        "schema": { "type": "string", "format": "uuid" },
    })
}
