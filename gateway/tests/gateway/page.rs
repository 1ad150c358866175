//! The page, its headers, and the process's own health.

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::Value;

use crate::support::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_browsers_what_this_site_never_does() -> Result<()> {
    let stage = Stage::set().await?;
    for path in ["/", "/devices/1/day", "/assets/none.js", "/api/none", "/api/auth/health"] {
        let response = stage.get(path).send().await?;
        let policy = response.headers()["content-security-policy"].to_str()?;
        ensure!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}");
        ensure!(response.headers()["x-content-type-options"] == "nosniff", "{path}");
        ensure!(response.headers()["referrer-policy"] == "no-referrer", "{path}");
        ensure!(response.headers()["cross-origin-opener-policy"] == "same-origin", "{path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_the_page_but_a_missing_file_is_missing() -> Result<()> {
    let stage = Stage::set().await?;
    for path in ["/", "/login", "/devices/1"] {
        let response = stage.get(path).send().await?;
        ensure!(response.status() == 200, "{path}");
        ensure!(response.headers()["content-type"].to_str()?.starts_with("text/html"), "{path}");
    }
    for path in ["/assets/none.js", "/api", "/ws/none"] {
        ensure!(stage.get(path).send().await?.status() == 404, "{path}");
    }
    ensure!(stage.request(Method::POST, "/login").send().await?.status() == 405);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_names_each_dependency() -> Result<()> {
    let stage = Stage::set().await?;
    let url = format!("http://{}/readyz", stage.health);
    let mut readiness = Value::Null;
    for _ in 0..100 {
        readiness = stage.http.get(&url).send().await?.json().await?;
        if readiness["ready"] == true {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for name in ["nats", "postgres", "command-api"] {
        ensure!(readiness["dependencies"][name]["status"] == "up", "{readiness}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_asked_for_again_and_sent_only_when_it_changed() -> Result<()> {
    let stage = Stage::set().await?;
    let first = stage.get("/").send().await?;
    // Where the web app was not built there is nothing to keep.
    let Some(etag) = first.headers().get("etag") else { return Ok(()) };
    ensure!(first.headers()["cache-control"] == "no-cache");
    let again = stage.get("/").header("if-none-match", etag).send().await?;
    ensure!(again.status() == 304);
    let zipped = stage.get("/").header("accept-encoding", "gzip").send().await?;
    ensure!(zipped.headers()["content-encoding"] == "gzip");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_is_described_with_a_page_that_loads_nothing_from_elsewhere() -> Result<()> {
    let stage = Stage::set().await?;
    let document: Value = stage.get("/openapi.json").send().await?.json().await?;
    ensure!(document["openapi"] == "3.1.0");
    ensure!(document["paths"]["/api/devices/{id}"]["get"]["operationId"] == "readDevice");
    for (path, kind) in [
        ("/docs", "text/html"),
        ("/docs/page.css", "text/css"),
        ("/docs/page.js", "text/javascript"),
    ] {
        let response = stage.get(path).send().await?;
        ensure!(response.status() == 200, "{path}");
        ensure!(response.headers()["content-type"].to_str()?.starts_with(kind), "{path}");
        ensure!(response.headers().contains_key("content-security-policy"), "{path}");
        let text = response.text().await?;
        ensure!(!text.contains("://") && !text.contains("style="), "{path}");
    }
    Ok(())
}
