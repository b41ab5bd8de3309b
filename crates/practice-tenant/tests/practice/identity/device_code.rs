use reqwest::StatusCode;
use serde_json::json;

use super::{CLI, Stage, URN, claims, query, scopes};

#[tokio::test]
async fn the_device_answer_is_what_clients_need() {
    let stage = Stage::new().await;
    let device = stage
        .device(&stage.client(), "User.Read offline_access openid profile")
        .await;
    assert_eq!(device.status, StatusCode::OK);
    let code = device.text("user_code");
    assert!(
        code.len() == 9
            && code
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    );
    let page = format!("{}/devicelogin", stage.login());
    assert_eq!(device.text("verification_uri"), page);
    assert_eq!(
        (&device.body["expires_in"], &device.body["interval"]),
        (&json!(900), &json!(5))
    );
    let message = format!(
        "To sign in, use a web browser to open the page {page} and enter the code {code} to authenticate."
    );
    assert_eq!(device.text("message"), message);
}

#[tokio::test]
async fn pending_then_approved_then_used_up() {
    let stage = Stage::new().await;
    let client = stage.client();
    let device = stage
        .device(&client, "User.Read offline_access openid profile")
        .await;
    let code = device.text("device_code");
    let pending = stage.poll(&client, code).await.refusal();
    assert_eq!(pending, ("authorization_pending".to_owned(), 70016));

    let (status, _) = stage
        .approve(device.text("user_code"), "globalAdministrator")
        .await;
    assert_eq!(status, StatusCode::OK);
    let tokens = stage
        .token(&[
            ("grant_type", URN),
            ("client_id", &client),
            ("device_code", code),
            ("code", code),
            ("client_info", "1"),
            (
                "claims",
                r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#,
            ),
            ("x-client-SKU", "test"),
        ])
        .await;
    assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.body);
    assert_eq!(tokens.text("token_type"), "Bearer");
    let lifetime = tokens.body["expires_in"].as_i64().expect("a number");
    assert!((3600..=5400).contains(&lifetime), "{lifetime}");

    let account = stage.account("globalAdministrator");
    let access = claims(tokens.text("access_token"));
    assert_eq!(access["oid"], json!(account.id));
    assert_eq!(access["upn"], json!(account.upn));
    assert_eq!(access["tid"], json!(stage.tenant_id()));
    assert_eq!(access["appid"], json!(client));
    assert_eq!(access["aud"], "00000003-0000-0000-c000-000000000000");
    assert_eq!(
        (&access["idtyp"], &access["ver"]),
        (&json!("user"), &json!("1.0"))
    );
    assert_eq!(
        access["wids"],
        json!(["62e90394-69f5-4237-9190-012177145e10"])
    );
    assert_eq!(access["xms_cc"], json!(["CP1"]));
    assert!(
        scopes(&access).contains(&"User.Invite.All"),
        "all that is consented is in the token"
    );

    let id = claims(tokens.text("id_token"));
    assert_eq!(id["aud"], json!(client));
    assert_eq!(id["preferred_username"], json!(account.upn));
    assert_eq!(
        id["iss"],
        format!("{}/{}/v2.0", stage.login(), stage.tenant_id())
    );
    assert_eq!(id["ver"], "2.0");

    use base64::Engine as _;
    let info = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(tokens.text("client_info"))
        .expect("base64url");
    let info: serde_json::Value = serde_json::from_slice(&info).expect("JSON");
    assert_eq!(info, json!({"uid": account.id, "utid": stage.tenant_id()}));

    assert_eq!(stage.poll(&client, code).await.refusal().1, 54005);
    let (status, _) = stage.approve(device.text("user_code"), "member").await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_bare_grant_name_works_too() {
    let stage = Stage::new().await;
    let device = stage.device(&stage.client(), "User.Read").await;
    stage.approve(device.text("user_code"), "member").await;
    let tokens = stage
        .token(&[
            ("grant_type", "device_code"),
            ("client_id", &stage.client()),
            ("device_code", device.text("device_code")),
        ])
        .await;
    assert_eq!(tokens.status, StatusCode::OK);
    // Neither was asked for.
    assert!(tokens.body["refresh_token"].is_null() && tokens.body["id_token"].is_null());
}

#[tokio::test]
async fn declined_expired_and_unknown_codes() {
    let stage = Stage::new().await;
    let client = stage.client();
    let declined = stage.device(&client, "User.Read").await;
    let body = json!({"userCode": declined.text("user_code")});
    assert_eq!(
        stage.control("/device/deny", body.clone()).await.0,
        StatusCode::OK
    );
    assert_eq!(
        stage.control("/device/deny", body).await.0,
        StatusCode::CONFLICT
    );
    let refused = stage
        .poll(&client, declined.text("device_code"))
        .await
        .refusal();
    assert_eq!(refused.0, "authorization_declined");

    let late = stage.device(&client, "User.Read").await;
    stage
        .control("/clock", json!({"advanceSeconds": 901}))
        .await;
    let refused = stage
        .poll(&client, late.text("device_code"))
        .await
        .refusal();
    assert_eq!(refused, ("expired_token".to_owned(), 70020));
    assert_eq!(
        stage.approve(late.text("user_code"), "member").await.0,
        StatusCode::CONFLICT
    );

    let refused = stage.poll(&client, "made-up").await.refusal();
    assert_eq!(refused, ("bad_verification_code".to_owned(), 70018));
    assert_eq!(
        stage.approve("AAAAAAAAA", "member").await.0,
        StatusCode::NOT_FOUND
    );
    let body = json!({"userCode": "AAAAAAAAA", "account": "nobody@nowhere.example"});
    assert_eq!(
        stage.control("/device/approve", body).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_code_belongs_to_its_client() {
    let stage = Stage::new().await;
    let device = stage.device(&stage.client(), "User.Read").await;
    stage.approve(device.text("user_code"), "member").await;
    let refused = stage
        .poll(&stage.unconsented(), device.text("device_code"))
        .await;
    assert_eq!(refused.refusal().1, 70018);
    let tokens = stage
        .poll(&stage.client(), device.text("device_code"))
        .await;
    assert_eq!(tokens.status, StatusCode::OK);
}

#[tokio::test]
async fn what_the_service_refuses_is_refused() {
    let stage = Stage::new().await;
    let client = stage.client();
    let unknown = "99999999-9999-9999-9999-999999999999";
    assert_eq!(stage.device(unknown, "User.Read").await.refusal().1, 700016);
    assert_eq!(stage.device(&client, "").await.refusal().1, 900144);
    assert_eq!(
        stage.device(&client, "No.Such.Scope").await.refusal().1,
        650053
    );
    let mixed = "https://graph.microsoft.com/.default User.Read";
    assert_eq!(stage.device(&client, mixed).await.refusal().1, 70011);

    for word in ["common", "organizations"] {
        let path = format!("/{word}/oauth2/v2.0/devicecode");
        let single = [("client_id", client.as_str()), ("scope", "User.Read")];
        assert_eq!(stage.ask(&path, &single).await.refusal().1, 50194);
        let shared = [("client_id", CLI), ("scope", "User.Read.All")];
        let answer = stage.ask(&path, &shared).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }

    let grant = [("client_id", client.as_str()), ("grant_type", "password")];
    assert_eq!(
        stage.token(&grant).await.refusal().0,
        "unsupported_grant_type"
    );
    let none = [("client_id", client.as_str())];
    assert_eq!(stage.token(&none).await.refusal().1, 900144);
    let secret = [
        ("client_id", client.as_str()),
        ("grant_type", "device_code"),
        ("client_secret", "x"),
    ];
    assert_eq!(stage.token(&secret).await.refusal().1, 700025);
}

#[tokio::test]
async fn a_page_may_not_fetch_tokens() {
    let stage = Stage::new().await;
    let url = format!("{}/{}/oauth2/v2.0/token", stage.login(), stage.tenant_id());
    let form = [
        ("client_id", stage.client()),
        ("grant_type", "device_code".to_owned()),
    ];
    let own = stage
        .http
        .post(&url)
        .header("origin", stage.login())
        .form(&form);
    let answer: serde_json::Value = own
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["error_codes"], json!([9002326]));
    let foreign = stage
        .http
        .post(&url)
        .header("origin", "https://evil.example")
        .form(&form);
    assert_eq!(
        foreign.send().await.expect("an answer").status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn the_correlation_id_comes_back() {
    let stage = Stage::new().await;
    let id = "0a1b2c3d-0000-4000-8000-000000000001";
    let url = format!("{}/{}/oauth2/v2.0/token", stage.login(), stage.tenant_id());
    let request = stage
        .http
        .post(url)
        .header("client-request-id", id)
        .form(&[("a", "b")]);
    let answer: serde_json::Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["correlation_id"], id);
    let shown = answer["error_uri"]
        .as_str()
        .and_then(|uri| query(uri, "code"));
    assert_eq!(shown.as_deref(), Some("900144"));
}

#[tokio::test]
async fn slow_down_is_said_when_told_to() {
    let stage = Stage::new().await;
    let client = stage.client();
    let device = stage.device(&client, "User.Read").await;
    let body = json!({"userCode": device.text("user_code"), "times": 1});
    assert_eq!(stage.control("/device/slow", body).await.0, StatusCode::OK);
    let code = device.text("device_code");
    assert_eq!(stage.poll(&client, code).await.refusal().0, "slow_down");
    assert_eq!(
        stage.poll(&client, code).await.refusal().0,
        "authorization_pending"
    );
}

#[tokio::test]
async fn the_control_calls_list_what_was_issued() {
    let stage = Stage::new().await;
    let tokens = stage
        .sign_in(&stage.client(), "User.Read openid offline_access", "member")
        .await;
    let ready = stage.running.ready();
    let request = stage
        .http
        .get(format!("{}/issued", ready.control))
        .header("x-practice-key", &ready.control_key);
    let issued: serde_json::Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let known = issued["tokens"].as_array().expect("a list");
    for member in ["access_token", "refresh_token", "id_token"] {
        assert!(known.contains(&tokens.body[member]), "{member}");
    }
}

#[tokio::test]
async fn an_id_token_says_who_it_is_to_those_who_asked_for_the_profile() {
    let stage = Stage::new().await;
    for (scope, says) in [
        ("openid User.Read", false),
        ("openid profile User.Read", true),
    ] {
        let answer = stage.sign_in(&stage.client(), scope, "member").await;
        let claims = claims(answer.text("id_token"));
        assert!(
            claims["sub"].is_string() && claims["tid"].is_string(),
            "{claims}"
        );
        for name in ["oid", "preferred_username", "name"] {
            assert_eq!(claims[name].is_string(), says, "{scope}: {claims}");
        }
    }
}
