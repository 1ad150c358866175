//! A gateway that ends as if its process were killed: in the middle of everything, without a word.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use gateway::{App, Settings};
use process::CancellationToken;
use tokio::runtime::Runtime;

use super::{Stage, environment};

/// It has a runtime of its own, which is taken away from under it.
pub struct Doomed {
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Stage {
    /// One more gateway at the stage's servers.
    pub async fn doomed_gateway(&self, settings: &[(&str, &str)]) -> Result<Doomed> {
        let lease = self._lease.as_ref().context("a stage on shared servers")?;
        let (nats, database) = (&lease.nats_url, &lease.database_url);
        let settings = Settings::read(&environment(nats, database, &self.command_api, settings))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let built = runtime.spawn(App::build(settings));
        let app = built.await??;
        let address = app.address()?;
        runtime.spawn(app.run(CancellationToken::new()));
        Ok(Doomed { address, runtime: Some(runtime) })
    }
}

impl Doomed {
    /// All of its connections break off.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        self.kill();
    }
}
