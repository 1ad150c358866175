//! The architecture as a test: the arrows that ARCHITECTURE.md draws for people stand here as a table
//! that cargo metadata is held against, and each file must open with a sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Which of the product's crates each one may stand on. What is not listed here fails the test.
const ARROWS: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("process", &[]),
    ("local-stack", &["domain"]),
    ("event-log", &["domain", "process"]),
    ("command-api", &["domain", "event-log", "process"]),
    ("ingest-bridge", &["domain", "event-log", "process"]),
    ("projections", &["domain", "event-log", "process"]),
    ("assistant", &["domain", "event-log", "process", "projections"]),
    ("gateway", &["domain", "event-log", "process", "projections"]),
    (
        "ems",
        &[
            "assistant",
            "command-api",
            "domain",
            "event-log",
            "gateway",
            "ingest-bridge",
            "local-stack",
            "process",
            "projections",
        ],
    ),
];

/// The folders with Rust sources.
const PARTS: [&str; 7] =
    ["domain", "command-api", "ingest-bridge", "projections", "assistant", "gateway", "crates"];

/// Crates that would bring I/O into the language of the product.
const NOT_IN_DOMAIN: [&str; 5] = ["async-nats", "axum", "reqwest", "sqlx", "tokio"];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo metadata");
    let normal = |package: &cargo_metadata::Package| {
        let dependencies = package.dependencies.iter();
        let normal = dependencies.filter(|dependency| dependency.kind == DependencyKind::Normal);
        normal.map(|dependency| dependency.name.clone()).collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), normal(package))).collect()
}

#[test]
fn dependencies_point_the_way_the_architecture_says() {
    let found = dependencies();
    let parts: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), parts, "the parts");
    for (part, allowed) in ARROWS {
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        let of_ours = found[part].iter().map(String::as_str).filter(|name| parts.contains(name));
        let forbidden: Vec<_> = of_ours.filter(|name| !allowed.contains(name)).collect();
        assert!(forbidden.is_empty(), "{part} must not depend on {forbidden:?}");
    }
}

#[test]
fn the_domain_knows_no_server() {
    let found = dependencies();
    let forbidden: Vec<_> =
        NOT_IN_DOMAIN.iter().filter(|name| found["domain"].contains(**name)).collect();
    assert!(forbidden.is_empty(), "domain must not depend on {forbidden:?}");
}

#[test]
fn every_file_opens_with_a_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut silent = Vec::new();
    for top in PARTS {
        for file in rust_files(&root.join(top)) {
            let text = std::fs::read_to_string(&file).expect("a readable file");
            if !text.starts_with("//! ") {
                silent.push(file);
            }
        }
    }
    assert!(silent.is_empty(), "these files do not say what they hold: {silent:#?}");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let nested = paths.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    nested.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}
