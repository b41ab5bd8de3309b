use practice_tenant::directory::Cloud;
use reqwest::StatusCode;
use serde_json::Value;

use super::{Answer, Stage};

async fn json(stage: &Stage, path: &str) -> Answer {
    let response = stage.get(path).await;
    let status = response.status();
    Answer {
        status,
        body: response.json().await.expect("JSON"),
    }
}

#[tokio::test]
async fn configuration_names_the_endpoints_at_the_asked_host() {
    let stage = Stage::new().await;
    let id = stage.tenant_id();
    for name in [id.clone(), stage.running.ready().initial_domain.clone()] {
        let found = json(
            &stage,
            &format!("/{name}/v2.0/.well-known/openid-configuration"),
        )
        .await;
        assert_eq!(found.status, StatusCode::OK);
        let base = format!("{}/{id}", stage.login());
        assert_eq!(found.text("issuer"), format!("{base}/v2.0"));
        assert_eq!(
            found.text("token_endpoint"),
            format!("{base}/oauth2/v2.0/token")
        );
        let device = found.text("device_authorization_endpoint");
        assert_eq!(device, format!("{base}/oauth2/v2.0/devicecode"));
        assert_eq!(
            found.text("jwks_uri"),
            format!("{base}/discovery/v2.0/keys")
        );
    }
    for name in ["common", "organizations"] {
        let found = json(
            &stage,
            &format!("/{name}/v2.0/.well-known/openid-configuration"),
        )
        .await;
        assert_eq!(
            found.text("issuer"),
            format!("{}/{{tenantid}}/v2.0", stage.login())
        );
        let token = found.text("token_endpoint");
        assert_eq!(token, format!("{}/{name}/oauth2/v2.0/token", stage.login()));
    }
}

#[tokio::test]
async fn unknown_tenants_are_refused_at_every_endpoint() {
    let stage = Stage::new().await;
    for name in [
        "nobody.example",
        "11111111-2222-3333-4444-555555555555",
        "consumers",
    ] {
        for path in [
            "v2.0/.well-known/openid-configuration",
            "discovery/v2.0/keys",
        ] {
            let refused = json(&stage, &format!("/{name}/{path}")).await.refusal();
            assert_eq!(
                refused,
                ("invalid_tenant".to_owned(), 90002),
                "{name}/{path}"
            );
        }
        for path in ["oauth2/v2.0/devicecode", "oauth2/v2.0/token"] {
            let fields = [
                ("client_id", stage.client()),
                ("scope", "User.Read".to_owned()),
                ("grant_type", "device_code".to_owned()),
            ];
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let refused = stage
                .ask(&format!("/{name}/{path}"), &fields)
                .await
                .refusal();
            assert_eq!(refused.1, 90002, "{name}/{path}");
        }
    }
}

#[tokio::test]
async fn a_tenant_of_another_cloud_says_so() {
    let stage = Stage::new().await;
    let (id, domain) = stage.running.tenant().read(|view| {
        let government = view
            .known_tenants()
            .iter()
            .find(|tenant| tenant.cloud == Cloud::UsGovernment);
        let tenant = government.expect("a tenant of another cloud in the seed");
        (
            tenant.tenant_id.to_string(),
            tenant.default_domain_name.clone(),
        )
    });
    for name in [id, domain] {
        let found = json(
            &stage,
            &format!("/{name}/v2.0/.well-known/openid-configuration"),
        )
        .await;
        assert_eq!(found.refusal().1, 90038, "{name}");
    }
}

#[tokio::test]
async fn the_shown_key_checks_the_tokens() {
    let stage = Stage::new().await;
    let tokens = stage
        .sign_in(&stage.client(), "openid User.Read", "member")
        .await;
    let keys = json(&stage, "/common/discovery/v2.0/keys").await;
    let key: jsonwebtoken::jwk::Jwk =
        serde_json::from_value(keys.body["keys"][0].clone()).expect("a key");
    let decoding = jsonwebtoken::DecodingKey::from_jwk(&key).expect("an RSA key");
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.validate_aud = false;
    for token in ["access_token", "id_token"] {
        let token = tokens.text(token);
        let header = jsonwebtoken::decode_header(token).expect("a header");
        assert_eq!(header.kid, key.common.key_id);
        jsonwebtoken::decode::<Value>(token, &decoding, &rules).expect("a good signature");
    }
}

#[tokio::test]
async fn instance_and_realm_are_told() {
    let stage = Stage::new().await;
    let endpoint = format!(
        "{}/{}/oauth2/v2.0/authorize",
        stage.login(),
        stage.tenant_id()
    );
    let path =
        format!("/common/discovery/instance?api-version=1.1&authorization_endpoint={endpoint}");
    let found = json(&stage, &path).await;
    let expected = format!(
        "{}/{}/v2.0/.well-known/openid-configuration",
        stage.login(),
        stage.tenant_id()
    );
    assert_eq!(found.text("tenant_discovery_endpoint"), expected);
    assert!(found.body["metadata"][0]["aliases"].is_array());

    let upn = stage.account("member").upn.clone();
    let realm = json(&stage, &format!("/common/UserRealm/{upn}?api-version=1.0")).await;
    assert_eq!(realm.text("account_type"), "Managed");
    let realm = json(&stage, "/common/userrealm/someone@elsewhere.example").await;
    assert_eq!(realm.text("account_type"), "Unknown");
}
