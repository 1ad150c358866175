//! The access matrix: every path and method of the document, asked by everybody, answered as its row
//! says. Who the rows name is written out here a second time, so that a row cannot change unseen.

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{SignedIn, Stage};

const KEY: &str = include_str!("support/key.pem");
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];
/// Rows that are open to more than administrators; every other one is for these alone.
const OPEN_TO_ANYONE: [&str; 7] =
    ["login", "logout", "refresh", "validate", "health", "register", "resetPassword"];

/// Who asks. The ids in the path are Alice's and those of her device.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Nobody,
    Expired,
    OtherClient,
    Client,
    Admin,
}

struct Cast {
    alice: SignedIn,
    bob: SignedIn,
    root: SignedIn,
    expired: String,
}

impl Cast {
    async fn of(stage: &Stage) -> Result<Self> {
        let alice = stage.sign_in("alice").await?;
        let mut claims = crate::support::claims_of(&alice.token)?;
        claims["exp"] = json!(Utc::now().timestamp() - 60);
        let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::EdDSA) };
        let key = EncodingKey::from_ed_pem(KEY.as_bytes())?;
        let expired = jsonwebtoken::encode(&header, &claims, &key)?;
        let (bob, root) = (stage.sign_in("bob").await?, stage.sign_in("root").await?);
        Ok(Self { alice, bob, root, expired })
    }

    async fn ask(&self, stage: &Stage, who: Who, method: &str, path: &str) -> Result<StatusCode> {
        let method: Method = method.to_uppercase().parse()?;
        let request = stage.request(method.clone(), path);
        let request = match who {
            Who::Nobody => request,
            Who::Expired => request.bearer_auth(&self.expired),
            Who::OtherClient => self.bob.bearer(request),
            Who::Client => self.alice.bearer(request),
            Who::Admin => self.root.bearer(request),
        };
        let request = if method == Method::GET {
            request
        } else {
            request.header(CONTENT_TYPE, "application/json").body("{}")
        };
        Ok(request.send().await?.status())
    }
}

/// The path with ids of Alice and her boiler, and with the query that the row's rule looks at.
fn filled(stage: &Stage, path: &str, row: &Value) -> String {
    let of_device = path.starts_with("/api/devices/{id}") || path.starts_with("/api/monitoring/");
    let mut filled = path.replace("{userId}", &stage.alice.to_string());
    filled = filled.replace("{deviceId}", &stage.boiler.to_string());
    filled = filled.replace("{alertId}", &stage.boiler.to_string());
    let id = if of_device { stage.boiler.to_string() } else { stage.alice.to_string() };
    filled = filled.replace("{id}", &id);
    // Whatever else there is: a position, or a name.
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        let number = filled[from..to].contains("position");
        filled.replace_range(from..=to, if number { "1" } else { "read-models" });
    }
    let rule = row["x-ems-who"].as_str().unwrap_or_default();
    match rule.strip_prefix("own-user-in-query:") {
        Some(name) => format!("{filled}?{name}={}", stage.alice),
        None => filled,
    }
}

/// What the row promises; none stands for: let through, whatever the handler says then.
fn refusal(row: &Value, who: Who) -> Result<Option<u16>> {
    let (rule, name) = (row["x-ems-who"].as_str(), row["operationId"].as_str());
    let rule = rule.context("a row without a rule")?;
    let open = OPEN_TO_ANYONE.contains(&name.unwrap_or_default());
    ensure!(open == (rule == "anyone"), "{name:?} is for {rule}");
    let (kind, _) = rule.split_once(':').unwrap_or((rule, ""));
    Ok(match (kind, who) {
        ("anyone", _) => None,
        (_, Who::Nobody | Who::Expired) => Some(401),
        (_, Who::Admin) | ("signed-in", _) => None,
        ("admin" | "auditor", Who::Client | Who::OtherClient) => Some(403),
        ("own-user" | "own-user-in-query" | "device-owner" | "owner-over-time", Who::Client) => {
            None
        }
        (
            "own-user" | "own-user-in-query" | "device-owner" | "owner-over-time",
            Who::OtherClient,
        ) => Some(404),
        (other, _) => anyhow::bail!("nobody knows what {other} means"),
    })
}

async fn holds(
    stage: &Stage,
    cast: &Cast,
    who: Who,
    method: &str,
    path: &str,
    row: &Value,
) -> Result<()> {
    let path = filled(stage, path, row);
    let status = cast.ask(stage, who, method, &path).await?.as_u16();
    // Signing in, renewing and the like judge what is in the body: their 401 is of that.
    let open = row["x-ems-who"] == "anyone";
    match refusal(row, who)? {
        Some(expected) => ensure!(status == expected, "{who:?}: {method} {path}: {status}"),
        None if open => ensure!(status != 403, "{who:?}: {method} {path}: {status}"),
        None => ensure!(![401, 403].contains(&status), "{who:?}: {method} {path}: {status}"),
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_holds_for_everybody_and_every_other_method_is_refused() -> Result<()> {
    let stage = Stage::set().await?;
    let document: Value = stage.get("/openapi.json").send().await?.json().await?;
    let paths = document["paths"].as_object().context("paths")?;
    let mut cast = Cast::of(&stage).await?;
    let mut cells = 0;
    for (path, rows) in paths {
        for method in METHODS {
            for who in [Who::Nobody, Who::Expired, Who::OtherClient, Who::Client, Who::Admin] {
                cells += 1;
                let Some(row) = rows.get(method) else {
                    // Another row may have this path for its parameter, such as `/users/{id}`.
                    let status =
                        cast.ask(&stage, who, method, &filled(&stage, path, &json!({}))).await?;
                    let refused = [400, 401, 403, 404, 405].contains(&status.as_u16());
                    ensure!(refused, "{who:?}: {method} {path}: {status}");
                    continue;
                };
                holds(&stage, &cast, who, method, path, row).await?;
                if row["operationId"] == "endSessions" || row["operationId"] == "logout" {
                    cast = Cast::of(&stage).await?;
                }
            }
        }
    }
    ensure!(cells >= 4 * 5 * 30, "{cells}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_a_path_leads_around_its_row() -> Result<()> {
    let stage = Stage::set().await?;
    let document: Value = stage.get("/openapi.json").send().await?.json().await?;
    let paths = document["paths"].as_object().context("paths")?;
    let cast = Cast::of(&stage).await?;
    for (path, rows) in paths {
        let plain = filled(&stage, path, rows.get("get").unwrap_or(&Value::Null));
        let (plain, _) = plain.split_once('?').unwrap_or((&plain, ""));
        let tail = plain.trim_start_matches("/api/");
        let spellings = [
            format!("/api/{}", tail.to_uppercase()),
            format!("/API/{tail}"),
            format!("/api/{}", tail.replace('/', "%2f")),
            format!("/api%2F{tail}"),
            format!("/api//{tail}"),
            format!("/api/x/..%2f{tail}"),
            format!("/api/{tail}/"),
            format!("/api/{tail}%00"),
            format!("/api/{tail};x=1"),
        ];
        for spelling in spellings.iter().filter(|spelling| *spelling != plain) {
            for who in [Who::Nobody, Who::OtherClient] {
                let status = cast.ask(&stage, who, "get", spelling).await?.as_u16();
                // The page answers what is not below /api, with itself.
                let is_page = status == 200 && !spelling.starts_with("/api/");
                let refused = [400, 401, 403, 404, 405].contains(&status);
                ensure!(refused || is_page, "{who:?}: {spelling}: {status}");
            }
        }
    }
    for literal in ["details", "role", "me", "0", "null", "*", "%2e%2e"] {
        let path = format!("/api/users/{literal}");
        let status = cast.ask(&stage, Who::OtherClient, "get", &path).await?.as_u16();
        ensure!([400, 403, 404].contains(&status), "{path}: {status}");
    }
    Ok(())
}
