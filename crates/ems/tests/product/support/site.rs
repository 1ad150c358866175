//! The roles that answer the API as processes of their own, and people who sign in there.

use std::net::SocketAddr;
use std::path::Path;
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
        let folder = tempfile::tempdir().expect("a temporary folder");
        make_secrets(folder.path());
        Self::in_folder(place, folder).await
    }

    /// With the keys and passwords that are in a folder.
    pub async fn start_with(place: Place, secrets: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for secret in SECRETS {
            let copied = std::fs::copy(secrets.join(secret), folder.path().join(secret));
            copied.expect("a secret is copied");
        }
        Self::in_folder(place, folder).await
    }

    async fn in_folder(place: Place, folder: TempDir) -> Self {
        let (address, commands) = (free_address(), free_address());
        let settings = settings(folder.path(), address, commands);
        let settings: Vec<_> =
            settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
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

fn settings(
    folder: &Path,
    gateway: SocketAddr,
    commands: SocketAddr,
) -> Vec<(&'static str, String)> {
    let file = |name: &str| folder.join(name).display().to_string();
    vec![
        ("EMS_GATEWAY_LISTEN", gateway.to_string()),
        ("EMS_COMMAND_API_LISTEN", commands.to_string()),
        ("EMS_COMMAND_API_URL", format!("http://{commands}")),
        ("EMS_GATEWAY_KEY_FILE", file("gateway-key")),
        ("EMS_GATEWAY_PUBLIC_KEY_FILE", file("gateway-public-key")),
        ("EMS_NAME_KEY_FILE", file("name-key")),
        ("EMS_MASTER_KEY_FILE", file("master-key")),
        ("EMS_FIRST_ADMIN_PASSWORD_FILE", file("admin-password")),
    ]
}
