//! The product's roles as child processes, which tests start, kill and start again.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use local_stack::free_address;
use rustix::process::{Pid, Signal, kill_process};

use super::Place;

/// One `ems run …` process. Dropping it kills it.
pub struct Role {
    name: String,
    role: &'static str,
    settings: Vec<(String, String)>,
    log: PathBuf,
    /// Where it serves `/readyz` and `/metrics`.
    health: SocketAddr,
    process: Child,
}

impl Role {
    /// Starts `ems run <role>` under a replica name; of a setting given twice the last one holds.
    pub fn start(
        role: &'static str,
        name: &str,
        place: &Place,
        folder: &Path,
        extra: &[(&str, &str)],
    ) -> Self {
        let health = free_address().expect("a free port");
        let mut settings = place.settings_of(role);
        settings.push(("EMS_HEALTH_LISTEN".to_owned(), health.to_string()));
        settings.push(("EMS_REPLICA".to_owned(), name.to_owned()));
        settings
            .extend(extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let log = folder.join(format!("{name}.log"));
        let process = spawn(role, &settings, &log);
        Self { name: name.to_owned(), role, settings, log, health, process }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sum of a counter over its labels; 0 while it never counted.
    pub async fn metric(&self, counter: &str) -> f64 {
        let url = format!("http://{}/metrics", self.health);
        let text = reqwest::get(url).await.expect("the metrics").text().await.expect("their text");
        let values = text.lines().filter(|line| line.starts_with(counter));
        let values = values.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
        // The sum of no floats is -0.
        values.fold(0.0, |sum, value| sum + value)
    }

    /// What `/readyz` answers: whether the role is ready, and the dependencies that are out.
    pub async fn readiness(&self) -> Result<(bool, Vec<String>), String> {
        let answer = reqwest::get(format!("http://{}/readyz", self.health)).await;
        let answer = answer.map_err(|error| error.to_string())?;
        let ready = answer.status().is_success();
        let body: serde_json::Value = answer.json().await.map_err(|error| error.to_string())?;
        let dependencies = body["dependencies"].as_object().cloned().unwrap_or_default();
        let out = dependencies.into_iter().filter(|(_, status)| status["status"] != "up");
        Ok((ready, out.map(|(name, _)| name).collect()))
    }

    /// SIGKILL, then the same process again. Panics if it had ended by itself before.
    pub fn kill_and_start_again(&mut self) {
        self.kill();
        self.start_again();
    }

    pub fn start_again(&mut self) {
        self.process = spawn(self.role, &self.settings, &self.log);
    }

    pub fn kill(&mut self) {
        let ended = self.process.try_wait().expect("the process can be asked");
        assert!(ended.is_none(), "{} ended by itself: {ended:?}\n{}", self.name, self.log());
        self.process.kill().expect("SIGKILL");
        self.process.wait().expect("the process ends");
    }

    /// SIGTERM, and how long the role then took to end.
    pub fn terminate(&mut self, limit: Duration) -> Duration {
        let begin = Instant::now();
        let pid = Pid::from_child(&self.process);
        kill_process(pid, Signal::TERM).expect("the process runs");
        loop {
            if let Some(status) = self.process.try_wait().expect("the process can be asked") {
                assert!(status.success(), "{} ended with {status}\n{}", self.name, self.log());
                return begin.elapsed();
            }
            assert!(begin.elapsed() < limit, "{} does not stop\n{}", self.name, self.log());
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }

    /// Everything that the role has logged, over all of its lives.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// A numeric field of all log lines that have it.
    pub fn logged(&self, field: &str) -> impl Iterator<Item = u64> {
        let number = |line: &str| -> Option<u64> {
            serde_json::from_str::<serde_json::Value>(line).ok()?.get(field)?.as_u64()
        };
        self.log().lines().filter_map(number).collect::<Vec<_>>().into_iter()
    }

    pub fn logged_sum(&self, field: &str) -> u64 {
        self.logged(field).sum()
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        // It may have ended already; either way nothing is left behind.
        let _killed = self.process.kill();
        let _reaped = self.process.wait();
    }
}

fn spawn(role: &str, settings: &[(String, String)], log: &Path) -> Child {
    let log = File::options().create(true).append(true).open(log).expect("a log file");
    Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(["run", role])
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a second handle"))
        .stderr(log)
        .spawn()
        .expect("the ems binary starts")
}
