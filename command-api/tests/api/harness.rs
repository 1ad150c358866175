//! A running command side with a log of its own, and callers whom a gateway vouches for.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use command_api::{App, Settings};
use event_log::{EventLog, LogSettings, MasterKey, RecordedEvent};
use local_stack::{Lease, TestServers};
use process::identity::{Caller, Identity, IdentitySigner};
use process::{CancellationToken, Environment};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A pair that no gateway uses.
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINWqPUsWjw/NUr9uNhljzxup/OmCnGs17iZIuJp4+1Cw\n\
    -----END PRIVATE KEY-----\n";
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEADyrErkvKo+FAcdgmmkDNy1NnJEpxGk8515e0v4YniZE=\n\
    -----END PUBLIC KEY-----\n";

pub const MASTER_KEY: &str = "1717171717171717171717171717171717171717171717171717171717171717";
pub const ADMINISTRATOR: Caller = Caller::Administrator(Uuid::from_u128(1));
pub const PASSWORD: &str = "correct horse battery";

/// The command side, ended when it is dropped.
pub struct Service {
    pub address: SocketAddr,
    pub nats_url: String,
    pub log: EventLog,
    client: reqwest::Client,
    signer: IdentitySigner,
    shutdown: CancellationToken,
    running: Option<JoinHandle<Result<()>>>,
    /// Keeps shared servers running.
    _lease: Option<Lease>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Value,
}

impl Service {
    /// On a fresh log, without any administrator.
    pub async fn start() -> Result<Self> {
        Self::start_on(TestServers::acquire().await?.lease().await?, &[]).await
    }

    /// On a log that others may use too, with more settings.
    pub async fn start_on(lease: Lease, more: &[(&str, &str)]) -> Result<Self> {
        let settings = settings(&lease.nats_url, Some(&lease.nats_monitor_url), more)?;
        let mut service = Self::with(settings).await?;
        service._lease = Some(lease);
        Ok(service)
    }

    /// On servers of the test's choice, with so many copies of each stream.
    pub async fn at(nats: &str, monitor: &str, replicas: usize) -> Result<Self> {
        let mut settings = settings(nats, Some(monitor), &[])?;
        settings.log.replicas = replicas;
        Self::with(settings).await
    }

    /// On leased servers, through a proxy in front of their NATS. The log is read without it.
    pub async fn by_way_of(proxy: String, lease: Lease) -> Result<Self> {
        let mut service = Self::at(&proxy, &lease.nats_monitor_url, 1).await?;
        let direct = settings(&lease.nats_url, None, &[])?.log;
        service.log =
            EventLog::connect(&LogSettings { master_key: None, ..direct }, "test").await?;
        service._lease = Some(lease);
        Ok(service)
    }

    async fn with(settings: Settings) -> Result<Self> {
        let log_settings = LogSettings { master_key: None, ..settings.log.clone() };
        let app = App::build(settings).await?;
        let (address, health) = (app.address()?, app.health_address()?);
        let shutdown = CancellationToken::new();
        let running = Some(tokio::spawn(app.run(shutdown.clone())));
        until_ready(health).await?;
        Ok(Self {
            address,
            nats_url: log_settings.url.clone(),
            log: EventLog::connect(&log_settings, "test").await?,
            client: reqwest::Client::new(),
            signer: signer()?,
            shutdown,
            running,
            _lease: None,
        })
    }

    /// Ends it as an operator would, and waits until it has ended.
    pub async fn stop(mut self) -> Result<()> {
        self.shutdown.cancel();
        self.running.take().context("it runs")?.await?
    }

    pub async fn post(&self, caller: Caller, path: &str, body: Value) -> Result<Answer> {
        self.send(Method::POST, caller, path, Some(body), None).await
    }

    pub async fn put(&self, caller: Caller, path: &str, body: Value) -> Result<Answer> {
        self.send(Method::PUT, caller, path, Some(body), None).await
    }

    pub async fn delete(&self, caller: Caller, path: &str) -> Result<Answer> {
        self.send(Method::DELETE, caller, path, None, None).await
    }

    pub async fn send(
        &self,
        method: Method,
        caller: Caller,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
    ) -> Result<Answer> {
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        request = request.bearer_auth(token(&self.signer, caller)?);
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        Answer::read(request.send().await?).await
    }

    /// Makes a person without credentials and answers their id.
    pub async fn user(&self, username: &str) -> Result<Uuid> {
        self.post(ADMINISTRATOR, "/users", profile(username)).await?.created_id()
    }

    /// Makes a person who can sign in.
    pub async fn user_with_role(&self, username: &str, role: &str) -> Result<Uuid> {
        let user = self.user(username).await?;
        let body = credentials(user, username, role);
        let answer = self.post(ADMINISTRATOR, "/auth/credentials", body).await?;
        ensure!(answer.status == 201, "{answer:?}");
        Ok(user)
    }

    pub async fn device(&self, name: &str) -> Result<Uuid> {
        self.post(ADMINISTRATOR, "/devices", device(name)).await?.created_id()
    }

    /// The kinds of the events of one aggregate.
    pub async fn kinds(&self, kind: &str, id: Uuid) -> Result<Vec<String>> {
        let subject = domain::subjects::of_aggregate(kind, &id.to_string());
        let events = self.log.load(&subject).await?;
        Ok(events.into_iter().map(|event| event.encoded.kind).collect())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Answer {
    pub async fn read(response: Response) -> Result<Self> {
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().map(str::to_owned);
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| Ok((name.to_string(), text(value)?)))
            .collect::<Result<_>>()?;
        let bytes = response.bytes().await?;
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
        Ok(Self { status, headers, body })
    }

    pub fn position(&self) -> Result<u64> {
        let header = self.headers.get("ems-position");
        Ok(header.with_context(|| format!("no position in {self:?}"))?.parse()?)
    }

    /// The id at the end of `Location`.
    pub fn created_id(&self) -> Result<Uuid> {
        ensure!(self.status == 201, "{self:?}");
        let location = self.headers.get("location").context("a location")?;
        Ok(location.rsplit('/').next().unwrap_or_default().parse()?)
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The members of the body that the problem names.
    pub fn pointers(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors.filter_map(|error| error["pointer"].as_str()).collect()
    }
}

pub fn profile(username: &str) -> Value {
    json!({
        "name": "Ana Pop", "username": username, "email": format!("{username}@example.org"),
        "city": "Cluj", "dateOfBirth": "1990-12-31",
    })
}

pub fn credentials(user: Uuid, username: &str, role: &str) -> Value {
    json!({
        "userId": user, "username": username, "email": format!("{username}@example.org"),
        "password": PASSWORD, "role": role,
    })
}

pub fn device(name: &str) -> Value {
    json!({ "name": name, "maxConsumption": 3.2, "description": "In the cellar" })
}

pub fn token(signer: &IdentitySigner, caller: Caller) -> Result<String> {
    Ok(signer.sign(&Identity { caller, correlation: Uuid::now_v7() }, Utc::now())?)
}

pub fn signer() -> Result<IdentitySigner> {
    Ok(IdentitySigner::from_pem(PRIVATE_KEY)?)
}

/// Settings on free ports. Their files are read here, so the folder need not outlive this.
pub fn settings(nats: &str, monitor: Option<&str>, more: &[(&str, &str)]) -> Result<Settings> {
    let folder = tempfile::tempdir()?;
    let file = |name: &str, text: &str| write(folder.path(), name, text);
    let mut values: HashMap<String, String> = more
        .iter()
        .map(|(name, text)| Ok((name.to_string(), file(name, text)?)))
        .collect::<Result<_>>()?;
    values.insert("EMS_GATEWAY_PUBLIC_KEY_FILE".into(), file("key.pem", PUBLIC_KEY)?);
    values.insert("EMS_NAME_KEY_FILE".into(), file("names", &"2a".repeat(32))?);
    values.insert("EMS_MASTER_KEY_FILE".into(), file("master-key", MASTER_KEY)?);
    values.insert("EMS_NATS_URL".into(), nats.into());
    values.insert("EMS_NATS_MONITOR_URL".into(), monitor.unwrap_or_default().into());
    values.insert("EMS_COMMAND_API_LISTEN".into(), "127.0.0.1:0".into());
    Ok(Settings::read(&values.into_iter().collect::<Environment>())?)
}

/// A log that may know what is personal.
pub async fn with_key(url: &str) -> Result<EventLog> {
    let master_key = Some(MasterKey::from_hex(MASTER_KEY)?);
    let settings = LogSettings { master_key, ..LogSettings::at(url) };
    Ok(EventLog::connect(&settings, "test").await?)
}

/// The event that an answer's position names.
pub async fn event_at(log: &EventLog, answer: &Answer) -> Result<RecordedEvent> {
    log.event_at(answer.position()?).await?.context("an event at the position")
}

fn write(folder: &Path, name: &str, text: &str) -> Result<String> {
    let path = folder.join(name);
    std::fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

async fn until_ready(health: SocketAddr) -> Result<()> {
    for _ in 0..200 {
        let ready = reqwest::get(format!("http://{health}/readyz")).await;
        if ready.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the command side is not ready after 10 s")
}
