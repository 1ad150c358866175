//! `ems logs`: what a process has said.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use local_stack::log_tail;

use crate::stack::Folders;

const GLANCE: Duration = Duration::from_millis(200);

/// Show the log of a role, of a private server, or of the supervisor (`up`)
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems logs gateway\n  ems logs projections -f\n  ems logs projections-2 -n 100\n  ems logs nats"
)]
pub struct Logs {
    /// gateway, command-api, ingest-bridge, projections, simulate, nats, postgres, rabbitmq or up
    role: String,
    /// Go on with what is said from now on
    #[arg(short, long)]
    follow: bool,
    /// How many of the last lines
    #[arg(short = 'n', long, default_value_t = 40, value_name = "N")]
    lines: usize,
}

impl Logs {
    pub async fn run(self) -> Result<ExitCode> {
        let folders = Folders::of_environment()?;
        let logs = self.files(&folders);
        if logs.is_empty() {
            bail!(
                "{} has said nothing here; these have: {}",
                self.role,
                known(&folders).join(", ")
            );
        }
        for log in &logs {
            if logs.len() > 1 {
                println!("==> {} <==", log.file_stem().unwrap_or_default().to_string_lossy());
            }
            println!("{}", log_tail(log, self.lines));
        }
        if self.follow {
            follow(&logs).await?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The log of that name, else those of all replicas of the role.
    fn files(&self, folders: &Folders) -> Vec<PathBuf> {
        let own = |name: &String| {
            let replica = name.strip_prefix(&self.role).and_then(|rest| rest.strip_prefix('-'));
            *name == self.role || replica.is_some_and(|number| number.parse::<u16>().is_ok())
        };
        known(folders).iter().filter(|name| own(name)).map(|name| folders.log(name)).collect()
    }
}

fn known(folders: &Folders) -> Vec<String> {
    let files = std::fs::read_dir(folders.logs()).into_iter().flatten().flatten();
    let names = files
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".log")?.to_owned()));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

async fn follow(logs: &[PathBuf]) -> Result<()> {
    let mut files = Vec::new();
    for log in logs {
        let mut file = File::open(log).with_context(|| format!("cannot open {}", log.display()))?;
        file.seek(SeekFrom::End(0))?;
        files.push(file);
    }
    loop {
        for file in &mut files {
            // A log that was trimmed goes on at its start.
            if file.metadata()?.len() < file.stream_position()? {
                file.rewind()?;
            }
            let mut new = Vec::new();
            file.read_to_end(&mut new)?;
            std::io::stdout().write_all(&new)?;
        }
        tokio::time::sleep(GLANCE).await;
    }
}
