//! Sign-in over sockets, as clients and browsers meet it.

mod consent;
mod device_code;
mod discovery;
mod pages;
mod refresh;
mod trouble;

use graph_judge::Recording;
use practice_tenant::server::{Running, Server};
use practice_tenant::{Account, Config};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use url::Url;

pub(crate) const CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
const URN: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A running tenant with a client and a browser in front of it.
pub(crate) struct Stage {
    pub(crate) running: Running,
    pub(crate) http: reqwest::Client,
    _recording: Recording,
}

/// An answer of the sign-in service.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    /// The AADSTS number, after a look at the documented body around it.
    pub(crate) fn refusal(&self) -> (String, u64) {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{}", self.body);
        let number = self.body["error_codes"][0].as_u64().expect("a number");
        let text = self.body["error_description"]
            .as_str()
            .expect("a description");
        assert!(text.starts_with(&format!("AADSTS{number}: ")), "{text}");
        assert!(text.contains("\r\nTrace ID: "), "{text}");
        for member in ["timestamp", "trace_id", "correlation_id", "error_uri"] {
            assert!(self.body[member].is_string(), "no {member}");
        }
        (
            self.body["error"].as_str().expect("an error").to_owned(),
            number,
        )
    }

    pub(crate) fn text(&self, member: &str) -> &str {
        self.body[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member} in {}", self.body))
    }
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let recording = recording();
        let config = Config {
            record: Some(recording.folder().to_owned()),
            ..config
        };
        let running = Server::start(config).await.expect("a tenant");
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            running,
            http,
            _recording: recording,
        }
    }

    pub(crate) fn login(&self) -> &str {
        &self.running.ready().login
    }

    pub(crate) fn tenant_id(&self) -> String {
        self.running.ready().tenant_id.to_string()
    }

    pub(crate) fn client(&self) -> String {
        self.running.ready().client_id.to_string()
    }

    pub(crate) fn unconsented(&self) -> String {
        self.running.ready().client_id_unconsented.to_string()
    }

    pub(crate) fn account(&self, kind: &str) -> &Account {
        let accounts = &self.running.ready().accounts;
        accounts
            .iter()
            .find(|account| account.kind == kind)
            .expect("an account of the kind")
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http
            .get(format!("{}{path}", self.login()))
            .send()
            .await
            .expect("an answer")
    }

    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let url = format!("{}{path}", self.login());
        self.http
            .post(url)
            .form(fields)
            .send()
            .await
            .expect("an answer")
    }

    pub(crate) async fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let response = self.form(path, fields).await;
        let status = response.status();
        Answer {
            status,
            body: response.json().await.expect("JSON"),
        }
    }

    pub(crate) async fn device(&self, client: &str, scope: &str) -> Answer {
        let path = format!("/{}/oauth2/v2.0/devicecode", self.tenant_id());
        self.ask(&path, &[("client_id", client), ("scope", scope)])
            .await
    }

    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.ask(&format!("/{}/oauth2/v2.0/token", self.tenant_id()), fields)
            .await
    }

    pub(crate) async fn poll(&self, client: &str, device_code: &str) -> Answer {
        let fields = [
            ("grant_type", URN),
            ("client_id", client),
            ("device_code", device_code),
        ];
        self.token(&fields).await
    }

    pub(crate) async fn refresh(&self, client: &str, token: &str, scope: &str) -> Answer {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", client),
            ("refresh_token", token),
            ("scope", scope),
        ];
        self.token(&fields).await
    }

    pub(crate) async fn control(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let ready = self.running.ready();
        let response = self
            .http
            .post(format!("{}{path}", ready.control))
            .header("x-practice-key", &ready.control_key)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        (response.status(), response.json().await.expect("JSON"))
    }

    /// A control call that only asks.
    pub(crate) async fn ask_control(&self, path: &str) -> Value {
        let ready = self.running.ready();
        let response = self
            .http
            .get(format!("{}{path}", ready.control))
            .header("x-practice-key", &ready.control_key)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("JSON")
    }

    pub(crate) async fn approve(&self, user_code: &str, kind: &str) -> (StatusCode, Value) {
        let account = &self.account(kind).upn;
        self.control(
            "/device/approve",
            json!({"userCode": user_code, "account": account}),
        )
        .await
    }

    /// The whole way to tokens, by control call.
    pub(crate) async fn sign_in(&self, client: &str, scope: &str, kind: &str) -> Answer {
        let device = self.device(client, scope).await;
        let (status, body) = self.approve(device.text("user_code"), kind).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let tokens = self.poll(client, device.text("device_code")).await;
        assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.body);
        tokens
    }

    /// A page, after a look at the headers that every page has.
    pub(crate) async fn page(&self, response: Response, status: StatusCode) -> String {
        assert_eq!(response.status(), status);
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .expect("a policy");
        assert!(
            policy.starts_with("default-src 'none';") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(response.headers()["cache-control"], "no-store");
        response.text().await.expect("a page")
    }
}

/// Where the tenant of one test records what Graph was asked and answered.
pub(crate) fn recording() -> Recording {
    let artifacts = std::env::var_os("USHER_TEST_ARTIFACTS").map(Into::into);
    Recording::new(artifacts).expect("a folder")
}

/// The claims of a token, not checked.
pub(crate) fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).expect("three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .expect("base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

pub(crate) fn scopes(claims: &Value) -> Vec<&str> {
    claims["scp"].as_str().expect("scp").split(' ').collect()
}

fn query(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).expect("a URL");
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
