//! The clients of the field under Node: `@stomp/stompjs` 7 and `sockjs-client` 1.6 on each transport,
//! and the npm `sockjs` server as the reference of what they expect.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use domain::subjects;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::support::{SignedIn, Stage};

const PATIENCE: Duration = Duration::from_secs(30);

fn folder() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let installed = folder.join("node_modules/sockjs").is_dir();
    ensure!(installed, "run `npm ci` in {}, or `./ems test`, which does", folder.display());
    Ok(folder)
}

/// A Node process, ended by its id when it is dropped.
pub struct Node {
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Node {
    pub fn run(arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new("node");
        command.args(arguments).current_dir(folder()?).kill_on_drop(true);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("its output")?;
        Ok(Self { _child: child, lines: BufReader::new(output).lines() })
    }

    pub async fn line(&mut self) -> Result<Option<String>> {
        Ok(timeout(PATIENCE, self.lines.next_line()).await.context("it says nothing")??)
    }

    /// The lines until all of these have been said, in any order.
    async fn until(&mut self, mut wanted: Vec<&str>) -> Result<()> {
        while !wanted.is_empty() {
            let line = self.line().await?.context("it has ended")?;
            ensure!(!line.starts_with("refused"), "{line}");
            let word = line.split(' ').next().unwrap_or_default();
            wanted.retain(|expected| *expected != word);
        }
        Ok(())
    }
}

async fn works_over(stage: &Stage, alice: &SignedIn, transport: &str) -> Result<()> {
    let base = format!("http://{}", stage.address);
    let user = stage.alice.to_string();
    let mut node = Node::run(&["listen.mjs", transport, &base, &alice.token, &user])?;
    node.until(vec!["connected", "listening", "sent"]).await?;
    ensure!(stage.command_api.last()?.body == format!(r#"{{"text":"over {transport}"}}"#));
    for (text, last) in [("ünïcode \n\u{0} \\ \" {", false), ("the last", true)] {
        let total = json!({ "text": text, "last": last }).to_string();
        let subject = subjects::of_live_totals(stage.alice);
        stage.log.client().publish(subject, total.clone().into()).await?;
        let heard = node.line().await?.context("it has ended")?;
        ensure!(heard == format!("heard {total}"), "{transport}: {heard}");
    }
    let closed = node.line().await?.context("it has ended")?;
    ensure!(closed.starts_with("closed"), "{transport}: {closed}");
    ensure!(node.line().await?.is_none(), "{transport}: it ends by itself");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_the_field_work_on_every_transport() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    for transport in ["plain", "websocket", "xhr-streaming", "xhr-polling"] {
        works_over(&stage, &alice, transport).await.with_context(|| transport.to_owned())?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_generic_is_answered_as_the_reference_server_answers_it() -> Result<()> {
    let stage = Stage::set().await?;
    let mut node = Node::run(&["compare.mjs", &format!("http://{}", stage.address)])?;
    let mut differences = Vec::new();
    while let Some(line) = node.line().await? {
        differences.push(line);
    }
    if !differences.is_empty() {
        bail!("{}", differences.join("\n"));
    }
    Ok(())
}
