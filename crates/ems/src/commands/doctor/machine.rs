//! The machine: programs, disk and ports.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use local_stack::{nats_server, postgres_bin, rabbitmq_server};

use super::{Finding, Verdict};
use crate::commands::up::REPLICAS;
use crate::stack::{External, free_ports};

/// Below this the log, which is kept for ever, has no room to grow.
const ENOUGH_DISK: u64 = 2 * 1024 * 1024 * 1024;

/// Where servers of others usually are, and the variable that would make us use them.
const USUAL: [(u16, &str, &str); 3] = [
    (4222, "NATS", "EMS_NATS_URL=nats://USER:PASSWORD@127.0.0.1:4222"),
    (5432, "PostgreSQL", "EMS_DATABASE_URL=postgres://USER:PASSWORD@127.0.0.1:5432/DATABASE"),
    (5672, "RabbitMQ", "EMS_AMQP_URL=amqp://USER:PASSWORD@127.0.0.1:5672/%2f"),
];

pub fn tools(external: &External) -> Vec<Finding> {
    let mut findings: Vec<_> =
        ["cargo", "node", "npm", "python3"].map(|tool| Finding::of(tool, version(tool))).into();
    if external.nats.is_none() {
        let program = nats_server().and_then(|path| version(&path.to_string_lossy()));
        findings.push(Finding::of("nats-server", program));
    }
    if external.database.is_none() {
        let program =
            postgres_bin(None).and_then(|bin| version(&bin.join("postgres").to_string_lossy()));
        findings.push(Finding::of("postgres", program));
    }
    if external.amqp.is_none() {
        let program = rabbitmq_server().map(|path| path.display().to_string());
        findings.push(Finding::of("rabbitmq-server", program));
    }
    findings.push(match version("chromium") {
        Ok(version) => Finding::new("chromium", Verdict::Good, version),
        Err(_) => {
            Finding::new("chromium", Verdict::Note, "not installed; only `ems test` needs it")
        }
    });
    findings
}

pub fn disk(folder: &Path) -> Finding {
    let existing = folder.ancestors().find(|parent| parent.exists()).unwrap_or(Path::new("/"));
    let free = rustix::fs::statvfs(existing).map(|disk| disk.f_bavail * disk.f_frsize);
    Finding::of(
        "disk",
        free.context("cannot ask for free space").and_then(|free| {
            let text = format!(
                "{:.1} GiB are free for {}",
                free as f64 / 1_073_741_824.0,
                folder.display()
            );
            ensure!(free >= ENOUGH_DISK, "{text}; at least 2 GiB are needed");
            Ok(text)
        }),
    )
}

pub fn ports(runs_here: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !runs_here {
        findings.push(Finding::of("ports", free_block()));
    }
    for (port, server, variable) in USUAL {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpStream::connect_timeout(&address, Duration::from_millis(300)).is_ok() {
            let detail = format!("answers on {port} and is left alone; set {variable} to use it");
            findings.push(Finding::new(server, Verdict::Note, detail));
        }
    }
    findings
}

fn free_block() -> Result<String> {
    let (block, busy) = free_ports(REPLICAS)?;
    let passed: Vec<_> = busy.iter().map(|port| port.0.to_string()).collect();
    Ok(match passed.is_empty() {
        true => format!("free from {} on", block.base),
        false => format!("free from {} on; in use: {}", block.base, passed.join(", ")),
    })
}

fn version(program: &str) -> Result<String> {
    let output = Command::new(program).arg("--version").output();
    let output = output.with_context(|| format!("{program} is not installed"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{program} --version ended with {}", output.status);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}
