//! Graph over sockets: what it answers, and what it refuses.

mod applications;
mod audits;
mod batch;
mod conformance;
mod delta;
mod groups;
mod invitations;
mod lag;
mod lists;
mod quotas;
mod reading;
mod rights;
mod tokens;
mod users;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use practice_tenant::Config;
use practice_tenant::directory::{Group, ServicePrincipal, User};
use practice_tenant::ledger::Call;
use practice_tenant::state::StateError;
use practice_tenant::tx::Tx;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::identity::Stage;

/// Graph Command Line Tools: consented to every permission.
const TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
const ADMIN: &str = "globalAdministrator";

/// A tenant, and callers of every kind.
struct Graph {
    stage: Stage,
    tokens: Mutex<HashMap<String, String>>,
}

/// An answer.
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Reply {
    #[track_caller]
    fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// The code and message of a refusal, after a look at the envelope around them.
    #[track_caller]
    fn refusal(&self, status: u16) -> (&str, &str) {
        assert_eq!(self.status, status, "{}", self.body);
        let error = &self.body["error"];
        let inner = &error["innerError"];
        assert_eq!(
            inner["request-id"].as_str(),
            self.headers["request-id"].to_str().ok()
        );
        let date = inner["date"].as_str().expect("a date");
        assert!(date.len() == 19 && !date.ends_with('Z'), "{date}");
        (
            error["code"].as_str().expect("a code"),
            error["message"].as_str().expect("a message"),
        )
    }
}

impl Graph {
    async fn new() -> Self {
        Self::with(Config::default()).await
    }

    async fn with(config: Config) -> Self {
        Self {
            stage: Stage::with(config).await,
            tokens: Mutex::default(),
        }
    }

    fn remembered(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn token(&self, client: &str, scope: &str, kind: &str) -> String {
        let key = format!("{client} {scope} {kind}");
        if let Some(token) = self.remembered().get(&key) {
            return token.clone();
        }
        let answer = self.stage.sign_in(client, scope, kind).await;
        let token = answer.text("access_token").to_owned();
        self.remembered().insert(key, token.clone());
        token
    }

    /// A call with headers of one's own; `kind` is a kind of account.
    async fn call(
        &self,
        kind: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let scope = "https://graph.microsoft.com/.default openid";
        let token = self.token(TOOLS, scope, kind).await;
        self.call_with(&token, method, path, headers, body).await
    }

    async fn call_with(
        &self,
        token: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.stage.running.ready().graph)
        };
        let mut request = self.stage.http.request(method, url).bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Reply {
            status,
            headers,
            body,
        }
    }

    async fn get(&self, kind: &str, path: &str) -> Reply {
        self.call(kind, Method::GET, path, &[], None).await
    }

    /// With `ConsistencyLevel: eventual`.
    async fn advanced(&self, path: &str) -> Reply {
        let headers = [("ConsistencyLevel", "eventual")];
        self.call(ADMIN, Method::GET, path, &headers, None).await
    }

    async fn post(&self, kind: &str, path: &str, body: Value) -> Reply {
        self.call(kind, Method::POST, path, &[], Some(&body)).await
    }

    async fn patch(&self, kind: &str, path: &str, body: Value) -> Reply {
        self.call(kind, Method::PATCH, path, &[], Some(&body)).await
    }

    async fn delete(&self, kind: &str, path: &str) -> Reply {
        self.call(kind, Method::DELETE, path, &[], None).await
    }

    async fn invite(&self, kind: &str, address: &str) -> Reply {
        self.post(kind, "/v1.0/invitations", invitation(address))
            .await
    }

    /// The id of a new guest.
    async fn new_guest(&self, address: &str) -> String {
        let made = self.invite(ADMIN, address).await.expect(201);
        made["invitedUser"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// All pages of a list.
    async fn pages(&self, path: &str, headers: &[(&str, &str)]) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut next = path.to_owned();
        loop {
            let page = self
                .call(ADMIN, Method::GET, &next, headers, None)
                .await
                .expect(200);
            pages.push(page["value"].as_array().expect("rows").clone());
            match page["@odata.nextLink"].as_str() {
                Some(link) => next = link.to_owned(),
                None => return pages,
            }
        }
    }

    fn group(&self, fits: impl Fn(&Group) -> bool) -> Uuid {
        self.stage.running.tenant().read(|view| {
            view.groups(None)
                .find(|group| fits(group))
                .map(|group| group.id)
                .expect("a group")
        })
    }

    fn plain_group(&self) -> Uuid {
        self.group(|group| is_plain(group) && !group.display_name.contains("Kowalska"))
    }

    fn application(&self, fits: impl Fn(&ServicePrincipal) -> bool) -> ServicePrincipal {
        self.stage.running.tenant().read(|view| {
            let mut all = view.service_principals(None);
            all.find(|found| fits(found))
                .map(|found| (**found).clone())
                .expect("an application")
        })
    }

    fn user(&self, fits: impl Fn(&User) -> bool) -> User {
        self.stage.running.tenant().read(|view| {
            view.users(None)
                .find(|user| fits(user))
                .map(|user| (**user).clone())
                .expect("a user")
        })
    }

    /// Changes the tenant behind Graph's back.
    fn amend(&self, work: impl FnOnce(&mut Tx<'_>)) {
        let call = Call::of_tenant("TEST", "/");
        let done = self.stage.running.tenant().write(&call, |tx| {
            work(tx);
            Ok::<_, StateError>(())
        });
        done.expect("a write");
    }

    fn account(&self, kind: &str) -> Uuid {
        self.stage
            .account(kind)
            .id
            .to_string()
            .parse()
            .expect("an id")
    }
}

fn is_plain(group: &Group) -> bool {
    !group.is_unified()
        && !group.is_dynamic()
        && !group.is_synced()
        && !group.is_exchange_owned()
        && !group.is_role_assignable()
}

fn invitation(address: &str) -> Value {
    json!({
        "invitedUserEmailAddress": address,
        "inviteRedirectUrl": "https://myapps.microsoft.com",
        "sendInvitationMessage": true,
    })
}

fn reference(id: impl std::fmt::Display) -> Value {
    json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}")})
}

const DENIED: (&str, &str) = (
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
);
