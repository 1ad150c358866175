//! Traefik in front of two gateways, with the configuration that the product ships.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustix::process::Signal;

use crate::files::{folder, write_private};
use crate::process::ChildProcess;

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// What the shipped file says where this machine's own values belong.
const ENTRY_POINT: &str = "address: \":80\"";
const ROUTES: &str = "/etc/traefik/gateways.yml";

#[derive(Clone, Debug)]
pub struct TraefikSettings {
    pub program: PathBuf,
    /// Where `traefik.yml` and `gateways.yml` are: `deploy/traefik`.
    pub configuration: PathBuf,
    pub folder: PathBuf,
    /// `address:port` to listen on.
    pub listen: String,
    /// `http://address:port` of each gateway.
    pub gateways: [String; 2],
}

#[derive(Debug)]
pub struct Traefik {
    settings: TraefikSettings,
    process: ChildProcess,
}

impl Traefik {
    /// Returns once a gateway is reached through it.
    pub async fn start(settings: TraefikSettings) -> Result<Self> {
        folder(&settings.folder, 0o700)?;
        let file = settings.folder.join("traefik.yml");
        write_private(&file, &settings.configured()?)?;
        let mut command = Command::new(&settings.program);
        command.arg(format!("--configFile={}", file.display()));
        command.env("EMS_GATEWAY_1", &settings.gateways[0]);
        command.env("EMS_GATEWAY_2", &settings.gateways[1]);
        let log = settings.folder.join("traefik.log");
        let mut process = ChildProcess::spawn("traefik", command, &log, &settings.folder)?;
        let url = format!("http://{}/api/auth/health", settings.listen);
        let client = reqwest::Client::builder().no_proxy().build()?;
        process
            .until_ready(START_LIMIT, async || {
                let answer = client.get(&url).send().await;
                answer.is_ok_and(|answer| answer.status().is_success())
            })
            .await?;
        Ok(Self { settings, process })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.settings.listen)
    }

    pub async fn stop(&mut self) -> Result<()> {
        self.process.stop(Signal::TERM, STOP_LIMIT).await
    }
}

impl TraefikSettings {
    /// The shipped file, listening where this one should.
    fn configured(&self) -> Result<String> {
        let shipped = self.configuration.join("traefik.yml");
        let text = std::fs::read_to_string(&shipped)
            .with_context(|| format!("cannot read {}", shipped.display()))?;
        ensure!(
            text.contains(ENTRY_POINT) && text.contains(ROUTES),
            "{} has changed",
            shipped.display()
        );
        let routes = self.configuration.join("gateways.yml");
        let text = text.replace(ENTRY_POINT, &format!("address: \"{}\"", self.listen));
        Ok(text.replace(ROUTES, &routes.display().to_string()))
    }
}
