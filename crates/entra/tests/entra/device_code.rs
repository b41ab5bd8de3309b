use std::sync::Arc;

use entra::Scope;
use entra::signin::device_code::{DevicePrompt, DeviceSignIn, start};
use entra::signin::{Claims, SignInError};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::session::{app, code, tokens};
use crate::support::{self, Act, QuickClock, Server};

fn refused(error: &str) -> Act {
    support::json(
        400,
        &json!({"error": error, "error_codes": [70016], "trace_id": "t"}),
    )
}

async fn begin(server: &Server, clock: &QuickClock) -> (DevicePrompt, DeviceSignIn) {
    let claims = Claims::from_json(r#"{"access_token":{"nbf":{"value":"1"}}}"#);
    let clock = Arc::new(clock.clone());
    start(
        &server.http(),
        clock,
        &app(),
        &[Scope::UserRead],
        claims.as_ref(),
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_person_signs_in_while_the_network_blinks() {
    let granted = support::json(
        200,
        &tokens(
            1,
            "user-id",
            "openid profile https://graph.microsoft.com/User.Read",
        ),
    );
    let server = Server::script(vec![
        code(),
        refused("authorization_pending"),
        refused("slow_down"),
        Act::Drop,
        refused("authorization_pending"),
        granted,
    ])
    .await;
    let clock = QuickClock::default();
    let (prompt, waiting) = begin(&server, &clock).await;
    assert_eq!(prompt.user_code, "LLD35HQDH");
    assert_eq!(
        prompt.verification_uri.as_str(),
        "https://microsoft.com/devicelogin"
    );
    assert!(!format!("{prompt:?}{waiting:?}").contains("the-device-code"));
    let (told, connections) = std::sync::mpsc::channel();
    let waiting = waiting.on_connection(move |connected| told.send(connected).unwrap());
    let grant = waiting.wait(&CancellationToken::new()).await.unwrap();
    let connections: Vec<bool> = connections.iter().collect();
    assert_eq!(connections, [false, true], "lost once, back once");
    assert_eq!(grant.account().key().to_string(), "tenant-id.user-id");
    assert!(grant.granted().contains("User.Read"));
    assert_eq!(clock.sleeps(), [5, 5, 10, 20, 10]);

    let seen = server.seen();
    assert_eq!(
        seen[0].target,
        "/contoso.onmicrosoft.com/oauth2/v2.0/devicecode"
    );
    assert_eq!(
        seen[0].field("scope").unwrap(),
        "User.Read openid profile offline_access"
    );
    let claims = seen[0].field("claims").unwrap();
    assert!(claims.contains("nbf") && claims.contains("cp1"), "{claims}");
    assert_eq!(seen[5].target, "/contoso.onmicrosoft.com/oauth2/v2.0/token");
    assert_eq!(
        seen[5].field("grant_type").unwrap(),
        "urn:ietf:params:oauth:grant-type:device_code"
    );
    assert_eq!(seen[5].field("device_code").unwrap(), "the-device-code");
    assert_eq!(seen[5].field("claims").unwrap(), claims);
}

#[tokio::test]
async fn a_code_that_nobody_uses_expires_by_the_monotonic_clock() {
    let server = Server::script(vec![code(), refused("authorization_pending")]).await;
    let clock = QuickClock::default();
    let (_, waiting) = begin(&server, &clock).await;
    let error = waiting.wait(&CancellationToken::new()).await.unwrap_err();
    assert!(matches!(error, SignInError::CodeExpired(None)), "{error:?}");
    assert_eq!(clock.sleeps().iter().sum::<u64>(), 900);
    assert_eq!(server.seen().len(), 1 + 180);
}

#[tokio::test]
async fn refusals_end_it() {
    for (name, expected) in [
        ("authorization_declined", "declined"),
        ("expired_token", "expired"),
        ("invalid_grant", "refused"),
    ] {
        let server = Server::script(vec![code(), refused(name)]).await;
        let (_, waiting) = begin(&server, &QuickClock::default()).await;
        let error = waiting.wait(&CancellationToken::new()).await.unwrap_err();
        let got = match &error {
            SignInError::Declined(_) => "declined",
            SignInError::CodeExpired(Some(_)) => "expired",
            SignInError::Refused(_) => "refused",
            other => panic!("{other:?}"),
        };
        assert_eq!(got, expected);
        assert_eq!(error.refusal().unwrap().trace_id.as_deref(), Some("t"));
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_refused_start_tells_the_reason() {
    let refusal = json!({"error": "invalid_tenant", "error_codes": [90002], "error_description": "AADSTS90002: Tenant 'x' not found."});
    let server = Server::script(vec![support::json(400, &refusal)]).await;
    let clock = Arc::new(QuickClock::default());
    let error = start(&server.http(), clock, &app(), &[Scope::UserRead], None)
        .await
        .unwrap_err();
    assert_eq!(error.refusal().unwrap().codes, [90002]);
}

#[tokio::test]
async fn cancelling_ends_the_asking() {
    let server = Server::script(vec![code(), refused("authorization_pending")]).await;
    let (_, waiting) = begin(&server, &QuickClock::default()).await;
    let cancel = CancellationToken::new();
    cancel.cancel();
    let error = waiting.wait(&cancel).await.unwrap_err();
    assert!(matches!(error, SignInError::Cancelled));
    assert_eq!(server.seen().len(), 1);
}
