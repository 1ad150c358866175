//! The API against its own document: Schemathesis asks as an administrator, as a client and as nobody.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{PASSWORD, Place, Session, Site, scale};

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
    let product = Examination { site: Site::start(Place::shared().await).await };
    let admin = product.site.sign_in("admin").await;
    product.read_everything(&admin).await;
    // Schemathesis is installed by `./ems prove api`.
    if !scale(false, true) {
        return;
    }
    product.validate_document().await;
    product.site.ask(Method::POST, "auth/register", &registration("ana"), None).await;
    let ana = product.site.sign_in("ana").await;
    product.site.ask(Method::POST, "devices", &boiler(&ana), Some(&admin)).await;
    // The administrator comes last: they erase whom they find.
    let nobody = product.examine("nobody", None, &[]).await;
    assert!(nobody.contains_key(&401), "{nobody:?}");
    let client = product.examine("client", Some(&ana), &excluding(&[LEAVING])).await;
    assert!(client.contains_key(&200) && client.contains_key(&403), "{client:?}");
    let safe = excluding(&[&[LEAVING], LOSING].concat());
    let answers = product.examine("administrator", Some(&admin), &safe).await;
    let succeeded: usize = answers.range(200..300).map(|(_, count)| count).sum();
    assert!(succeeded * 10 > answers.values().sum(), "most was refused: {answers:?}");
    let session = product.site.ask(Method::GET, "auth/session", &json!({}), Some(&admin)).await;
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

/// The product under the eyes of somebody who has read the document.
struct Examination {
    site: Site,
}

fn registration(username: &str) -> Value {
    json!({ "username": username, "password": PASSWORD })
}

fn boiler(owner: &Session) -> Value {
    json!({ "name": "Ana's boiler", "maxConsumption": 3, "userId": owner.user })
}

impl Examination {
    /// Reads what needs no parameter: each answer has a status that the document names.
    async fn read_everything(&self, by: &Session) {
        let served = self.site.http.get(self.document()).send().await.expect("the document");
        let document: Value = served.json().await.expect("a JSON document");
        let paths = document["paths"].as_object().expect("paths");
        let mut read = 0;
        for (path, operations) in paths.iter().filter(|(path, _)| !path.contains('{')) {
            let Some(operation) = operations.get("get") else { continue };
            let request = self.site.http.get(format!("http://{}{path}", self.site.address));
            let answer = request.bearer_auth(&by.token).send().await.expect("an answer");
            let status = answer.status().as_u16();
            let known = operation["responses"].get(status.to_string()).is_some();
            assert!(known && status < 500, "{path} answers {status}");
            read += 1;
        }
        assert!(read >= 4, "only {read} operations were read");
    }

    async fn validate_document(&self) {
        let served = self.site.http.get(self.document()).send().await.expect("the document");
        let file = self.site.folder.path().join("openapi.json");
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
        let record = self.site.folder.path().join(format!("{name}.har"));
        let mut command = Command::new(tool("schemathesis"));
        command.args(["run", &self.document(), "--checks", CHECKS, "--no-color"]);
        command.args(["--continue-on-failure", "--max-examples", &EXAMPLES.to_string()]);
        command.args(["--report", "har", "--report-har-path"]).arg(&record);
        if let Some(session) = caller {
            command.args(["--header", &format!("Authorization: Bearer {}", session.token)]);
        }
        command.args(filters);
        // It keeps its findings in the folder that it runs in.
        let status = command.current_dir(self.site.folder.path()).status().await;
        assert!(status.expect("schemathesis runs").success(), "as {name}, see above");
        let statuses = statuses(&record);
        println!("as {name}: {statuses:?}");
        statuses
    }

    fn document(&self) -> String {
        format!("http://{}/openapi.json", self.site.address)
    }
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
