//! The API against its own document: Schemathesis asks as an administrator, as a client and as nobody.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::{Place, Role, eventually, free_address, scale};

const PASSWORD: &str = "correct horse battery";
const PATIENCE: Duration = Duration::from_secs(60);
/// Whoever signs out asks as nobody from then on.
const LEAVING: &str = "logout";
/// With these, administrators that are found in a list lose what they may do, the caller among them.
const LOSING: &[&str] =
    &["changeRole", "changeCredentials", "eraseUser", "disableUser", "changePassword"];
/// Cases of each operation that are made up at random, beside those that its schemas suggest.
const EXAMPLES: u32 = 60;
/// Other checks ask whether every body that the schemas allow is accepted. It need not be: common
/// passwords and times that have not come yet are refused, which no schema says.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,\
                      unsupported_method,ignored_auth";

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_one_that_the_document_has() {
    let product = Product::start().await;
    let admin = product.sign_in("admin").await;
    product.read_everything(&admin).await;
    // Schemathesis is installed by `./ems prove api`.
    if !scale(false, true) {
        return;
    }
    product.validate_document().await;
    product.ask(Method::POST, "auth/register", &registration("ana"), None).await;
    let ana = product.sign_in("ana").await;
    product.ask(Method::POST, "devices", &boiler(&ana), Some(&admin)).await;
    // The administrator comes last: they erase whom they find.
    let nobody = product.examine("nobody", None, &[]).await;
    assert!(nobody.contains_key(&401), "{nobody:?}");
    let client = product.examine("client", Some(&ana), &excluding(&[LEAVING])).await;
    assert!(client.contains_key(&200) && client.contains_key(&403), "{client:?}");
    let safe = excluding(&[&[LEAVING], LOSING].concat());
    let answers = product.examine("administrator", Some(&admin), &safe).await;
    let succeeded: usize = answers.range(200..300).map(|(_, count)| count).sum();
    assert!(succeeded * 10 > answers.values().sum(), "most was refused: {answers:?}");
    let session = product.ask(Method::GET, "auth/session", &json!({}), Some(&admin)).await;
    assert_eq!(session["role"], "ADMIN", "what was asked was asked as an administrator");
    let losing =
        filters("--include-operation-id", &[&["listUsers", "createUser"], LOSING].concat());
    product.examine("administrator-losing-rights", Some(&admin), &losing).await;
}

fn excluding(operations: &[&str]) -> Vec<String> {
    filters("--exclude-operation-id", operations)
}

fn filters(option: &str, operations: &[&str]) -> Vec<String> {
    operations.iter().flat_map(|name| [option.to_owned(), (*name).to_owned()]).collect()
}

fn registration(username: &str) -> Value {
    json!({ "username": username, "password": PASSWORD })
}

fn boiler(owner: &Session) -> Value {
    json!({ "name": "Ana's boiler", "maxConsumption": 3, "userId": owner.user })
}

struct Session {
    user: String,
    token: String,
}

/// The roles that answer the API, with servers and keys of their own.
struct Product {
    address: SocketAddr,
    http: Client,
    folder: TempDir,
    /// They end with it; the place's servers after them.
    _roles: Vec<Role>,
    _place: Place,
}

impl Product {
    async fn start() -> Self {
        let place = Place::shared().await;
        let folder = tempfile::tempdir().expect("a temporary folder");
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
        Self { address, http: Client::new(), folder, _roles: roles, _place: place }
    }

    async fn ask(&self, method: Method, path: &str, body: &Value, by: Option<&Session>) -> Value {
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
    async fn sign_in(&self, username: &str) -> Session {
        let url = format!("http://{}/api/auth/login", self.address);
        let answer = eventually(PATIENCE, "they can sign in", || async {
            let sent = self.http.post(&url).json(&registration(username)).send().await;
            let answer = sent.and_then(|answer| answer.error_for_status());
            let answer = answer.map_err(|error| error.to_string())?;
            answer.json::<Value>().await.map_err(|error| error.to_string())
        })
        .await;
        let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
        Session { user: text("userId"), token: text("token") }
    }

    /// Reads what needs no parameter: each answer has a status that the document names.
    async fn read_everything(&self, by: &Session) {
        let served = self.http.get(self.document()).send().await.expect("the document");
        let document: Value = served.json().await.expect("a JSON document");
        let paths = document["paths"].as_object().expect("paths");
        let mut read = 0;
        for (path, operations) in paths.iter().filter(|(path, _)| !path.contains('{')) {
            let Some(operation) = operations.get("get") else { continue };
            let request = self.http.get(format!("http://{}{path}", self.address));
            let answer = request.bearer_auth(&by.token).send().await.expect("an answer");
            let status = answer.status().as_u16();
            let known = operation["responses"].get(status.to_string()).is_some();
            assert!(known && status < 500, "{path} answers {status}");
            read += 1;
        }
        assert!(read >= 4, "only {read} operations were read");
    }

    async fn validate_document(&self) {
        let served = self.http.get(self.document()).send().await.expect("the document");
        let file = self.folder.path().join("openapi.json");
        std::fs::write(&file, served.bytes().await.expect("all of it")).expect("a file");
        let status = Command::new(tool("openapi-spec-validator")).arg(&file).status().await;
        assert!(status.expect("the validator runs").success());
    }

    /// How often each status was answered, if every answer was as the document has it.
    async fn examine(
        &self,
        name: &str,
        caller: Option<&Session>,
        filters: &[String],
    ) -> BTreeMap<u64, usize> {
        println!("--- as {name}");
        let record = self.folder.path().join(format!("{name}.har"));
        let mut command = Command::new(tool("schemathesis"));
        command.args(["run", &self.document(), "--checks", CHECKS, "--no-color"]);
        command.args(["--continue-on-failure", "--max-examples", &EXAMPLES.to_string()]);
        command.args(["--report", "har", "--report-har-path"]).arg(&record);
        if let Some(session) = caller {
            command.args(["--header", &format!("Authorization: Bearer {}", session.token)]);
        }
        command.args(filters);
        // It keeps its findings in the folder that it runs in.
        let status = command.current_dir(self.folder.path()).status().await;
        assert!(status.expect("schemathesis runs").success(), "as {name}, see above");
        let statuses = statuses(&record);
        println!("as {name}: {statuses:?}");
        statuses
    }

    fn document(&self) -> String {
        format!("http://{}/openapi.json", self.address)
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

/// A program of the virtual environment that `./ems prove api` fills.
fn tool(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tool = root.join(".ems/venv/bin").join(name);
    assert!(tool.is_file(), "{name} is not installed; run `./ems prove api`");
    tool
}

/// How often each status stands in an HTTP archive.
fn statuses(record: &Path) -> BTreeMap<u64, usize> {
    let text = std::fs::read_to_string(record).expect("the record");
    let record: Value = serde_json::from_str(&text).expect("an HTTP archive");
    let entries = record["log"]["entries"].as_array().expect("entries");
    let mut statuses = BTreeMap::new();
    for entry in entries {
        let status = entry["response"]["status"].as_u64().expect("a status");
        *statuses.entry(status).or_default() += 1;
    }
    statuses
}
