//! `/livez`, `/readyz` and `/metrics`: what an operator and a load balancer ask a process.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::telemetry::metrics_handle;

/// What a process depends on, by name, and why it is out if it is. Clones share one state.
#[derive(Clone, Default)]
pub struct Health {
    dependencies: Arc<Mutex<BTreeMap<&'static str, Status>>>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase", tag = "status")]
enum Status {
    Up,
    Down { cause: String },
}

#[derive(Serialize)]
struct Readiness {
    ready: bool,
    dependencies: BTreeMap<&'static str, Status>,
}

/// One dependency's side of the health report. It starts down, as "not checked yet".
#[derive(Clone)]
pub struct Dependency {
    name: &'static str,
    health: Health,
}

impl Health {
    pub fn dependency(&self, name: &'static str) -> Dependency {
        let dependency = Dependency { name, health: self.clone() };
        dependency.set(Status::Down { cause: "not checked yet".to_owned() });
        dependency
    }

    /// Why the process is not ready, one line for each dependency that is out; none when it is.
    pub fn causes(&self) -> Vec<String> {
        let out = |(name, status): (&&str, &Status)| match status {
            Status::Up => None,
            Status::Down { cause } => Some(format!("{name}: {cause}")),
        };
        self.lock().iter().filter_map(out).collect()
    }

    fn readiness(&self) -> Readiness {
        let dependencies = self.lock().clone();
        let ready = dependencies.values().all(|status| matches!(status, Status::Up));
        Readiness { ready, dependencies }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, Status>> {
        self.dependencies.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Dependency {
    /// The report that this is one side of.
    pub fn health(&self) -> Health {
        self.health.clone()
    }

    pub fn up(&self) {
        self.set(Status::Up);
    }

    pub fn down(&self, cause: impl std::fmt::Display) {
        self.set(Status::Down { cause: cause.to_string() });
    }

    fn set(&self, status: Status) {
        self.health.lock().insert(self.name, status);
    }
}

/// The small HTTP server behind `EMS_HEALTH_LISTEN`, bound but not yet serving.
pub struct HealthServer {
    listener: TcpListener,
    health: Health,
}

impl HealthServer {
    pub async fn bind(address: SocketAddr, health: Health) -> std::io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, health })
    }

    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub async fn run(self, shutdown: CancellationToken) -> std::io::Result<()> {
        let router = routes(self.health);
        axum::serve(self.listener, router).with_graceful_shutdown(shutdown.cancelled_owned()).await
    }
}

fn routes(health: Health) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(async || metrics_handle().render()))
        .with_state(health)
}

async fn readyz(State(health): State<Health>) -> (StatusCode, Json<Readiness>) {
    let readiness = health.readiness();
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness))
}
