//! Brings a stack up, watches it and stops it.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use local_stack::{PortBlock, ProcessIdentity};

use super::demo::{self, Demo};
use super::plan::Outline;
use super::{
    ADMINISTRATOR, Addresses, Children, External, Folders, Keys, Lock, Login, Phase, Plan, Servers,
    State, Summary, end_leftovers, free_ports,
};
use crate::simulate;
use crate::terminal::{duration, say, warn};

const READY_LIMIT: Duration = Duration::from_secs(90);
const GLANCE: Duration = Duration::from_millis(200);
/// Until a write that has failed is tried again: a full disk lasts.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What a person chose.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub replicas: u16,
    pub demo: bool,
}

pub struct Supervisor {
    folders: Folders,
    children: Children,
    servers: Servers,
    state: State,
    // Released last, when nothing of the stack runs any more.
    _lock: Lock,
}

impl Supervisor {
    pub async fn bring_up(folders: Folders, lock: Lock, options: Options) -> Result<Self> {
        let begin = Instant::now();
        end_leftovers(&folders).await;
        let keys = Keys::in_folder(&folders.secrets())?;
        let block = choose_ports(options.replicas)?;
        let external = External::of_environment();
        let servers = Servers::start(&external, &folders, &keys, block.servers()).await?;
        let admin = administrator(&keys)?;
        let mut supervisor = Self {
            state: State {
                supervisor: ProcessIdentity::of_this_process()?,
                phase: Phase::Starting,
                summary: Summary::new(block.gateway(), &servers.addresses, admin),
                nats_monitor: servers.addresses.nats_monitor.clone(),
                processes: Vec::new(),
            },
            children: Children::new(folders.clone()),
            servers,
            folders,
            _lock: lock,
        };
        supervisor.start_roles(block, &keys, options.replicas).await?;
        if options.demo {
            supervisor.start_demo(&keys).await?;
        }
        supervisor.state.phase = Phase::Ready;
        supervisor.write_state()?;
        say(&format!("all is ready after {}", duration(begin.elapsed())));
        Ok(supervisor)
    }

    pub fn summary(&self) -> &Summary {
        &self.state.summary
    }

    /// Starts again what dies, for ever.
    pub async fn watch(&mut self) -> Infallible {
        loop {
            tokio::time::sleep(GLANCE).await;
            if let Err(error) = self.servers.revive().await {
                warn(&format!("a server does not come back, trying again: {error:#}"));
            }
            self.children.look_after();
            if self.processes_changed()
                && let Err(error) = self.write_state()
            {
                warn(&format!("cannot write down who runs, trying again: {error:#}"));
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }

    /// Stops all in order: what brings work in, what does it, what keeps it.
    pub async fn stop(mut self) -> Result<()> {
        say("stopping");
        self.children.stop().await;
        let stopped = self.servers.stop().await;
        // Nobody should find a stack that is gone.
        let _ = std::fs::remove_file(self.folders.state());
        say("stopped");
        stopped
    }

    async fn start_roles(&mut self, block: PortBlock, keys: &Keys, replicas: u16) -> Result<()> {
        let addresses: &Addresses = &self.servers.addresses;
        for plan in (Outline { block, replicas, addresses, keys }).roles() {
            self.children.start(plan)?;
        }
        self.write_state()?;
        say("waiting for the roles to be ready");
        self.children.until_ready(READY_LIMIT).await
    }

    async fn start_demo(&mut self, keys: &Keys) -> Result<()> {
        let summary = &self.state.summary;
        // The name may be somebody else's address; the port is surely ours.
        let api = summary.api.replacen("localhost", "127.0.0.1", 1);
        let seeded = demo::seed(&api, &summary.admin, &self.folders, keys).await;
        let Some(Demo { client, devices, fresh }) = seeded.context("cannot make the demo data")?
        else {
            return Ok(());
        };
        if fresh {
            let Addresses { amqp, roles, .. } = &self.servers.addresses;
            let meters = roles.meters.as_ref().unwrap_or(amqp);
            simulate::day_so_far(meters, &devices)
                .await
                .context("cannot publish the day so far")?;
        }
        self.children.start(Plan::simulator(&self.servers.addresses, &devices))?;
        self.state.summary.client = Some(client);
        Ok(())
    }

    fn processes_changed(&self) -> bool {
        self.state.processes != self.processes()
    }

    fn processes(&self) -> Vec<super::RunningProcess> {
        let mut processes = self.children.processes();
        processes.extend(self.servers.processes());
        processes
    }

    fn write_state(&mut self) -> Result<()> {
        let mut state = self.state.clone();
        state.set_processes(self.processes());
        state.write(&self.folders.state())?;
        self.state = state;
        Ok(())
    }
}

fn choose_ports(replicas: u16) -> Result<PortBlock> {
    let (block, busy) = free_ports(replicas)?;
    for port in &busy {
        warn(&format!("port {} is in use, so its block of ports is passed over", port.0));
    }
    if !busy.is_empty() {
        say(&format!("using the ports from {} on", block.base));
    }
    Ok(block)
}

fn administrator(keys: &Keys) -> Result<Login> {
    let password = std::fs::read_to_string(keys.admin_password())?.trim().to_owned();
    Ok(Login { username: ADMINISTRATOR.to_owned(), password })
}
