//! Dependencies point downwards only, read out of cargo's own metadata.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each of our packages may know of ours. A new arrow is a decision, not an accident.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("guests", &[]),
    ("entra", &[]),
    ("practice-tenant", &[]),
    ("graph-judge", &[]),
    ("desk", &["entra", "guests"]),
    ("cli", &["desk", "guests"]),
    ("bench", &["desk", "entra", "guests"]),
    ("usher", &["desk", "entra", "guests", "practice-tenant"]),
];

fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    packages
        .iter()
        .map(|package| {
            let knows = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| dependency["name"].as_str().unwrap())
                .filter(|name| ours.contains(name))
                .map(str::to_owned)
                .collect();
            (package["name"].as_str().unwrap().to_owned(), knows)
        })
        .collect()
}

#[test]
fn every_arrow_is_one_that_was_decided() {
    let arrows = arrows();
    assert_eq!(
        arrows.len(),
        MAY_KNOW.len(),
        "a package is missing from the table: {arrows:?}"
    );
    for (package, may_know) in MAY_KNOW {
        let allowed: BTreeSet<String> = may_know.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(
            arrows[*package], allowed,
            "{package} knows more or less than was decided"
        );
    }
}

#[test]
fn only_the_bridge_imports_tauri_in_the_screens() {
    fn visit(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !path.ends_with("src/ipc") {
                    visit(&path, found);
                }
            } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("@tauri-apps/"))
            {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    visit(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src"),
        &mut found,
    );
    assert!(
        found.is_empty(),
        "only ui/src/ipc may import @tauri-apps: {found:?}"
    );
}
