//! Brings a stack up, watches it and stops it.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use local_stack::{DEFAULT_PORT_BASE, PortBlock, ProcessIdentity};

use super::demo::{self, Demo};
use super::plan::Outline;
use super::{
    ADMINISTRATOR, Addresses, Children, External, Folders, Keys, Lock, Login, Phase, Plan, Servers,
    State, Summary, end_leftovers,
};
use crate::simulate;
use crate::terminal::{duration, say, warn};

const READY_LIMIT: Duration = Duration::from_secs(90);
const GLANCE: Duration = Duration::from_millis(200);

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
        clear_leftovers(&folders).await;
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
    pub async fn watch(&mut self) -> Result<Infallible> {
        loop {
            tokio::time::sleep(GLANCE).await;
            if let Err(error) = self.servers.revive().await {
                warn(&format!("a server does not come back, trying again: {error:#}"));
            }
            self.children.look_after()?;
            if self.processes_changed() {
                self.write_state()?;
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
            let amqp = &self.servers.addresses.amqp;
            simulate::day_so_far(amqp, &devices).await.context("cannot publish the day so far")?;
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
        let processes = self.processes();
        self.state.set_processes(processes);
        self.state.write(&self.folders.state())
    }
}

async fn clear_leftovers(folders: &Folders) {
    let ended = end_leftovers(folders).await;
    if !ended.is_empty() {
        warn(&format!("ended what an earlier run left behind: {}", ended.join(", ")));
    }
}

/// The block of ports that `EMS_PORT_BASE` asks for, or the next one that is free.
fn choose_ports(replicas: u16) -> Result<PortBlock> {
    let base = match std::env::var("EMS_PORT_BASE") {
        Ok(base) if !base.is_empty() => {
            base.parse().with_context(|| format!("EMS_PORT_BASE is {base:?}, which is no port"))?
        }
        _ => DEFAULT_PORT_BASE,
    };
    let (block, busy) = PortBlock::first_free(base, Outline::health_ports(replicas))?;
    for port in busy {
        warn(&format!("port {} is in use, so its block of ports is passed over", port.0));
    }
    if block.base != base {
        say(&format!("using the ports from {} on", block.base));
    }
    Ok(block)
}

fn administrator(keys: &Keys) -> Result<Login> {
    let password = std::fs::read_to_string(keys.admin_password())?.trim().to_owned();
    Ok(Login { username: ADMINISTRATOR.to_owned(), password })
}
