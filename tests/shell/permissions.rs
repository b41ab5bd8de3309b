//! Handlers, permissions, capability and the table of commands name the same set.

use std::collections::BTreeSet;
use std::path::Path;

use usher_lib::ipc::schema::COMMANDS;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn table() -> BTreeSet<String> {
    COMMANDS
        .iter()
        .map(|command| command.name.to_owned())
        .collect()
}

/// The text between two marks, for every place where the first stands.
fn between<'a>(text: &'a str, from: &'a str, to: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(from)
        .skip(1)
        .filter_map(move |rest| rest.split(to).next())
}

#[test]
fn every_command_has_a_permission_in_its_file_and_no_other_has() {
    let mut permitted = BTreeSet::new();
    for file in COMMANDS
        .iter()
        .map(|command| command.permission)
        .collect::<BTreeSet<_>>()
    {
        let text = read(&format!("src-tauri/permissions/{file}.toml"));
        let lets: Vec<&str> = between(&text, "commands.allow = [\"", "\"]").collect();
        for command in &lets {
            let permission = format!("\"allow-{}\"", command.replace('_', "-"));
            assert_eq!(
                text.matches(&permission).count(),
                2,
                "{command}: defined once, in the set once"
            );
        }
        let expected: BTreeSet<&str> = COMMANDS
            .iter()
            .filter(|command| command.permission == file)
            .map(|command| command.name)
            .collect();
        assert_eq!(
            lets.iter().copied().collect::<BTreeSet<_>>(),
            expected,
            "{file}.toml"
        );
        permitted.extend(lets.into_iter().map(str::to_owned));
    }
    assert_eq!(permitted, table());
}

#[test]
fn every_command_has_a_handler() {
    let shell = read("src-tauri/lib.rs");
    let handlers: BTreeSet<String> = between(&shell, "commands::", ",")
        .filter_map(|path| path.split("::").nth(1))
        .map(str::to_owned)
        .collect();
    assert_eq!(handlers, table());
}

#[test]
fn the_capability_names_the_sets_and_nothing_of_plugins() {
    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/main.json")).unwrap();
    let named: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap())
        .collect();
    let mut expected: BTreeSet<&str> = COMMANDS.iter().map(|command| command.permission).collect();
    expected.extend(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(named, expected);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no remote origin may call anything"
    );
}
