//! The program's interface on the command line.

use std::net::TcpListener;

use serde_json::Value;

use crate::program::{Program, run};

/// What a refusal must look like: exit 2, one line, nothing on standard output.
fn refused(flags: &[&str]) -> String {
    let output = run(flags);
    assert_eq!(output.status.code(), Some(2), "{flags:?}");
    assert!(output.stdout.is_empty(), "{flags:?}");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(
        text.trim_end().lines().count(),
        1,
        "{flags:?} said {text:?}"
    );
    text
}

#[test]
fn bad_flags_are_refused_in_one_line() {
    let flags: [&[&str]; 21] = [
        &["--unknown"],
        &["--seed", "x"],
        &["--seed"],
        &["--guests", "-1"],
        &["--guests", "3"],
        &["--members", "1.5"],
        &["--latency", "fast"],
        &["--lag", "400..0"],
        &["--lag", "1.."],
        &["--face", "friendly"],
        &["--quotas", "maybe"],
        &["--audit-delay", "soon"],
        &["--audit-delay", "3601"],
        &["--device-code", "off"],
        &["--random-faults", "2"],
        &["--control-key", ""],
        &["--listen", "nowhere"],
        &["--listen", "0.0.0.0:0"],
        &["--listen", "127.0.0.2:0"],
        &["--listen", "192.0.2.1:0"],
        &["stray"],
    ];
    for flags in flags {
        refused(flags);
    }
}

#[test]
fn a_busy_port_is_refused_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    assert!(refused(&["--listen", &address]).contains(&address));
}

#[test]
fn an_unusable_folder_or_file_is_refused_in_one_line() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("file");
    std::fs::write(
        &file,
        "not a database, but some text that is long enough to be read",
    )
    .expect("written");
    refused(&["--state", file.to_str().expect("text")]);
    refused(&["--tls-dir", file.to_str().expect("text")]);
    refused(&[
        "--state",
        dir.path().join("no/such/file").to_str().expect("text"),
    ]);
}

#[test]
fn the_line_holds_what_it_promises() {
    let program = Program::start(&[]);
    let members: Vec<&str> = program
        .ready
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    for name in [
        "login",
        "graph",
        "control",
        "outbox",
        "ca",
        "controlKey",
        "tenantId",
        "initialDomain",
        "clientId",
        "clientIdUnconsented",
        "accounts",
        "pid",
    ] {
        assert!(members.contains(&name), "{name} in {members:?}");
    }
    assert_eq!(program.ready["ca"], Value::Null);
    assert_eq!(program.told("controlKey"), crate::program::KEY);
    assert!(program.told("login").starts_with("http://127.0.0.1:"));
    for url in ["login", "graph", "control", "outbox"] {
        assert!(!program.told(url).ends_with('/'));
    }
    for account in program.ready["accounts"].as_array().expect("accounts") {
        for name in ["kind", "upn", "id", "displayName"] {
            assert!(account[name].is_string(), "{name} in {account}");
        }
        assert!(account["roles"].is_array());
    }
}

#[tokio::test]
#[cfg(unix)]
async fn sigterm_ends_it_cleanly_and_it_said_nothing_more() {
    let program = Program::start(&[]);
    // A client that keeps its connection must not keep the program.
    program
        .command("/clock", serde_json::json!({"advanceSeconds": 0}))
        .await;
    let client = program.client.clone();
    let begin = std::time::Instant::now();
    let (code, rest) = program.terminate();
    assert_eq!((code, rest.as_str()), (Some(0), ""));
    // Well below the time that open requests are given.
    assert!(begin.elapsed() < std::time::Duration::from_secs(4));
    drop(client);
}

#[tokio::test]
async fn the_real_face_is_one_flag_and_every_part_another() {
    let throttle = async |flags: &[&str]| -> Value {
        let program = Program::start(flags);
        let answer = program
            .control(reqwest::Method::GET, "/throttle")
            .send()
            .await
            .expect("an answer");
        answer.json().await.expect("JSON")
    };
    assert_eq!(throttle(&[]).await["on"], false);
    assert_eq!(throttle(&["--quotas", "on"]).await["on"], true);
    let real = ["--face", "real"];
    assert_eq!(throttle(&real).await["on"], true);
    let real = ["--face", "real", "--quotas", "off", "--latency", "0"];
    assert_eq!(throttle(&real).await["on"], false);
}

#[test]
fn the_help_names_every_flag() {
    let output = run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).expect("text");
    for flag in [
        "--face",
        "--latency",
        "--lag",
        "--quotas",
        "--audit-delay",
        "--device-code",
        "--random-faults",
    ] {
        assert!(help.contains(flag), "{flag} in {help}");
    }
}

#[tokio::test]
async fn latency_holds_every_answer_back() {
    let program = Program::start(&["--latency", "120..140"]);
    let begin = std::time::Instant::now();
    program
        .command("/clock", serde_json::json!({"advanceSeconds": 0}))
        .await;
    assert!(begin.elapsed() >= std::time::Duration::from_millis(120));
}
