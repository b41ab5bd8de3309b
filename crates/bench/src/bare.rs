//! A bare client of Graph: reqwest and a token, nothing around it. What it needs for the same
//! requests is the floor.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::practice::Practice;

/// A signed-in bare client. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    graph: String,
    token: String,
}

impl Bare {
    /// Signs in by device code, which is approved before it is asked for.
    pub(crate) async fn sign_in(practice: &Practice) -> Outcome<Self> {
        Self::sign_in_by(practice, practice.text("clientId")).await
    }

    /// As [`Self::sign_in`], by another app registration.
    pub(crate) async fn sign_in_by(practice: &Practice, client: &str) -> Outcome<Self> {
        let http = reqwest::Client::new();
        let endpoint = format!(
            "{}/{}/oauth2/v2.0",
            practice.text("login"),
            practice.text("tenantId")
        );
        let asked = [
            ("client_id", client),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        let code: Value = http
            .post(format!("{endpoint}/devicecode"))
            .form(&asked)
            .send()
            .await?
            .json()
            .await?;
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        practice
            .approve(&text(&code, "user_code"), "globalAdministrator")
            .await?;
        let code = text(&code, "device_code");
        let grant = [
            ("client_id", client),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", &code),
        ];
        let tokens: Value = http
            .post(format!("{endpoint}/token"))
            .form(&grant)
            .send()
            .await?
            .json()
            .await?;
        Ok(Self {
            token: text(&tokens, "access_token"),
            graph: practice.text("graph").to_owned(),
            http,
        })
    }

    /// One call; `path` begins after the version. Its answer where there is one.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Outcome<Value> {
        let bytes = self
            .bytes(method, &format!("{}/v1.0{path}", self.graph), body)
            .await?;
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// The answer as it came.
    pub(crate) async fn bytes(
        &self,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Outcome<Vec<u8>> {
        let mut request = self
            .http
            .request(method, url)
            .bearer_auth(&self.token)
            .header("ConsistencyLevel", "eventual")
            .timeout(Duration::from_secs(60));
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let bytes = answer.bytes().await?;
        if status.is_success() {
            Ok(bytes.into())
        } else {
            Err(format!("{url}: {status}: {}", String::from_utf8_lossy(&bytes)).into())
        }
    }

    /// Invites an address; the guest's id.
    pub(crate) async fn invite(&self, address: &str) -> Outcome<String> {
        let body = json!({
            "invitedUserEmailAddress": address,
            "inviteRedirectUrl": "https://myapplications.microsoft.com",
            "sendInvitationMessage": true,
        });
        let answer = self.call(Method::POST, "/invitations", Some(&body)).await?;
        let id = answer["invitedUser"]["id"].as_str();
        id.map(str::to_owned)
            .ok_or_else(|| "an invitation without a guest".into())
    }

    pub(crate) async fn add_member(&self, group: &str, guest: &str) -> Outcome<()> {
        let member =
            json!({ "@odata.id": format!("{}/v1.0/directoryObjects/{guest}", self.graph) });
        let path = format!("/groups/{group}/members/$ref");
        self.call(Method::POST, &path, Some(&member)).await?;
        Ok(())
    }

    pub(crate) async fn assign(&self, application: &str, role: &str, guest: &str) -> Outcome<()> {
        let body = json!({ "principalId": guest, "resourceId": application, "appRoleId": role });
        let path = format!("/servicePrincipals/{application}/appRoleAssignedTo");
        self.call(Method::POST, &path, Some(&body)).await?;
        Ok(())
    }
}
