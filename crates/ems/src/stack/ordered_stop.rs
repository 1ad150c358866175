//! The order in which a stack is stopped, also after its supervisor was killed.

use std::time::Duration;

use local_stack::recorded;

use super::Folders;
use crate::terminal::warn;

const PATIENCE: Duration = Duration::from_secs(15);

/// Who goes first: what brings work in, then what does it, then what keeps it.
const ORDER: [&str; 10] = [
    "simulate",
    "gateway",
    "assistant",
    "ingest-bridge",
    "projections",
    "command-api",
    "rabbitmq",
    "epmd",
    "nats",
    "postgres",
];

/// Ends what a killed supervisor left behind: the processes that are recorded and still the same.
pub async fn end_leftovers(folders: &Folders) {
    let mut left: Vec<_> = recorded(&folders.run())
        .into_iter()
        .map(|(file, process)| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            (rank(&name), name, file, process)
        })
        .collect();
    left.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let mut ended = Vec::new();
    for (_, name, file, process) in left {
        if process.is_alive() {
            process.end(PATIENCE).await;
            ended.push(name);
        }
        // Only the record of a process that is gone by now.
        let _ = std::fs::remove_file(file);
    }
    if !ended.is_empty() {
        warn(&format!("ended what a killed supervisor left behind: {}", ended.join(", ")));
    }
}

/// The place of a process in the order; `projections-2` is in that of `projections`.
pub(super) fn rank(name: &str) -> usize {
    ORDER.iter().position(|role| name.starts_with(role)).unwrap_or(ORDER.len())
}
