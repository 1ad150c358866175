//! The roles that answer the API as processes of their own, and people who sign in there.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Place, Role, eventually};

/// Everybody's.
pub const PASSWORD: &str = "correct horse battery";
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody who has signed in.
pub struct Session {
    pub user: String,
    pub token: String,
}

/// The roles that answer the API, with servers and keys of their own.
pub struct Site {
    pub address: SocketAddr,
    pub http: Client,
    /// With the logs of the roles.
    pub folder: TempDir,
    /// They end with it; the place's servers after them.
    pub roles: Vec<Role>,
    /// Of the gateways: `address` and the others.
    pub gateways: Vec<SocketAddr>,
    pub place: Place,
}

impl Site {
    pub async fn start(place: Place) -> Self {
        Self::start_with(place, &[]).await
    }

    /// With more settings for every role.
    pub async fn start_with(place: Place, more: &[(&str, &str)]) -> Self {
        Self::with_replicas(place, 1, more).await
    }

    /// The same with so many replicas of each role; the gateways know every command API.
    pub async fn with_replicas(place: Place, replicas: usize, more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        make_secrets(folder.path());
        Self::in_folder(place, folder, replicas, more).await
    }

    /// With the keys and passwords that are in a folder.
    pub async fn with_secrets(place: Place, secrets: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for secret in SECRETS {
            let copied = std::fs::copy(secrets.join(secret), folder.path().join(secret));
            copied.expect("a secret is copied");
        }
        Self::in_folder(place, folder, 1, &[]).await
    }

    async fn in_folder(
        place: Place,
        folder: TempDir,
        replicas: usize,
        more: &[(&str, &str)],
    ) -> Self {
        place.prepare(folder.path());
        let free = || local_stack::free_address().expect("a free port");
        let listeners: Vec<_> = (0..replicas).map(|_| (free(), free())).collect();
        let commands = listeners.iter().map(|(_, commands)| format!("http://{commands}"));
        let keys = keys(folder.path(), &commands.collect::<Vec<_>>().join(","));
        let keys: Vec<_> = keys.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut roles = Vec::new();
        for role in ["command-api", "projections", "gateway"] {
            for (nth, (gateway, commands)) in listeners.iter().enumerate() {
                let (gateway, commands) = (gateway.to_string(), commands.to_string());
                let mut settings = keys.clone();
                settings.push(("EMS_GATEWAY_LISTEN", &gateway));
                settings.push(("EMS_COMMAND_API_LISTEN", &commands));
                settings.extend_from_slice(more);
                let name = if nth == 0 { role.to_owned() } else { format!("{role}-{}", nth + 1) };
                roles.push(Role::start(role, &name, &place, folder.path(), &settings));
            }
        }
        let gateways: Vec<_> = listeners.iter().map(|(gateway, _)| *gateway).collect();
        let address = gateways[0];
        for role in &roles {
            eventually(PATIENCE, "every role is ready", || async {
                match role.readiness().await? {
                    (true, _) => Ok(()),
                    (false, out) => Err(format!("{} waits for {out:?}", role.name())),
                }
            })
            .await;
        }
        Self { address, http: Client::new(), folder, roles, gateways, place }
    }

    /// The file of the key that wraps people's keys.
    pub fn master_key(&self) -> PathBuf {
        self.folder.path().join("master-key")
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        by: Option<&Session>,
    ) -> Value {
        let url = format!("http://{}/api/{path}", self.address);
        let mut request = self.http.request(method, url).json(body);
        if let Some(session) = by {
            request = request.bearer_auth(&session.token);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("its text");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// What signing in answers, whatever it is.
    pub async fn try_to_sign_in(&self, username: &str) -> u16 {
        let url = format!("http://{}/api/auth/login", self.address);
        let body = json!({ "username": username, "password": PASSWORD });
        let answer = self.http.post(&url).json(&body).send().await.expect("an answer");
        answer.status().as_u16()
    }

    /// Waits for the user to be known: the first administrator is made while the roles start.
    pub async fn sign_in(&self, username: &str) -> Session {
        let url = format!("http://{}/api/auth/login", self.address);
        let answer = eventually(PATIENCE, "they can sign in", || async {
            let sent = self
                .http
                .post(&url)
                .json(&json!({ "username": username, "password": PASSWORD }))
                .send()
                .await;
            let answer = sent.and_then(|answer| answer.error_for_status());
            let answer = answer.map_err(|error| error.to_string())?;
            answer.json::<Value>().await.map_err(|error| error.to_string())
        })
        .await;
        let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
        Session { user: text("userId"), token: text("token") }
    }
}

/// The files with keys and passwords, by what they are called in a folder.
const SECRETS: [&str; 5] =
    ["gateway-key", "gateway-public-key", "name-key", "master-key", "admin-password"];

fn make_secrets(folder: &Path) {
    let key = SigningKey::from_bytes(&rand::random());
    let private = key.to_pkcs8_pem(LineEnding::LF).expect("a private key").to_string();
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).expect("a public key");
    let random = || hex::encode(rand::random::<[u8; 32]>());
    let contents = [private, public, random(), random(), PASSWORD.to_owned()];
    for (name, content) in SECRETS.iter().zip(contents) {
        std::fs::write(folder.join(name), content).expect("a file");
    }
}

fn keys(folder: &Path, commands: &str) -> Vec<(&'static str, String)> {
    let file = |name: &str| folder.join(name).display().to_string();
    vec![
        ("EMS_COMMAND_API_URL", commands.to_owned()),
        ("EMS_GATEWAY_KEY_FILE", file("gateway-key")),
        ("EMS_GATEWAY_PUBLIC_KEY_FILE", file("gateway-public-key")),
        ("EMS_NAME_KEY_FILE", file("name-key")),
        ("EMS_MASTER_KEY_FILE", file("master-key")),
        ("EMS_FIRST_ADMIN_PASSWORD_FILE", file("admin-password")),
    ]
}
