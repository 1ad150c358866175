//! What `deploy/` promises, as far as it can be seen without an engine for containers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROLES: [&str; 5] = ["assistant", "command-api", "gateway", "ingest-bridge", "projections"];

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy")
}

fn read(file: &str) -> String {
    std::fs::read_to_string(deploy().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What an installation's secrets are, made as an operator makes them.
fn secrets(folder: &Path) -> BTreeSet<String> {
    let made = Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(["deploy", "secrets", "--into"])
        .arg(folder)
        .output()
        .expect("the ems binary starts");
    let said =
        String::from_utf8_lossy(&made.stderr).into_owned() + &String::from_utf8_lossy(&made.stdout);
    assert!(made.status.success(), "{said}");
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file"));
    let mut names = BTreeSet::new();
    for file in files {
        let name = file.file_name().into_string().expect("a name");
        let secret = std::fs::read_to_string(file.path()).expect("a text");
        // A certificate is there to be shown.
        let longest =
            secret.lines().filter(|line| !line.starts_with("-----")).max_by_key(|l| l.len());
        assert!(!said.contains(longest.expect("a line")), "{name} is printed");
        names.insert(name);
    }
    names
}

/// The `…` of every `/run/secrets/…` in a text.
fn secrets_in(text: &str) -> BTreeSet<String> {
    let named = text.split("run/secrets/").skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c)));
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    named.filter(|name| !name.is_empty()).collect()
}

/// The lines of a service, from its name to the next one on the same level.
fn service<'a>(file: &'a str, name: &str) -> &'a str {
    let start = file.find(&format!("\n  {name}:\n")).unwrap_or_else(|| panic!("no {name}")) + 1;
    let rest = &file[start..];
    let end = rest.match_indices('\n').map(|(at, _)| at).find(|at| {
        let next = &rest[at + 1..];
        *at > 0 && !next.starts_with("   ") && !next.starts_with('\n')
    });
    &rest[..end.unwrap_or(rest.len())]
}

#[test]
fn every_secret_that_is_used_is_made_and_none_is_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = secrets(folder.path());
    for file in [
        "compose.yaml",
        "stack.yaml",
        "nats/nats.conf",
        "nats/nats-r3.conf",
        "rabbitmq/rabbitmq.conf",
    ] {
        let missing: Vec<_> =
            secrets_in(&read(file)).into_iter().filter(|name| !made.contains(name)).collect();
        assert!(missing.is_empty(), "{file} uses {missing:?}, which nothing makes");
    }
}

#[test]
fn each_role_has_its_own_key_and_only_the_secrets_that_it_uses() {
    for file in ["compose.yaml", "stack.yaml"] {
        let text = read(file);
        for role in ROLES {
            let service = service(&text, role);
            assert!(service.contains(&format!("command: [run, {role}]")), "{file} {role}");
            let used = secrets_in(service);
            assert!(used.contains(&format!("nats-{role}.nk")), "{file} {role}: {used:?}");
            for other in ROLES.iter().filter(|other| **other != role) {
                assert!(
                    !service.contains(&format!("nats-{other}.nk")),
                    "{file} {role} has {other}'s key"
                );
            }
            assert!(!service.contains("operator"), "{file} {role} is no operator");
            assert!(!service.contains("ca-key"), "{file} {role} signs no certificates");
        }
    }
}

#[test]
fn every_service_runs_with_few_rights_and_says_whether_it_is_well() {
    let compose = read("compose.yaml");
    for shared in
        ["user: \"10001:10001\"", "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"]
    {
        assert!(compose.contains(shared), "{shared}");
    }
    for server in ["nats", "postgres", "rabbitmq"] {
        assert!(service(&compose, server).contains("<<: *hardened"), "{server}");
        assert!(service(&compose, server).contains("healthcheck:"), "{server}");
    }
    let image = read("Dockerfile");
    assert!(image.contains("USER 10001:10001") && image.contains("HEALTHCHECK"), "{image}");
    let stack = read("stack.yaml");
    for role in ROLES {
        let deployed = service(&stack, role);
        assert!(deployed.contains("<<: *careful"), "{role} is updated one by one");
        assert!(!deployed.contains("replicas: 1"), "{role} has replicas");
    }
    assert!(stack.contains("failure_action: rollback"));
}

/// The NATS server itself reads the configuration, with the users that the table of permissions gives.
#[test]
fn nats_reads_its_configuration() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let secrets_folder = root.path().join("run/secrets");
    std::fs::create_dir_all(&secrets_folder).expect("a folder");
    secrets(&secrets_folder);
    let nats = root.path().join("etc/nats");
    std::fs::create_dir_all(&nats).expect("a folder");
    for file in ["nats.conf", "nats-r3.conf"] {
        let absolute = format!("\"{}", secrets_folder.display());
        let text = read(&format!("nats/{file}")).replace("\"/run/secrets", &absolute);
        std::fs::write(nats.join(file), text).expect("a file");
    }
    for file in ["nats.conf", "nats-r3.conf"] {
        let checked = Command::new(local_stack::nats_server().expect("nats-server is installed"))
            .arg("-t")
            .arg("-c")
            .arg(nats.join(file))
            .env("NATS_NAME", "nats-1")
            .output()
            .expect("nats-server starts");
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "{file}: {said}");
    }
}
