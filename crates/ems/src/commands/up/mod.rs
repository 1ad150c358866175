//! `ems up`: the whole product on this machine.

mod background;
mod foreground;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use clap::value_parser;

use crate::stack::{Folders, Options, State, Summary};
use crate::terminal::{failure, say};

use super::CONFLICT;

/// How many projections processes run unless more or fewer are asked for.
pub const REPLICAS: u16 = 2;

/// Start everything on this machine: servers, roles, demo data, and the page
///
/// Starts private NATS, PostgreSQL and RabbitMQ on 127.0.0.1, except those that EMS_NATS_URL,
/// EMS_DATABASE_URL or EMS_AMQP_URL name, then each role as a process of its own. Data is kept in .ems
/// (EMS_DATA_DIR), ports begin at 24000 (EMS_PORT_BASE). Ctrl-C stops all in order; pressed twice, it
/// ends them at once.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems up\n  ems up --detach --json\n  ems up --replicas 4 --no-demo\n  EMS_PORT_BASE=31000 EMS_DATA_DIR=/tmp/try ems up"
)]
pub struct Up {
    /// How many projections processes share the work
    #[arg(long, default_value_t = REPLICAS, value_parser = value_parser!(u16).range(1..=64), value_name = "N")]
    replicas: u16,
    /// Leave out the demo customer, the devices and the simulator
    #[arg(long)]
    no_demo: bool,
    /// Return when all is ready; the stack goes on until `ems down`
    #[arg(long)]
    detach: bool,
    /// Print addresses, logins and process ids as one line of JSON
    #[arg(long)]
    json: bool,
    /// The process that --detach leaves behind
    #[arg(long, hide = true, conflicts_with = "detach")]
    in_background: bool,
}

impl Up {
    pub async fn run(self) -> Result<ExitCode> {
        let folders = Folders::of_environment()?;
        folders.make()?;
        if let Some(state) = State::of_running(&folders)?.filter(|_| !self.in_background) {
            return self.runs_already(&folders, state).await;
        }
        match self.detach {
            true => background::start(&self, &folders).await,
            false => foreground::run(&self, folders).await,
        }
    }

    /// Asked to leave a stack running, one that runs is success; asked to be it, a conflict.
    async fn runs_already(&self, folders: &Folders, state: State) -> Result<ExitCode> {
        if self.detach {
            say("already running");
            return background::until_ready(self, folders, state.supervisor).await;
        }
        failure(&format!(
            "it runs already as process {}, at {}; `ems down` stops it",
            state.supervisor.pid, state.summary.web
        ));
        Ok(ExitCode::from(CONFLICT))
    }

    fn options(&self) -> Options {
        Options { replicas: self.replicas, demo: !self.no_demo }
    }

    fn show(&self, summary: &Summary) -> Result<()> {
        if self.json {
            println!("{}", serde_json::to_string(summary)?);
        } else {
            say(&summary.text());
        }
        Ok(())
    }
}
