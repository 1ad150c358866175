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

use super::{Place, Role, eventually, free_address};

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
    _roles: Vec<Role>,
    pub place: Place,
}

impl Site {
    pub async fn start(place: Place) -> Self {
        Self::start_with(place, &[]).await
    }

    /// With more settings for every role.
    pub async fn start_with(place: Place, more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (address, commands) = (free_address(), free_address());
        let settings = settings(folder.path(), address, commands);
        let settings = settings.iter().map(|(name, value)| (*name, value.as_str()));
        let settings: Vec<_> = settings.chain(more.iter().copied()).collect();
        let start = |role| Role::start(role, role, &place, folder.path(), &settings);
        let roles: Vec<_> = ["command-api", "projections", "gateway"].map(start).into();
        for role in &roles {
            eventually(PATIENCE, "every role is ready", || async {
                match role.readiness().await? {
                    (true, _) => Ok(()),
                    (false, out) => Err(format!("{} waits for {out:?}", role.name())),
                }
            })
            .await;
        }
        Self { address, http: Client::new(), folder, _roles: roles, place }
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

fn settings(
    folder: &Path,
    gateway: SocketAddr,
    commands: SocketAddr,
) -> Vec<(&'static str, String)> {
    let key = SigningKey::from_bytes(&rand::random());
    let private = key.to_pkcs8_pem(LineEnding::LF).expect("a private key").to_string();
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).expect("a public key");
    let random = || hex::encode(rand::random::<[u8; 32]>());
    let file = |name: &str, content: String| {
        let path = folder.join(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    };
    vec![
        ("EMS_GATEWAY_LISTEN", gateway.to_string()),
        ("EMS_COMMAND_API_LISTEN", commands.to_string()),
        ("EMS_COMMAND_API_URL", format!("http://{commands}")),
        ("EMS_GATEWAY_KEY_FILE", file("gateway-key", private)),
        ("EMS_GATEWAY_PUBLIC_KEY_FILE", file("gateway-public-key", public)),
        ("EMS_NAME_KEY_FILE", file("name-key", random())),
        ("EMS_MASTER_KEY_FILE", file("master-key", random())),
        ("EMS_FIRST_ADMIN_PASSWORD_FILE", file("admin-password", PASSWORD.to_owned())),
    ]
}
