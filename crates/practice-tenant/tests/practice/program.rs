//! The program, started for one test and ended with it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Output, Stdio};

use graph_judge::Recording;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::identity::recording;

/// The secret of the control calls in tests.
pub(crate) const KEY: &str = "a-key-for-tests";

/// A running program and what it said of itself.
pub(crate) struct Program {
    child: Child,
    pub(crate) ready: Value,
    pub(crate) client: Client,
    _recording: Recording,
}

impl Program {
    /// Starts it with these flags beside the control key; fails the test when
    /// it does not answer.
    pub(crate) fn start(flags: &[&str]) -> Self {
        let recording = recording();
        let mut child = command(flags)
            .arg("--record")
            .arg(recording.folder())
            .args(["--control-key", KEY])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        output.read_line(&mut line).expect("its line");
        child.stdout = Some(output.into_inner());
        let ready = serde_json::from_str(&line).expect("its line is JSON");
        Self {
            child,
            ready,
            client: Client::new(),
            _recording: recording,
        }
    }

    /// A member of the line that must be a string.
    pub(crate) fn told(&self, name: &str) -> &str {
        self.ready[name]
            .as_str()
            .unwrap_or_else(|| panic!("{name} in {}", self.ready))
    }

    /// The UPN of the account of this kind.
    pub(crate) fn upn(&self, kind: &str) -> &str {
        let accounts = self.ready["accounts"].as_array().expect("accounts");
        let account = accounts.iter().find(|account| account["kind"] == kind);
        account
            .and_then(|account| account["upn"].as_str())
            .expect("the kind is known")
    }

    /// A control call with the key.
    pub(crate) fn control(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.told("control"));
        self.client
            .request(method, url)
            .header("x-practice-key", KEY)
    }

    /// A control call that has to succeed; its JSON.
    pub(crate) async fn command(&self, path: &str, body: Value) -> Value {
        let answer = self
            .control(Method::POST, path)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200, "{path} {body}");
        answer.json().await.expect("JSON")
    }

    /// The ledger's lines.
    pub(crate) async fn ledger(&self) -> Vec<Value> {
        let answer = self
            .control(Method::GET, "/ledger")
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        let text = answer.text().await.expect("text");
        text.lines()
            .map(|line| serde_json::from_str(line).expect("a line is JSON"))
            .collect()
    }

    /// Signs in by device code as the account of this kind with the consented
    /// client; the whole token answer.
    pub(crate) async fn sign_in(&self, kind: &str, scope: &str) -> Value {
        let base = format!(
            "{}/{}/oauth2/v2.0",
            self.told("login"),
            self.told("tenantId")
        );
        let client_id = self.told("clientId");
        let device = self
            .client
            .post(format!("{base}/devicecode"))
            .form(&[("client_id", client_id), ("scope", scope)])
            .send()
            .await
            .expect("a device code");
        assert_eq!(device.status(), 200);
        let device: Value = device.json().await.expect("JSON");
        let approval = json!({"userCode": device["user_code"], "account": self.upn(kind)});
        self.command("/device/approve", approval).await;
        let token = self
            .client
            .post(format!("{base}/token"))
            .form(&[
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("client_id", client_id),
                (
                    "device_code",
                    device["device_code"].as_str().expect("a device code"),
                ),
            ])
            .send()
            .await
            .expect("a token");
        let status = token.status();
        let token: Value = token.json().await.expect("JSON");
        assert_eq!(status, 200, "{token}");
        token
    }

    /// An access token for everything that the consented client may do.
    pub(crate) async fn bearer(&self, kind: &str) -> String {
        let scope = "https://graph.microsoft.com/.default openid profile offline_access";
        let token = self.sign_in(kind, scope).await;
        token["access_token"]
            .as_str()
            .expect("an access token")
            .to_owned()
    }

    /// A Graph request; `path` begins with the version.
    pub(crate) fn graph(&self, method: Method, path: &str, bearer: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.told("graph")))
            .bearer_auth(bearer)
    }

    /// Invites an address without mail; the answer as it came.
    pub(crate) async fn invite(&self, bearer: &str, address: &str) -> reqwest::Result<Response> {
        let body = json!({
            "invitedUserEmailAddress": address,
            "inviteRedirectUrl": "https://myapps.microsoft.com/",
            "sendInvitationMessage": true,
        });
        self.graph(Method::POST, "/v1.0/invitations", bearer)
            .json(&body)
            .send()
            .await
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is there to be killed");
        self.child.wait().expect("it ends");
    }

    /// Asks it to end; its exit code and what it had still to say.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (Option<i32>, String) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(asked.success());
        let code = self.child.wait().expect("it ends").code();
        let mut rest = String::new();
        let mut output = self.child.stdout.take().expect("its output");
        output.read_to_string(&mut rest).expect("text");
        (code, rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already ended where the test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program with these flags, not started yet.
pub(crate) fn command(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_practice-tenant"));
    command.args(flags).stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(flags: &[&str]) -> Output {
    command(flags).output().expect("the program runs")
}
