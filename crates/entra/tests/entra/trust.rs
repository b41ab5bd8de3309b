use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entra::graph::{DeltaLink, GuestFilter};
use entra::signin::{Claims, SignInError};
use entra::{Error, Scope};
use serde_json::json;

use crate::support::{self, Act, QuickClock, Server, Tokens, error};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

fn challenge() -> Act {
    let header = format!(
        "Bearer realm=\"\", client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"{}\"",
        STANDARD.encode(CLAIMS)
    );
    error(401, "InvalidAuthenticationToken", "challenge").with("WWW-Authenticate", header)
}

fn bearers(server: &Server) -> Vec<String> {
    let seen = server.seen();
    seen.iter()
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_not_followed() {
    let other = Server::script(vec![support::json(200, &json!({"id": "x"}))]).await;
    let location = other.link("/v1.0/me");
    let redirect = Act::Reply(302, vec![("Location", location)], String::new());
    let server = Server::script(vec![redirect]).await;
    let error = server.graph(&QuickClock::default()).me().await.unwrap_err();
    assert!(matches!(error, Error::ForeignOrigin { .. }), "{error:?}");
    assert!(other.seen().is_empty());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn links_to_another_origin_are_not_followed() {
    let other = Server::script(vec![support::json(200, &json!({"value": []}))]).await;
    let next = other.link("/v1.0/users?$skiptoken=x");
    let page = json!({"value": [{"id": "1"}], "@odata.nextLink": next});
    let server = Server::script(vec![support::json(200, &page)]).await;
    let graph = server.graph(&QuickClock::default());
    let first = graph.guests(GuestFilter::UserTypeGuest).await.unwrap();
    let error = graph.all(first).await.unwrap_err();
    let expected = server.origin().origin().ascii_serialization();
    assert!(
        matches!(&error, Error::ForeignOrigin { expected: e, .. } if *e == expected),
        "{error:?}"
    );
    for link in [
        other.link("/v1.0/users/delta?$deltatoken=x"),
        "not an address".to_owned(),
    ] {
        let error = graph.user_delta(&DeltaLink::new(link)).await.unwrap_err();
        assert!(matches!(error, Error::ForeignOrigin { .. }), "{error:?}");
    }
    assert!(other.seen().is_empty());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_claims_challenge_is_met_once_and_silently() {
    let server = Server::script(vec![challenge(), support::json(200, &json!({"id": "me"}))]).await;
    let tokens = Arc::new(Tokens::default());
    server
        .graph_with(&tokens, &QuickClock::default())
        .me()
        .await
        .unwrap();
    assert_eq!(bearers(&server), ["Bearer token-1", "Bearer token-2"]);
    let asked = tokens.asked.lock().unwrap().clone();
    let scopes = vec![Scope::UserRead];
    assert_eq!(
        asked,
        [(scopes.clone(), None), (scopes, Claims::from_json(CLAIMS))]
    );
}

#[tokio::test]
async fn a_challenge_that_stays_needs_a_person() {
    let server = Server::script(vec![challenge()]).await;
    let error = server.graph(&QuickClock::default()).me().await.unwrap_err();
    let Error::SignIn(SignInError::InteractionRequired { claims, .. }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(claims, Claims::from_json(CLAIMS));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_token_that_is_no_longer_valid_is_renewed_once() {
    let invalid = error(
        401,
        "InvalidAuthenticationToken",
        "Lifetime validation failed",
    );
    let server = Server::script(vec![invalid]).await;
    let error = server.graph(&QuickClock::default()).me().await.unwrap_err();
    assert_eq!(error.service().unwrap().status, 401);
    assert_eq!(bearers(&server), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_missing_scope_is_a_refusal_and_no_reason_to_renew() {
    let refusal = error(401, "Unauthorized", "ControllerName=MSGraphInviteAPI");
    let server = Server::script(vec![refusal]).await;
    let error = server.graph(&QuickClock::default()).me().await.unwrap_err();
    assert_eq!(error.service().unwrap().code, "Unauthorized");
    assert_eq!(server.seen().len(), 1);
}
