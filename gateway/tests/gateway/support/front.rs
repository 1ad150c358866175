//! The real Traefik with the configuration that the product ships, in front of two gateways.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;
use local_stack::{Traefik, TraefikSettings};
use tempfile::TempDir;

/// Dropping it ends Traefik.
pub struct Front {
    traefik: Traefik,
    _folder: TempDir,
}

impl Front {
    /// Listens on `address:port`.
    pub async fn before(gateways: [SocketAddr; 2], listen: String) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let configuration = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/traefik");
        let traefik = Traefik::start(TraefikSettings {
            program: local_stack::traefik()?,
            configuration: configuration.canonicalize()?,
            folder: folder.path().to_owned(),
            listen,
            gateways: gateways.map(|address| format!("http://{address}")),
        });
        Ok(Self { traefik: traefik.await?, _folder: folder })
    }

    pub fn url(&self) -> String {
        self.traefik.url()
    }
}
