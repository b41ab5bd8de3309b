//! The outbox and the redemption, as the guest's browser meets them.

mod mails;
mod redemption;

use practice_tenant::directory::Mail;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::identity::Stage;

const LANDING: &str = "https://myapps.microsoft.com/?tenantid=practice";

/// Somebody signed in who invites.
struct Inviter {
    stage: Stage,
    token: String,
}

impl Inviter {
    async fn new(kind: &str) -> Self {
        let stage = Stage::new().await;
        let tokens = stage
            .sign_in(&stage.client(), "User.Invite.All", kind)
            .await;
        let token = tokens.text("access_token").to_owned();
        Self { stage, token }
    }

    async fn graph(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let method = method.parse().expect("a method");
        let url = format!("{}{path}", self.stage.login());
        let request = self
            .stage
            .http
            .request(method, url)
            .bearer_auth(&self.token);
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.expect("an answer");
        let status = response.status();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    async fn invite(&self, address: &str, more: Value) -> Value {
        let mut body = json!({
            "invitedUserEmailAddress": address,
            "inviteRedirectUrl": LANDING,
            "sendInvitationMessage": true,
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let (status, answer) = self.graph("POST", "/v1.0/invitations", body).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer
    }

    /// The one mail to this address.
    fn mail(&self, address: &str) -> Mail {
        let mut mails = self.stage.running.tenant().mails(Some(address));
        assert_eq!(mails.len(), 1, "mails to {address}");
        mails.remove(0)
    }

    async fn page(&self, path: &str, status: StatusCode) -> String {
        self.stage.page(self.stage.get(path).await, status).await
    }
}
