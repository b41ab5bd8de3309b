use practice_tenant::Config;
use reqwest::StatusCode;
use serde_json::json;

use super::{CLI, Stage, claims, scopes};

#[tokio::test]
async fn each_use_yields_a_new_token_and_the_old_one_works_on() {
    let stage = Stage::new().await;
    let client = stage.client();
    let tokens = stage
        .sign_in(&client, "User.Read offline_access", "member")
        .await;
    let first = tokens.text("refresh_token");
    let again = stage
        .refresh(&client, first, "User.Invite.All openid")
        .await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let second = again.text("refresh_token");
    assert_ne!(first, second);
    assert!(again.body["id_token"].is_string());
    for token in [first, second] {
        let more = stage.refresh(&client, token, "User.Read").await;
        assert_eq!(more.status, StatusCode::OK);
    }
    let without_scope = [
        ("grant_type", "refresh_token"),
        ("client_id", client.as_str()),
        ("refresh_token", second),
    ];
    assert_eq!(stage.token(&without_scope).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_refresh_token_serves_several_resources() {
    let stage = Stage::new().await;
    let management = "https://management.core.windows.net//.default";
    let scope = format!("{management} offline_access openid profile");
    let tokens = stage.sign_in(CLI, &scope, "globalAdministrator").await;
    assert!(
        tokens
            .text("scope")
            .split(' ')
            .any(|word| word == management),
        "{}",
        tokens.body
    );
    let access = claims(tokens.text("access_token"));
    assert_eq!(access["aud"], "https://management.core.windows.net");
    assert_eq!(scopes(&access), ["user_impersonation"]);

    let graph = "https://graph.microsoft.com//.default";
    let tokens = stage
        .refresh(CLI, tokens.text("refresh_token"), graph)
        .await;
    assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.body);
    let access = claims(tokens.text("access_token"));
    assert_eq!(access["aud"], "https://graph.microsoft.com");
    assert_eq!(
        scopes(&access),
        [
            "AppRoleAssignment.ReadWrite.All",
            "Application.ReadWrite.All",
            "Directory.AccessAsUser.All",
            "Group.ReadWrite.All",
            "User.ReadWrite.All"
        ]
    );
    let words: Vec<_> = tokens.text("scope").split(' ').collect();
    assert!(words.contains(&graph), "{words:?}");
    assert!(
        words.contains(&"https://graph.microsoft.com/Group.ReadWrite.All"),
        "{words:?}"
    );
}

#[tokio::test]
async fn default_means_what_was_consented() {
    let stage = Stage::new().await;
    let default = "https://graph.microsoft.com/.default";
    let tokens = stage.sign_in(&stage.unconsented(), default, "member").await;
    assert_eq!(scopes(&claims(tokens.text("access_token"))), ["User.Read"]);
    assert_eq!(
        tokens.text("scope"),
        format!("https://graph.microsoft.com/User.Read {default}")
    );
}

#[tokio::test]
async fn an_unconsented_scope_needs_consent() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    let tokens = stage
        .sign_in(&client, "User.Read offline_access", "member")
        .await;
    let refused = stage
        .refresh(&client, tokens.text("refresh_token"), "User.Invite.All")
        .await;
    assert_eq!(refused.refusal(), ("invalid_grant".to_owned(), 65001));
    assert_eq!(refused.text("suberror"), "consent_required");
}

#[tokio::test]
async fn foreign_damaged_and_old_tokens_are_refused() {
    let stage = Stage::new().await;
    let client = stage.client();
    let tokens = stage
        .sign_in(&client, "User.Read offline_access", "member")
        .await;
    let token = tokens.text("refresh_token").to_owned();
    let other = stage
        .refresh(&stage.unconsented(), &token, "User.Read")
        .await;
    assert_eq!(other.refusal().0, "invalid_grant");
    let mut damaged = token.clone();
    damaged.insert(5, 'x');
    assert_eq!(
        stage
            .refresh(&client, &damaged, "User.Read")
            .await
            .refusal()
            .1,
        70000
    );
    stage
        .control("/clock", json!({"advanceSeconds": 90 * 24 * 3600}))
        .await;
    assert_eq!(
        stage
            .refresh(&client, &token, "User.Read")
            .await
            .refusal()
            .1,
        700082
    );
}

#[tokio::test]
async fn a_reset_voids_every_token() {
    let stage = Stage::new().await;
    let client = stage.client();
    let tokens = stage
        .sign_in(&client, "User.Read offline_access", "member")
        .await;
    let device = stage.device(&client, "User.Read").await;
    stage.control("/reset", json!({})).await;
    let refused = stage
        .refresh(&client, tokens.text("refresh_token"), "User.Read")
        .await;
    assert_eq!(refused.refusal().0, "invalid_grant");
    let code = device.text("device_code");
    assert_eq!(stage.poll(&client, code).await.refusal().1, 70018);
    let me = stage
        .http
        .get(format!("{}/v1.0/me", stage.login()))
        .bearer_auth(tokens.text("access_token"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(me.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn tokens_and_consents_outlive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config {
        state: Some(folder.path().join("tenant.db")),
        ..Config::default()
    };
    let stage = Stage::with(config.clone()).await;
    let client = stage.unconsented();
    let scope = "User.Read User.Invite.All offline_access";
    let tokens = stage.sign_in(&client, scope, "globalAdministrator").await;
    let (refresh, access) = (
        tokens.text("refresh_token").to_owned(),
        tokens.text("access_token").to_owned(),
    );
    stage.running.shutdown().await;

    let stage = Stage::with(config).await;
    let again = stage.refresh(&client, &refresh, scope).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let me = stage
        .http
        .get(format!("{}/v1.0/me", stage.login()))
        .bearer_auth(access)
        .send()
        .await
        .expect("an answer");
    assert_eq!(me.status(), StatusCode::OK);
}
