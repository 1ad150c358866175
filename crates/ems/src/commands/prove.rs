//! `ems prove`: long runs by name, each with the time that it is expected to take.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use super::fuzz;
use crate::checkout;
use crate::terminal::{duration, failure, say, strong};

/// Run a long proof by name; without a name, list them
#[derive(Args)]
#[command(after_help = "Examples:\n  ems prove\n  ems prove supply-chain\n  ems prove kills")]
pub struct Prove {
    name: Option<String>,
}

struct Proof {
    name: &'static str,
    claim: &'static str,
    expected: &'static str,
    run: Run,
}

enum Run {
    SupplyChain,
    /// The files of `deploy/`, held against what others know of such files.
    Deploy,
    /// Tests of the whole product, at the scale that is promised.
    Product(&'static str),
    /// Tests of the command side, likewise.
    CommandApi(&'static str),
    /// Tests of the gateway, likewise.
    Gateway(&'static str),
    Fuzz,
    /// The dashboard in a browser, on a stack of its own.
    Web,
    /// Tests of the assistant, likewise.
    Assistant(&'static str),
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "supply-chain",
        claim: "every dependency has a licence that we accept and comes from the registry",
        expected: "20 s, and 10 min once to build cargo-deny",
        run: Run::SupplyChain,
    },
    Proof {
        name: "kills",
        claim: "60,000 readings stay exact through 50 killed replicas and 30 killed bridges",
        expected: "5 min",
        run: Run::Product("faults::"),
    },
    Proof {
        name: "servers",
        claim: "all stays exact while NATS, PostgreSQL and RabbitMQ are killed 30 times",
        expected: "10 min",
        run: Run::Product("servers::"),
    },
    Proof {
        name: "between",
        claim: "a kill between commit and publish, or before the log has a reading, loses nothing",
        expected: "1 min",
        run: Run::Product("between::"),
    },
    Proof {
        name: "limits",
        claim: "a limit that changes 1,000 times while readings flow leaves the right alerts",
        expected: "2 min",
        run: Run::Product("limits::"),
    },
    Proof {
        name: "corrections",
        claim: "corrections, held readings and late owners end the same in every order",
        expected: "1 min",
        run: Run::Product("corrections::"),
    },
    Proof {
        name: "conflicts",
        claim: "of two values for one instant, 1,000 times, the first in the log stands",
        expected: "1 min",
        run: Run::Product("conflicts::"),
    },
    Proof {
        name: "orders",
        claim: "five orders, four batch sizes and three replays end in identical totals",
        expected: "5 min",
        run: Run::Product("orders::"),
    },
    Proof {
        name: "hot-key",
        claim: "50,000 messages for one hour, wanted by four replicas at once, are exact",
        expected: "1 min",
        run: Run::Product("hot_key::"),
    },
    Proof {
        name: "garbage",
        claim: "5 % garbage in 20,000 messages delays nothing and is all accounted for",
        expected: "1 min",
        run: Run::Product("garbage::"),
    },
    Proof {
        name: "api",
        claim: "thousands of requests, sensible and not, get only answers that the API document has",
        expected: "3 min",
        run: Run::Product("described::"),
    },
    Proof {
        name: "calendar",
        claim: "local days of two years of meter data add up in zones with 23, 25 and odd hours",
        expected: "1 min",
        run: Run::Product("calendar::"),
    },
    Proof {
        name: "rebuild",
        claim: "totals are rebuilt, verified and rolled back under load, also through killed replicas",
        expected: "5 min",
        run: Run::Product("rebuild::"),
    },
    Proof {
        name: "read-models",
        claim: "a standby takes over in 3 s, poison waits in order, wrong rows are found and mended",
        expected: "1 min",
        run: Run::Product("read_models::"),
    },
    Proof {
        name: "writers",
        claim: "64 writers on one aggregate, also while the log's leader is killed, leave no gap",
        expected: "2 min",
        run: Run::CommandApi("writers::"),
    },
    Proof {
        name: "lost-acks",
        claim: "with lost acknowledgements and a blackout every key has one effect",
        expected: "2 min",
        run: Run::CommandApi("lost_acks::"),
    },
    Proof {
        name: "cut-requests",
        claim: "of 5,000 requests that clients cut off each is carried out whole or not at all",
        expected: "1 min",
        run: Run::CommandApi("cut::"),
    },
    Proof {
        name: "cut-reads",
        claim: "5,000 reads that clients cut off leave no transaction open in PostgreSQL",
        expected: "1 min",
        run: Run::Gateway("cut::"),
    },
    Proof {
        name: "deploy",
        claim: "the files of deploy/ pass hadolint, checkov and the schema of Compose",
        expected: "1 min, and 3 min once to install the checkers",
        run: Run::Deploy,
    },
    Proof {
        name: "tls",
        claim: "every server is reached encrypted, and only where its authority is trusted",
        expected: "1 min",
        run: Run::Product("tls::"),
    },
    Proof {
        name: "rolling",
        claim: "every replica of every role is restarted under load, and no request fails",
        expected: "3 min",
        run: Run::Product("rolling::every_role"),
    },
    Proof {
        name: "sigterm",
        claim: "30 times a role that is told to stop ends within 10 s and keeps what it accepted",
        expected: "4 min",
        run: Run::Product("rolling::a_role"),
    },
    Proof {
        name: "privilege",
        claim: "with the credentials of each role 15 forbidden acts are tried, and all are refused",
        expected: "1 min",
        run: Run::Product("privilege::"),
    },
    Proof {
        name: "fuzz",
        claim: "a minute each of bytes that nobody thought of panics no reader of STOMP, SockJS, readings and events",
        expected: "5 min, and 2 min once to build",
        run: Run::Fuzz,
    },
    Proof {
        name: "attacks",
        claim: "floods of frames, slow headers and huge bodies hold up nobody and forge nothing",
        expected: "3 min",
        run: Run::Gateway("attacks::"),
    },
    Proof {
        name: "crowds",
        claim: "5,000 idle sockets cost 16 KB each, and 20 of 200 that read nothing hold up nobody",
        expected: "1 min",
        run: Run::Gateway("crowds::"),
    },
    Proof {
        name: "gateway-kill",
        claim: "500 sockets through Traefik outlive one of two gateways: no alert missed, none shown twice",
        expected: "1 min",
        run: Run::Gateway("proxy::"),
    },
    Proof {
        name: "guessing",
        claim: "1,000 guesses are few passwords, lock nobody out and tell nothing by their time",
        expected: "2 min",
        run: Run::Gateway("throttling::"),
    },
    Proof {
        name: "erasure",
        claim: "after an erasure no row, answer, log line or file of the event log shows the person",
        expected: "1 min",
        run: Run::Product("erasure::"),
    },
    Proof {
        name: "assistant",
        claim: "each customer message gets one answer through 50 killed assistants, with the API's numbers",
        expected: "5 min",
        run: Run::Product("assistant::"),
    },
    Proof {
        name: "takeover",
        claim: "in 1,000 races the bot says nothing after a person has taken over",
        expected: "2 min",
        run: Run::Assistant("takeover::"),
    },
    Proof {
        name: "injections",
        claim: "100 injections against a model that obeys them show nothing of another customer",
        expected: "1 min",
        run: Run::Assistant("injections::"),
    },
    Proof {
        name: "misbehaving-model",
        claim: "a model that stalls, fails or rambles leaves a short, honest answer within 10 s",
        expected: "1 min",
        run: Run::Assistant("misbehaving::"),
    },
    Proof {
        name: "web",
        claim: "every page by role, theme, screen and language; stories, faults, a year drawn in 200 ms",
        expected: "8 min",
        run: Run::Web,
    },
    Proof {
        name: "audit",
        claim: "every total, alert and history is traced to the log, as of any moment",
        expected: "1 min",
        run: Run::Product("audit::numbers::"),
    },
    Proof {
        name: "replay",
        claim: "100,000 events and readings, replayed twice, equal each other and the live tables",
        expected: "5 min",
        run: Run::Product("audit::replays::"),
    },
    Proof {
        name: "tamper",
        claim: "whatever is done to a copy of the log is found and named; an untouched one verifies",
        expected: "5 min",
        run: Run::Product("audit::tamper::"),
    },
    Proof {
        name: "restore",
        claim: "a backup on an empty machine gives the same totals, alerts and sign-ins",
        expected: "2 min",
        run: Run::Product("audit::restores::"),
    },
];

impl Prove {
    pub fn run(self) -> Result<ExitCode> {
        let Some(name) = self.name else {
            list();
            return Ok(ExitCode::SUCCESS);
        };
        let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
            failure(&format!("there is no proof {name:?}; these are there:"));
            list();
            return Ok(ExitCode::from(2));
        };
        let begin = Instant::now();
        say(&format!("{}: {} (expected: {})", strong(proof.name), proof.claim, proof.expected));
        proof.run.carry_out(&checkout::root()?)?;
        say(&format!("proved in {}", duration(begin.elapsed())));
        Ok(ExitCode::SUCCESS)
    }
}

fn list() {
    for Proof { name, claim, expected, .. } in PROOFS {
        println!("{name:<16} {claim} ({expected})");
    }
}

impl Run {
    fn carry_out(&self, root: &Path) -> Result<()> {
        match self {
            Self::SupplyChain => supply_chain(root),
            Self::Deploy => deploy(root),
            Self::Fuzz => fuzz::run(root),
            Self::Web => web(root),
            Self::Product(module) => tests(root, "ems", "product", module),
            Self::Gateway(module) => tests(root, "gateway", "gateway", module),
            Self::Assistant(module) => tests(root, "assistant", "assistant", module),
            Self::CommandApi(module) => tests(root, "command-api", "api", module),
        }
    }
}

fn tests(root: &Path, package: &str, target: &str, module: &str) -> Result<()> {
    let cargo = || {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--locked", "--quiet", "-p", package, "--test", target, "--", module]);
        cargo.current_dir(root);
        cargo
    };
    let listed = cargo().arg("--list").stderr(Stdio::inherit()).output()?;
    ensure!(listed.status.success(), "the tests of {package} cannot be built");
    let listed = String::from_utf8_lossy(&listed.stdout);
    ensure!(listed.lines().any(|line| line.ends_with(": test")), "no test is named {module}…");
    // One after the other: each alone fills a small machine.
    let mut run = cargo();
    run.args(["--nocapture", "--test-threads", "1"]).env("EMS_PROVE", "1");
    succeed(&mut run)
}

fn supply_chain(root: &Path) -> Result<()> {
    let tools = root.join(".ems/tools");
    let deny = tools.join("bin/cargo-deny");
    if !deny.is_file() {
        say("installing cargo-deny");
        let mut install = Command::new("cargo");
        install
            .args(["install", "--locked", "cargo-deny", "--version", "0.20.2", "--root"])
            .arg(&tools);
        succeed(&mut install)?;
    }
    succeed(Command::new(deny).args(["check", "bans", "licenses", "sources"]).current_dir(root))
}

fn deploy(root: &Path) -> Result<()> {
    let folder = crate::stack::Folders::of_environment()?.home().join("deploy-checks/bin");
    let check = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(folder.join(program));
        succeed(command.args(arguments).current_dir(root))
    };
    check("hadolint", &["deploy/Dockerfile"])?;
    let schema =
        ["--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml", "deploy/stack.yaml"];
    check("check-jsonschema", &schema)?;
    let quiet = ["--quiet", "--compact", "--skip-download", "--framework", "dockerfile", "secrets"];
    check("checkov", &[&quiet[..], &["--directory", "deploy"]].concat())?;
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--locked", "--quiet", "-p", "ems", "--test", "deploy"]);
    succeed(cargo.current_dir(root))
}

fn web(root: &Path) -> Result<()> {
    let mut node = Command::new("node");
    node.arg("prove/prove.mjs").env("EMS_PROGRAM", std::env::current_exe()?);
    succeed(node.current_dir(root.join("web")))
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
