//! The other end of the gateway's writes: keeps what it was sent, and answers as it was told.

use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

#[derive(Clone, Debug)]
pub struct RecordedRequest {
    pub what: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Shared = Arc<Mutex<(Vec<RecordedRequest>, u64)>>;

pub struct CommandApi {
    pub url: String,
    shared: Shared,
}

impl CommandApi {
    pub async fn start() -> Result<Self> {
        let shared = Shared::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, shared })
    }

    /// From now on, writes succeed at this position of the log.
    pub fn succeed_at(&self, position: u64) {
        self.shared.lock().expect("not poisoned").1 = position;
    }

    pub fn last(&self) -> Result<RecordedRequest> {
        let shared = self.shared.lock().expect("not poisoned");
        shared.0.last().cloned().context("nothing was passed on")
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    let what = format!("{} {}", parts.method, parts.uri);
    if what == "GET /health" {
        return StatusCode::OK.into_response();
    }
    let mut shared = shared.lock().expect("not poisoned");
    shared.0.push(RecordedRequest { what, headers: parts.headers, body });
    let headers = [("ems-position", shared.1.to_string()), ("location", "/devices/5".to_owned())];
    (StatusCode::CREATED, headers).into_response()
}
