//! What `--state` keeps.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use crate::program::{Program, run};

fn flags(file: &Path) -> [String; 2] {
    [
        "--state".to_owned(),
        file.to_str().expect("text").to_owned(),
    ]
}

fn start(file: &Path) -> Program {
    let flags = flags(file);
    Program::start(&[&flags[0], &flags[1]])
}

#[tokio::test]
async fn everything_comes_back_after_a_kill() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    let first = start(&file);
    let token = first
        .sign_in("userAdministrator", "User.Invite.All offline_access")
        .await;
    let bearer = token["access_token"].as_str().expect("a token").to_owned();
    for number in 0..5 {
        let address = format!("guest{number}@wingtiptoys.com");
        assert_eq!(
            first
                .invite(&bearer, &address)
                .await
                .expect("an answer")
                .status(),
            201
        );
    }
    first.command("/clock", json!({"advanceSeconds": 90})).await;
    let ledger = first.ledger().await;
    let mails = async |program: &Program| -> Value {
        let answer = program.control(Method::GET, "/mails").send().await;
        answer.expect("an answer").json().await.expect("JSON")
    };
    let mailed = mails(&first).await;
    let accounts = first.ready["accounts"].clone();
    first.kill();

    let second = start(&file);
    assert_eq!(second.ready["accounts"], accounts);
    assert_eq!(second.ledger().await, ledger);
    assert_eq!(mails(&second).await, mailed);
    let me = second
        .graph(Method::GET, "/v1.0/me", &bearer)
        .send()
        .await
        .expect("an answer");
    assert_eq!(me.status(), 200, "the signing key did not come back");
    let path = "/v1.0/users?$filter=startswith(mail,'guest')%20and%20endswith(mail,'@wingtiptoys.com')&$count=true";
    let asked = second
        .graph(Method::GET, path, &bearer)
        .header("ConsistencyLevel", "eventual");
    let list: Value = asked
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(list["@odata.count"], 5, "{list}");
    let clock = second.command("/clock", json!({"advanceSeconds": 0})).await;
    assert_eq!(clock["advancedSeconds"], 90);

    let refreshed = second
        .client
        .post(format!(
            "{}/{}/oauth2/v2.0/token",
            second.told("login"),
            second.told("tenantId")
        ))
        .form(&[
            ("grant_type", "refresh_token"),
            ("client_id", second.told("clientId")),
            (
                "refresh_token",
                token["refresh_token"].as_str().expect("a refresh token"),
            ),
            ("scope", "User.Invite.All offline_access"),
        ])
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        refreshed.status(),
        200,
        "the refresh token did not come back"
    );

    let redeemed = second
        .command("/redeem", json!({"address": "guest3@wingtiptoys.com"}))
        .await;
    assert_eq!(redeemed["state"], "Accepted");
}

#[tokio::test]
async fn every_write_that_was_answered_is_there_after_a_kill() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    let program = start(&file);
    let bearer = program.bearer("globalAdministrator").await;
    let mut answered = 0;
    for number in 0..12 {
        let answer = program
            .invite(&bearer, &format!("g{number}@wingtiptoys.com"))
            .await;
        answered += usize::from(answer.expect("an answer").status() == 201);
    }
    program.kill();
    assert_eq!(answered, 12);
    assert_eq!(start(&file).ledger().await.len(), answered);
}

#[tokio::test]
async fn a_reset_is_kept_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    let program = start(&file);
    let bearer = program.bearer("globalAdministrator").await;
    assert_eq!(
        program
            .invite(&bearer, "a@wingtiptoys.com")
            .await
            .expect("an answer")
            .status(),
        201
    );
    program.command("/reset", json!({})).await;
    program.kill();
    let program = start(&file);
    assert!(program.ledger().await.is_empty());
    let me = program
        .graph(Method::GET, "/v1.0/me", &bearer)
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        me.status(),
        401,
        "a token outlived the reset and the restart"
    );
}

#[test]
fn the_file_is_private_and_another_seed_does_not_fit_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    start(&file).kill();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for entry in std::fs::read_dir(dir.path()).expect("the folder") {
            let entry = entry.expect("a file");
            let mode = entry.metadata().expect("its mode").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:?}", entry.file_name());
        }
    }
    let program = start(&file);
    let flags = flags(&file);
    let second = run(&[&flags[0], &flags[1]]);
    assert_eq!(second.status.code(), Some(2), "two programs used one file");
    program.kill();
    let other = run(&[&flags[0], &flags[1], "--seed", "2"]);
    assert_eq!(other.status.code(), Some(2));
}

#[tokio::test]
async fn a_torn_last_record_is_ignored() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    let program = start(&file);
    let bearer = program.bearer("globalAdministrator").await;
    for number in 0..4 {
        let answer = program
            .invite(&bearer, &format!("g{number}@wingtiptoys.com"))
            .await;
        assert_eq!(answer.expect("an answer").status(), 201);
    }
    let whole = program.ledger().await;
    program.kill();
    let log = dir.path().join("tenant.db-wal");
    let length = std::fs::metadata(&log).expect("the log").len();
    let torn = std::fs::OpenOptions::new()
        .write(true)
        .open(&log)
        .expect("the log");
    torn.set_len(length - 100).expect("torn");
    let program = start(&file);
    let left = program.ledger().await;
    assert_eq!(left, whole[..3], "not the writes before the torn one");
    let answer = program
        .invite(&bearer, "again@wingtiptoys.com")
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 201);
    assert_eq!(program.ledger().await.len(), 4);
}

/// As if a program of this version had written the file.
fn stamp(file: &Path, version: u32) {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let mut header = std::fs::OpenOptions::new()
        .write(true)
        .open(file)
        .expect("the file");
    // Where SQLite keeps `user_version`.
    header.seek(SeekFrom::Start(60)).expect("a place");
    header.write_all(&version.to_be_bytes()).expect("written");
}

#[tokio::test]
async fn a_file_of_another_version_is_refused_or_put_aside() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("tenant.db");
    let open = |replace_other_version| {
        practice_tenant::Server::start(practice_tenant::Config {
            state: Some(file.clone()),
            replace_other_version,
            ..practice_tenant::Config::default()
        })
    };
    open(false).await.expect("a new tenant").shutdown().await;
    open(false).await.expect("the same").shutdown().await;
    for version in [1, 99] {
        stamp(&file, version);
        let flags = flags(&file);
        let refused = run(&[&flags[0], &flags[1]]);
        assert_eq!(refused.status.code(), Some(2));
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(said.contains(&format!("version {version}")), "{said}");
        let afresh = open(true).await.expect("a tenant afresh");
        let aside = dir.path().join(format!("tenant.db.version-{version}"));
        assert!(aside.exists(), "what was kept is gone");
        assert_eq!(afresh.tenant().put_aside(), Some(aside.as_path()));
        afresh.shutdown().await;
        let again = open(true).await.expect("the new one");
        assert_eq!(again.tenant().put_aside(), None);
        again.shutdown().await;
    }
}
