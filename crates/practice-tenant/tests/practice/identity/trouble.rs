//! Sign-ins that are refused on demand.

use practice_tenant::{Config, DeviceCode};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Answer, Stage};

async fn fault(stage: &Stage, fault: Value) {
    let (status, body) = stage.control("/faults", fault).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

async fn session(stage: &Stage) -> String {
    let tokens = stage
        .sign_in(&stage.client(), "User.Read offline_access", "member")
        .await;
    tokens.text("refresh_token").to_owned()
}

#[tokio::test]
async fn a_refresh_is_refused_with_the_number_asked_for() {
    let stage = Stage::new().await;
    let token = session(&stage).await;
    let client = stage.client();
    let refresh = async || stage.refresh(&client, &token, "User.Read").await;
    for (code, error, suberror) in [
        (50173, "invalid_grant", None),
        (700_082, "invalid_grant", Some("bad_token")),
        (70043, "invalid_grant", Some("bad_token")),
        (50076, "interaction_required", Some("basic_action")),
        (50079, "interaction_required", Some("basic_action")),
        (53000, "interaction_required", Some("message_only")),
        (53003, "invalid_grant", Some("message_only")),
        (65001, "invalid_grant", Some("consent_required")),
        (500_133, "invalid_grant", None),
    ] {
        fault(&stage, json!({"do": "refreshRefused", "code": code})).await;
        let refused = refresh().await;
        assert_eq!(refused.refusal(), (error.to_owned(), code));
        assert_eq!(refused.body["suberror"].as_str(), suberror, "{code}");
        let claims = refused.body["claims"].as_str();
        assert_eq!(claims.is_some(), error == "interaction_required", "{code}");
        if let Some(claims) = claims {
            let claims: Value = serde_json::from_str(claims).expect("JSON");
            assert!(claims["access_token"].is_object(), "{claims}");
        }
        assert_eq!(refresh().await.status, StatusCode::OK, "after {code}");
    }
}

#[tokio::test]
async fn only_refreshes_count_and_the_suberror_can_be_another() {
    let stage = Stage::new().await;
    fault(
        &stage,
        json!({"do": "refreshRefused", "code": 50076, "suberror": "additional_action",
               "times": 2, "match": {"path": "*/token", "nth": 2}}),
    )
    .await;
    let token = session(&stage).await;
    let client = stage.client();
    let mut answers: Vec<Answer> = Vec::new();
    for _ in 0..4 {
        answers.push(stage.refresh(&client, &token, "User.Read").await);
    }
    let statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    assert_eq!(statuses, [200, 400, 400, 200]);
    assert_eq!(answers[1].text("suberror"), "additional_action");
}

#[tokio::test]
async fn sign_in_endpoints_fail_on_the_wire_like_any_other() {
    let stage = Stage::new().await;
    let client = stage.client();
    let on_codes = json!({"path": "*/devicecode"});
    fault(
        &stage,
        json!({"do": "status", "status": 429, "retryAfter": 2, "match": on_codes}),
    )
    .await;
    let refused = stage.device(&client, "User.Read").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.text("error"), "temporarily_unavailable");
    fault(&stage, json!({"do": "html", "match": on_codes})).await;
    let path = format!("/{}/oauth2/v2.0/devicecode", stage.tenant_id());
    let fields = [("client_id", client.as_str()), ("scope", "User.Read")];
    let page = stage.form(&path, &fields).await;
    assert_eq!(page.status(), StatusCode::BAD_GATEWAY);
    assert!(page.text().await.expect("text").contains("<html>"));
}

/// Chooses an account on the page, as a browser does; the page that follows.
async fn choose(stage: &Stage, user_code: &str, kind: &str) -> String {
    let id = stage.account(kind).id.to_string();
    let fields = [("step", "account"), ("code", user_code), ("account", &id)];
    let response = stage.form("/devicelogin", &fields).await;
    stage.page(response, StatusCode::OK).await
}

#[tokio::test]
async fn conditional_access_blocks_device_code_on_the_page_alone() {
    let stage = Stage::with(Config {
        device_code: Some(DeviceCode::Blocked),
        ..Config::default()
    })
    .await;
    let client = stage.client();
    let device = stage.device(&client, "User.Read").await;
    let code = device.text("user_code").to_owned();
    let page = choose(&stage, &code, "member").await;
    for said in ["53003", "restricted by your administrator", &client] {
        assert!(page.contains(said), "no {said} in {page}");
    }
    // Nor does pressing on help, by page or by control call.
    let id = stage.account("member").id.to_string();
    let fields = [
        ("step", "answer"),
        ("code", code.as_str()),
        ("account", id.as_str()),
        ("answer", "continue"),
    ];
    let response = stage.form("/devicelogin", &fields).await;
    let page = stage.page(response, StatusCode::OK).await;
    assert!(page.contains("Choose an account") && page.contains("53003"));
    let (status, body) = stage.approve(&code, "member").await;
    assert_eq!(
        (status, body),
        (
            StatusCode::CONFLICT,
            json!({"error": "blocked", "code": 53003})
        )
    );
    // The client hears nothing of it until its code expires.
    let pending = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(pending.refusal().0, "authorization_pending");
    stage
        .control("/clock", json!({"advanceSeconds": 900}))
        .await;
    let expired = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(expired.refusal().0, "expired_token");
}

#[tokio::test]
async fn a_blocked_sign_in_can_be_told_to_the_client_and_tried_again() {
    let stage = Stage::new().await;
    let client = stage.client();
    let device = stage.device(&client, "User.Read").await;
    let code = device.text("user_code").to_owned();
    fault(
        &stage,
        json!({"do": "deviceCodeBlocked", "code": 53000, "poll": "refused"}),
    )
    .await;
    let page = choose(&stage, &code, "member").await;
    assert!(page.contains("53000"), "{page}");
    let refused = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(
        refused.refusal(),
        ("interaction_required".to_owned(), 53000)
    );

    // Another account is another matter.
    let page = choose(&stage, &code, "userAdministrator").await;
    assert!(page.contains("Are you trying to sign in"), "{page}");
    let (status, body) = stage.approve(&code, "userAdministrator").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let tokens = stage.poll(&client, device.text("device_code")).await;
    assert_eq!(tokens.status, StatusCode::OK);
}
