//! A practice tenant, a data folder, and the program over both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use practice_tenant::{Config, Running, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Set where a Secret Service was started for the tests: then there must be one.
pub(crate) const KEYRING_EXPECTED: &str = "ENTRA_TEST_KEYRING";

/// How long anything may take on a slow machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A running practice tenant, and a data folder.
pub(crate) struct World {
    pub(crate) running: Running,
    pub(crate) data: TempDir,
    http: reqwest::Client,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Standard output, which must be one JSON value and nothing else.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// It must have ended with this code.
    #[track_caller]
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let artifacts = std::env::var_os("USHER_TEST_ARTIFACTS").map(PathBuf::from);
        let record = artifacts.map(|folder| folder.join("exchanges"));
        Self {
            running: Server::start(Config { record, ..config }).await.unwrap(),
            data: tempfile::tempdir().unwrap(),
            http: reqwest::Client::new(),
        }
    }

    /// The line that the practice program would print.
    pub(crate) fn line(&self) -> String {
        serde_json::to_string(self.running.ready()).unwrap()
    }

    /// Sign-in name of the account of a kind.
    pub(crate) fn account(&self, kind: &str) -> String {
        let accounts = &self.running.ready().accounts;
        let account = accounts.iter().find(|account| account.kind == kind);
        account.unwrap().upn.clone()
    }

    /// The program with these arguments, over the data folder.
    pub(crate) fn usher(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usher"));
        command
            .args(arguments)
            .env("USHER_DATA_DIR", self.data.path())
            // Longer than the directory of any of these tests lags.
            .env("USHER_SETTLE_SECONDS", "3")
            .env_remove("USHER_ACCESS_TOKEN")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// The program as somebody with a token works with it.
    pub(crate) fn with_token(&self, token: &str, arguments: &[&str]) -> Command {
        let ready = self.running.ready();
        let mut command = self.usher(arguments);
        command
            .args(["--graph", &ready.graph, "--tenant"])
            .arg(ready.tenant_id.to_string())
            .env("USHER_ACCESS_TOKEN", token);
        command
    }

    pub(crate) async fn control(&self, call: &str, body: Value) -> Value {
        let ready = self.running.ready();
        let answer = self
            .http
            .post(format!("{}/{call}", ready.control))
            .header("x-practice-key", &ready.control_key)
            .json(&body)
            .send()
            .await
            .unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{call}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control("faults", fault).await;
    }

    /// Acts as an account that enters the code and accepts.
    pub(crate) async fn approve(&self, user_code: &str, kind: &str) {
        let body = json!({ "userCode": user_code, "account": self.account(kind) });
        self.control("device/approve", body).await;
    }

    /// An access token for Graph as the account of a kind, got as any client gets one.
    pub(crate) async fn token(&self, kind: &str) -> String {
        let ready = self.running.ready();
        let base = format!("{}/{}/oauth2/v2.0", ready.login, ready.tenant_id);
        let client = ready.client_id.to_string();
        let ask = async |path: &str, form: &[(&str, &str)]| -> Value {
            let answer = self.http.post(format!("{base}/{path}")).form(form).send();
            answer.await.unwrap().json().await.unwrap()
        };
        let scope = "https://graph.microsoft.com/.default";
        let code = ask("devicecode", &[("client_id", &client), ("scope", scope)]).await;
        self.approve(code["user_code"].as_str().unwrap(), kind)
            .await;
        let grant = [
            ("client_id", client.as_str()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", code["device_code"].as_str().unwrap()),
        ];
        let tokens = ask("token", &grant).await;
        tokens["access_token"].as_str().unwrap().to_owned()
    }

    /// How many effects there are of each kind.
    pub(crate) async fn counts(&self) -> BTreeMap<String, usize> {
        let ready = self.running.ready();
        let call = self.http.get(format!("{}/ledger", ready.control));
        let answer = call.header("x-practice-key", &ready.control_key).send();
        let text = answer.await.unwrap().text().await.unwrap();
        let mut counts = BTreeMap::new();
        for line in text.lines() {
            let entry: Value = serde_json::from_str(line).unwrap();
            for effect in entry["effects"].as_array().unwrap() {
                let kind = effect["kind"].as_str().unwrap().to_owned();
                *counts.entry(kind).or_default() += 1;
            }
        }
        counts
    }

    /// How many effects there are of one kind.
    pub(crate) async fn count(&self, kind: &str) -> usize {
        self.counts().await.get(kind).copied().unwrap_or_default()
    }

    /// Waits until Graph or the sign-in service gave an answer of this status.
    pub(crate) async fn answered(&self, status: u16) {
        let ready = self.running.ready();
        let waiting = async {
            loop {
                let call = self.http.get(format!("{}/requests", ready.control));
                let answer = call.header("x-practice-key", &ready.control_key).send();
                let answer: Value = answer.await.unwrap().json().await.unwrap();
                let mut routes = answer["value"].as_array().unwrap().iter();
                if routes.any(|route| route["status"] == status) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap();
    }

    /// Waits until so many invitations took effect.
    pub(crate) async fn invited(&self, at_least: usize) {
        let waiting = async {
            while self.count("invitationIssued").await < at_least {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap();
    }

    /// What Graph lists at a path for the bearer of a token.
    pub(crate) async fn list(&self, token: &str, path: &str) -> Vec<Value> {
        let answer = self
            .http
            .get(format!("{}/v1.0{path}", self.running.ready().graph))
            .bearer_auth(token)
            .header("ConsistencyLevel", "eventual")
            .send();
        let answer: Value = answer.await.unwrap().json().await.unwrap();
        let list = answer["value"].as_array();
        list.unwrap_or_else(|| panic!("{path}: {answer}")).clone()
    }

    /// A security group that anybody with the right may add guests to: its id and name.
    pub(crate) async fn open_group(&self, token: &str) -> (String, String) {
        let groups = self.list(token, "/groups?$top=999").await;
        let open = groups.iter().find(|group| {
            group["mailEnabled"] == false
                && group["securityEnabled"] == true
                && group["groupTypes"] == json!([])
                && group["onPremisesSyncEnabled"] != true
                && group["isAssignableToRole"] != true
        });
        named(open.unwrap())
    }

    /// An application whose roles are for people: its id and name, and its roles.
    pub(crate) async fn application(&self, token: &str) -> (String, String, Vec<Value>) {
        let path = "/servicePrincipals?$filter=tags/any(t:t%20eq%20'WindowsAzureActiveDirectoryIntegratedApp')&$top=999";
        let applications = self.list(token, path).await;
        let offers = |application: &&Value| {
            let roles = application["appRoles"].as_array().unwrap();
            let for_people = |role: &Value| {
                role["isEnabled"] == true
                    && role["allowedMemberTypes"]
                        .as_array()
                        .unwrap()
                        .contains(&json!("User"))
            };
            application["accountEnabled"] != false
                && roles.len() > 1
                && roles.iter().all(for_people)
        };
        let application = applications.iter().find(offers).unwrap();
        let (id, name) = named(application);
        (
            id,
            name,
            application["appRoles"].as_array().unwrap().clone(),
        )
    }

    /// A file of a temporary folder beside the data.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.data.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn named(object: &Value) -> (String, String) {
    let text = |name: &str| object[name].as_str().unwrap().to_owned();
    (text("id"), text("displayName"))
}

/// Runs a command to its end.
pub(crate) async fn end(mut command: Command) -> Ended {
    ended(command.spawn().unwrap()).await
}

/// Waits for the end of a command.
pub(crate) async fn ended(child: Child) -> Ended {
    let output = tokio::time::timeout(PATIENCE * 2, child.wait_with_output());
    let output = output.await.expect("the command ends").unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A sign-in that waits for its code to be entered: the code, and what else there is to come.
pub(crate) struct SigningIn {
    pub(crate) first_line: String,
    child: Child,
    err: BufReader<tokio::process::ChildStderr>,
}

impl SigningIn {
    pub(crate) async fn begin(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let mut first_line = String::new();
        err.read_line(&mut first_line).await.unwrap();
        Self {
            first_line,
            child,
            err,
        }
    }

    pub(crate) fn code(&self) -> &str {
        self.first_line.trim().rsplit(' ').next().unwrap()
    }

    /// Reads no more of standard error, as `head -1` does.
    pub(crate) async fn end_unread(self) -> Ended {
        ended(self.unread()).await
    }

    /// The process, of whose standard error no more is read.
    pub(crate) fn unread(self) -> Child {
        self.child
    }

    pub(crate) async fn end(mut self) -> Ended {
        let mut err = self.first_line;
        self.err.read_to_string(&mut err).await.unwrap();
        Ended {
            err,
            ..ended(self.child).await
        }
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(name: &str, child: &Child) {
    let number = child.id().unwrap().to_string();
    let mut kill = std::process::Command::new("kill");
    assert!(kill.args([name, &number]).status().unwrap().success());
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
