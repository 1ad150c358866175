//! The processes of a stack under one supervisor: started, watched, started again, stopped in order.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use local_stack::{ChildProcess, log_tail};
use rustix::process::Signal;

use super::ordered_stop::rank;
use super::{Folders, Plan, RunningProcess};
use crate::terminal::{duration, warn};

const FIRST_DELAY: Duration = Duration::from_millis(500);
const LONGEST_DELAY: Duration = Duration::from_secs(30);
/// Who lives this long has recovered: its next restart does not wait long.
const RECOVERED: Duration = Duration::from_secs(60);
/// Who dies so often before it was ever ready has a reason that waiting does not cure.
const HOPELESS: u32 = 5;
const STOP_LIMIT: Duration = Duration::from_secs(20);
const LOG_LIMIT: u64 = 32 * 1024 * 1024;
/// How often a log is measured: a full disk is then complained about no more often either.
const LOG_GLANCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub struct Children {
    folders: Folders,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    plan: Plan,
    process: ChildProcess,
    started: Instant,
    delay: Duration,
    /// When it is started again, if it has died.
    again: Option<Instant>,
    deaths: u32,
    log_seen: Instant,
}

impl Children {
    pub fn new(folders: Folders) -> Self {
        Self { folders, members: Vec::new() }
    }

    pub fn start(&mut self, plan: Plan) -> Result<()> {
        let process = launch(&plan, &self.folders)?;
        self.members.push(Member {
            plan,
            process,
            started: Instant::now(),
            delay: FIRST_DELAY,
            again: None,
            deaths: 0,
            log_seen: Instant::now(),
        });
        Ok(())
    }

    /// Notices who has died and starts those again whose time has come. What fails for one is said
    /// and tried again: the others go on.
    pub fn look_after(&mut self) {
        for member in &mut self.members {
            match member.again {
                None => member.notice_death(),
                Some(time) if time <= Instant::now() => member.start_again(&self.folders),
                Some(_) => {}
            }
            member.trim_log();
        }
    }

    /// Waits until every process that can say so is ready.
    pub async fn until_ready(&mut self, limit: Duration) -> Result<()> {
        let give_up = Instant::now() + limit;
        loop {
            self.look_after();
            let Some(late) = self.first_unready().await else { return Ok(()) };
            if Instant::now() > give_up {
                bail!(
                    "{} is not ready after {}{}",
                    late.plan.name,
                    duration(limit),
                    late.last_words()
                );
            }
            if late.deaths >= HOPELESS {
                bail!(
                    "{} ended {} times while starting{}",
                    late.plan.name,
                    late.deaths,
                    late.last_words()
                );
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Who runs now.
    pub fn processes(&self) -> Vec<RunningProcess> {
        let running = self.members.iter().filter(|member| member.again.is_none());
        running
            .map(|member| RunningProcess {
                name: member.plan.name.clone(),
                role: member.plan.role.clone(),
                pid: member.process.identity().pid,
                readiness: member.plan.readiness.clone(),
            })
            .collect()
    }

    /// Stops all in order; who does not listen is killed, and the others are stopped nevertheless.
    pub async fn stop(&mut self) {
        self.members.sort_by_key(|member| rank(&member.plan.name));
        for member in &mut self.members {
            if let Err(error) = member.process.stop(Signal::TERM, STOP_LIMIT).await {
                warn(&format!("{error:#}"));
            }
        }
        self.members.clear();
    }

    async fn first_unready(&self) -> Option<&Member> {
        for member in &self.members {
            if !member.is_ready().await {
                return Some(member);
            }
        }
        None
    }
}

impl Member {
    async fn is_ready(&self) -> bool {
        let Some(url) = &self.plan.readiness else { return self.again.is_none() };
        self.again.is_none() && answers(url).await
    }

    fn last_words(&self) -> String {
        let log = self.process.log();
        format!("; the end of {}:\n{}", log.display(), log_tail(log, 20))
    }

    fn notice_death(&mut self) {
        let Ok(Some(status)) = self.process.ended() else { return };
        if self.started.elapsed() > RECOVERED {
            self.delay = FIRST_DELAY;
        }
        self.put_off(&format!("ended ({status})"));
        if self.deaths == 1 {
            let name = &self.plan.name;
            warn(&format!("the last lines of {name}:\n{}", log_tail(self.process.log(), 20)));
        }
    }

    fn start_again(&mut self, folders: &Folders) {
        match launch(&self.plan, folders) {
            Ok(process) => {
                self.process = process;
                self.started = Instant::now();
                self.again = None;
            }
            Err(error) => self.put_off(&format!("does not start ({error:#})")),
        }
    }

    /// Every failure makes the wait before the next start longer.
    fn put_off(&mut self, why: &str) {
        let name = &self.plan.name;
        warn(&format!("{name} {why}; starting it again in {}", duration(self.delay)));
        self.deaths += 1;
        self.again = Some(Instant::now() + self.delay);
        self.delay = (self.delay * 2).min(LONGEST_DELAY);
    }

    fn trim_log(&mut self) {
        if self.log_seen.elapsed() < LOG_GLANCE {
            return;
        }
        self.log_seen = Instant::now();
        if let Err(error) = self.process.trim_log(LOG_LIMIT) {
            warn(&format!("cannot shorten the log of {}: {error:#}", self.plan.name));
        }
    }
}

/// Whether a process says that it is ready.
pub async fn answers(url: &str) -> bool {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(2)).build();
    let Ok(client) = client else { return false };
    client.get(url).send().await.is_ok_and(|answer| answer.status().is_success())
}

fn launch(plan: &Plan, folders: &Folders) -> Result<ChildProcess> {
    let command = plan.command(folders);
    ChildProcess::spawn(&plan.name, command, &folders.log(&plan.name), &folders.run())
}
