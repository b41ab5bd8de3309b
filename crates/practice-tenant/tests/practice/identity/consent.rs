use reqwest::StatusCode;

use super::{Stage, claims, query, scopes};

const MORE: &str = "User.Read User.Invite.All User.Read.All";

#[tokio::test]
async fn a_member_may_not_consent_to_admin_scopes() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    let device = stage.device(&client, MORE).await;
    for kind in ["member", "userAdministrator", "guestInviter", "owner"] {
        let (status, body) = stage.approve(device.text("user_code"), kind).await;
        assert_eq!(status, StatusCode::CONFLICT, "{kind}");
        assert_eq!(body["error"], "consent_required", "{kind}");
    }
    let pending = stage
        .poll(&client, device.text("device_code"))
        .await
        .refusal();
    assert_eq!(pending.0, "authorization_pending");
}

#[tokio::test]
async fn an_administrator_s_consent_is_personal_unless_told() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    for kind in [
        "globalAdministrator",
        "applicationAdministrator",
        "cloudApplicationAdministrator",
    ] {
        let tokens = stage.sign_in(&client, MORE, kind).await;
        let access = claims(tokens.text("access_token"));
        assert_eq!(
            scopes(&access),
            ["User.Invite.All", "User.Read", "User.Read.All"],
            "{kind}"
        );
    }
    let device = stage.device(&client, MORE).await;
    let (status, _) = stage.approve(device.text("user_code"), "member").await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_member_may_consent_to_what_needs_no_administrator() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    let tokens = stage.sign_in(&client, "User.ReadBasic.All", "member").await;
    let access = claims(tokens.text("access_token"));
    assert_eq!(scopes(&access), ["User.Read", "User.ReadBasic.All"]);
}

#[tokio::test]
async fn the_shared_command_line_tools_have_every_permission() {
    let stage = Stage::new().await;
    let tools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    let default = "https://graph.microsoft.com/.default";
    let tokens = stage.sign_in(tools, default, "member").await;
    let access = claims(tokens.text("access_token"));
    let mut known: Vec<_> = practice_tenant::identity::catalogue::PERMISSIONS
        .iter()
        .map(|permission| permission.name)
        .collect();
    known.sort_unstable();
    assert_eq!(scopes(&access), known);
}

fn consent_link(stage: &Stage, more: &str) -> String {
    format!(
        "/{}/v2.0/adminconsent?client_id={}&scope={}&state=s%261{more}",
        stage.tenant_id(),
        stage.unconsented(),
        MORE.replace(' ', "%20"),
    )
}

#[tokio::test]
async fn admin_consent_covers_everybody() {
    let stage = Stage::new().await;
    let client = stage.unconsented();
    let link = consent_link(&stage, "");
    let page = stage.page(stage.get(&link).await, StatusCode::OK).await;
    assert!(page.contains("Choose an account"));
    assert!(page.contains(&stage.account("globalAdministrator").upn));

    let path = link.split('?').next().expect("a path");
    let answer = |kind: &str, answer: &'static str| {
        let account = stage.account(kind).id.to_string();
        let client = client.clone();
        let stage = &stage;
        async move {
            let fields = [
                (
                    "step",
                    if answer.is_empty() {
                        "account"
                    } else {
                        "consent"
                    },
                ),
                ("client_id", &client),
                ("scope", MORE),
                ("state", "s&1"),
                ("account", &account),
                ("answer", answer),
            ];
            let response = stage.form(path, &fields).await;
            stage.page(response, StatusCode::OK).await
        }
    };
    let page = answer("member", "").await;
    assert!(page.contains("Need admin approval") && page.contains("AADSTS90094"));
    // Pressing Accept where no button is does not help.
    assert!(
        answer("member", "accept")
            .await
            .contains("Need admin approval")
    );
    let page = answer("globalAdministrator", "").await;
    assert!(page.contains("Permissions requested") && page.contains("User.Invite.All"));
    assert!(
        answer("globalAdministrator", "accept")
            .await
            .contains("Permissions granted")
    );

    let tokens = stage.sign_in(&client, MORE, "member").await;
    assert!(scopes(&claims(tokens.text("access_token"))).contains(&"User.Invite.All"));
}

#[tokio::test]
async fn admin_consent_returns_to_a_registered_address_only() {
    let stage = Stage::new().await;
    let registered = consent_link(&stage, "&redirect_uri=http%3A%2F%2Flocalhost%3A9");
    let page = stage.get(&registered).await;
    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .expect("a policy");
    assert!(
        policy.ends_with("form-action 'self' http://localhost:9"),
        "{policy}"
    );
    let account = stage.account("globalAdministrator").id.to_string();
    let fields = [
        ("step", "consent"),
        ("client_id", &stage.unconsented()),
        ("scope", MORE),
        ("redirect_uri", "http://localhost:9"),
        ("state", "s&1"),
        ("account", &account),
        ("answer", "accept"),
    ];
    let path = registered.split('?').next().expect("a path");
    let response = stage.form(path, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let target = response.headers()["location"].to_str().expect("text");
    assert!(target.starts_with("http://localhost:9/?"), "{target}");
    assert_eq!(query(target, "admin_consent").as_deref(), Some("True"));
    assert_eq!(query(target, "state").as_deref(), Some("s&1"));
    assert_eq!(query(target, "tenant"), Some(stage.tenant_id()));

    for foreign in [
        "https%3A%2F%2Fevil.example",
        "http%3A%2F%2Flocalhost.evil.example",
        "nonsense",
    ] {
        let link = consent_link(&stage, &format!("&redirect_uri={foreign}"));
        let page = stage
            .page(stage.get(&link).await, StatusCode::BAD_REQUEST)
            .await;
        assert!(page.contains("AADSTS50011"), "{foreign}");
    }
}
