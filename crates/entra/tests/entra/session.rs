use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entra::signin::token_store::{KeptAccount, TokenStore};
use entra::signin::{Account, AppRegistration, Grant, SignInError, device_code};
use entra::{Clock, Cloud, Http, Scope, Session};
use serde_json::{Value, json};

use crate::support::{self, Act, QuickClock, Seen, Server, html};

pub(crate) fn app() -> AppRegistration {
    AppRegistration {
        tenant: "contoso.onmicrosoft.com".to_owned(),
        client_id: "client".to_owned(),
    }
}

/// A token answer for this user, with numbered tokens.
pub(crate) fn tokens(number: usize, user: &str, scope: &str) -> Value {
    let claims = json!({"tid": "tenant-id", "oid": user, "name": "Ada", "preferred_username": "ada@contoso.example"});
    let id_token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
    json!({
        "token_type": "Bearer", "scope": scope, "expires_in": 3600, "ext_expires_in": 3600,
        "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
        "id_token": id_token,
    })
}

/// What the service answers to a device code request.
pub(crate) fn code() -> Act {
    support::json(
        200,
        &json!({
            "device_code": "the-device-code", "user_code": "LLD35HQDH",
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900, "interval": 5, "message": "To sign in, ...",
        }),
    )
}

/// Signs in with this server, which must grant it.
async fn grant(server: &Server, clock: &QuickClock) -> Grant {
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    let (_, waiting) = device_code::start(&server.http(), clock, &app(), &[Scope::UserRead], None)
        .await
        .unwrap();
    waiting.wait(&Default::default()).await.unwrap()
}

/// A session on a server whose refreshes are answered by `refresh`.
async fn session(
    clock: &QuickClock,
    refresh: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static,
) -> (Server, Session, TokenStore) {
    let server = Server::start(move |number, seen| match number {
        0 => code(),
        1 => support::json(200, &tokens(0, "user-id", "User.Read openid profile")),
        _ => refresh(number - 1, seen),
    })
    .await;
    let grant = grant(&server, clock).await;
    let store = TokenStore::session_only("a test");
    let clock = Arc::new(clock.clone());
    let session = Session::begin(server.http(), clock, app(), grant, store.clone());
    session.keep().await.unwrap();
    (server, session, store)
}

/// Grants what is asked for.
fn granting(number: usize, seen: &Seen) -> Act {
    support::json(
        200,
        &tokens(number, "user-id", &seen.field("scope").unwrap()),
    )
}

fn refused(suberror: Option<&str>, code: u32) -> Act {
    support::json(
        400,
        &json!({
            "error": "invalid_grant", "suberror": suberror, "error_codes": [code],
            "error_description": format!("AADSTS{code}: no\r\nTrace ID: t"), "trace_id": "t",
        }),
    )
}

#[tokio::test]
async fn the_first_token_is_used_until_five_minutes_before_its_end() {
    let clock = QuickClock::default();
    let (server, session, _) = session(&clock, granting).await;
    assert_eq!(session.account().username, "ada@contoso.example");
    let token = session.token(&[Scope::UserRead], None).await.unwrap();
    assert_eq!((token.expose(), server.seen().len()), ("access-0", 2));
    clock.advance(Duration::from_secs(3301));
    let token = session.token(&[Scope::UserRead], None).await.unwrap();
    assert_eq!((token.expose(), server.seen().len()), ("access-1", 3));
}

#[tokio::test]
async fn a_refresh_names_the_scopes_and_declares_what_the_client_can() {
    let (server, session, _) = session(&QuickClock::default(), granting).await;
    session.has(&[Scope::UserInviteAll]).await.unwrap();
    let seen = &server.seen()[2];
    assert_eq!(seen.target, "/tenant-id/oauth2/v2.0/token");
    assert_eq!(seen.field("grant_type").unwrap(), "refresh_token");
    assert_eq!(seen.field("refresh_token").unwrap(), "refresh-0");
    assert_eq!(seen.field("client_id").unwrap(), "client");
    assert_eq!(
        seen.field("scope").unwrap(),
        "User.Invite.All openid profile offline_access"
    );
    assert_eq!(
        seen.field("claims").unwrap(),
        r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#
    );
    assert_eq!(seen.header("origin"), None);
    assert!(session.granted().contains("User.Invite.All"));
}

#[tokio::test]
async fn callers_at_the_same_time_share_one_refresh() {
    let slowly = |number: usize, seen: &Seen| {
        Act::Slow(Duration::from_millis(80), Box::new(granting(number, seen)))
    };
    let (server, session, _) = session(&QuickClock::default(), slowly).await;
    let scopes = [Scope::UserReadAll];
    let (one, two, three) = tokio::join!(
        session.token(&scopes, None),
        session.token(&scopes, None),
        session.token(&scopes, None)
    );
    for token in [one, two, three] {
        assert_eq!(token.unwrap().expose(), "access-1");
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn callers_at_the_same_time_share_a_refusal_and_later_ones_ask_again() {
    let slowly =
        |_: usize, _: &Seen| Act::Slow(Duration::from_millis(80), Box::new(refused(None, 50173)));
    let (server, session, _) = session(&QuickClock::default(), slowly).await;
    let scopes = [Scope::UserReadAll];
    let (one, two) = tokio::join!(session.token(&scopes, None), session.token(&scopes, None));
    for error in [one.unwrap_err(), two.unwrap_err()] {
        assert!(
            matches!(error, SignInError::InteractionRequired { .. }),
            "{error:?}"
        );
        assert_eq!(error.refusal().unwrap().codes, [50173]);
    }
    assert_eq!(server.seen().len(), 3);
    session.token(&scopes, None).await.unwrap_err();
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_rotated_refresh_token_is_used_and_kept() {
    let clock = QuickClock::default();
    let (server, session, store) = session(&clock, granting).await;
    session.has(&[Scope::UserReadAll]).await.unwrap();
    session.has(&[Scope::UserInviteAll]).await.unwrap();
    assert_eq!(
        server.seen()[3].field("refresh_token").unwrap(),
        "refresh-1"
    );
    let kept = store.accounts().await;
    assert_eq!(
        kept,
        [KeptAccount {
            account: session.account().clone(),
            app: app(),
            cloud: Some(server.http().cloud().clone()),
        }]
    );
    let later = Session::resume(server.http(), Arc::new(clock), &kept[0], store)
        .await
        .unwrap();
    later.has(&[Scope::UserRead]).await.unwrap();
    assert_eq!(
        server.seen()[4].field("refresh_token").unwrap(),
        "refresh-2"
    );
}

/// Two sessions of one account over one store, as two processes have them.
async fn twins(
    refresh: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static,
) -> (Server, Session, Session) {
    let clock = QuickClock::default();
    let (server, session, store) = session(&clock, refresh).await;
    let kept = store.accounts().await.remove(0);
    let twin = Session::resume(server.http(), Arc::new(clock), &kept, store)
        .await
        .unwrap();
    (server, session, twin)
}

#[tokio::test]
async fn a_token_that_another_process_was_given_is_the_one_to_go_on_with() {
    let (server, session, twin) = twins(granting).await;
    session.has(&[Scope::UserReadAll]).await.unwrap();
    twin.has(&[Scope::UserInviteAll]).await.unwrap();
    session.has(&[Scope::GroupMemberReadAll]).await.unwrap();
    let used: Vec<_> = server.seen()[2..]
        .iter()
        .map(|seen| seen.field("refresh_token").unwrap())
        .collect();
    assert_eq!(used, ["refresh-0", "refresh-1", "refresh-2"]);
}

#[tokio::test]
async fn a_token_that_was_replaced_at_the_same_moment_is_asked_for_again() {
    // The first refresh is slow, and refused because the second one has replaced the token.
    let (server, session, twin) = twins(|number, seen| match number {
        1 => Act::Slow(Duration::from_millis(300), Box::new(refused(None, 70000))),
        _ => granting(number, seen),
    })
    .await;
    let scopes = [Scope::UserReadAll];
    let later = async {
        while server.seen().len() < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        twin.has(&[Scope::UserInviteAll]).await
    };
    let (first, second) = tokio::join!(session.has(&scopes), later);
    second.unwrap();
    first.unwrap();
    assert_eq!(
        server.seen()[4].field("refresh_token").unwrap(),
        "refresh-2"
    );
}

#[tokio::test]
async fn signing_out_in_one_process_ends_the_other_ones_sign_in() {
    let (_, session, twin) = twins(granting).await;
    session.sign_out().await.unwrap();
    let error = twin.has(&[Scope::UserReadAll]).await.unwrap_err();
    assert!(matches!(error, SignInError::InteractionRequired { .. }));
}

#[tokio::test]
async fn a_refused_scope_costs_nothing_else() {
    let (server, session, store) = session(&QuickClock::default(), |number, seen| {
        let scope = seen.field("scope").unwrap();
        if scope.contains("User.Invite.All") {
            refused(Some("consent_required"), 65001)
        } else {
            granting(number, seen)
        }
    })
    .await;
    let error = session
        .has(&[Scope::UserRead, Scope::UserInviteAll])
        .await
        .unwrap_err();
    let SignInError::ConsentRequired { scopes, refusal } = error else {
        panic!("{error:?}");
    };
    assert_eq!(scopes, [Scope::UserInviteAll]);
    assert_eq!(refusal.unwrap().codes, [65001]);
    session.has(&[Scope::UserReadAll]).await.unwrap();
    assert_eq!(
        server.seen()[3].field("refresh_token").unwrap(),
        "refresh-0"
    );
    assert_eq!(store.accounts().await.len(), 1);
    let token = session.token(&[Scope::UserRead], None).await.unwrap();
    assert_eq!(token.expose(), "access-0");
}

#[tokio::test]
async fn less_granted_than_asked_is_missing_consent() {
    let (_, session, _) = session(&QuickClock::default(), |number, _| {
        support::json(
            200,
            &tokens(
                number,
                "user-id",
                "https://graph.microsoft.com/User.Read.All",
            ),
        )
    })
    .await;
    let error = session
        .has(&[Scope::UserReadAll, Scope::UserInviteAll])
        .await
        .unwrap_err();
    let SignInError::ConsentRequired { scopes, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(scopes, [Scope::UserInviteAll]);
    session.has(&[Scope::UserReadAll]).await.unwrap();
}

#[tokio::test]
async fn what_is_not_the_sign_in_service_is_told_apart_from_a_refusal() {
    let (_, session, _) = session(&QuickClock::default(), |number, _| match number {
        1 => html(200),
        2 => html(503).with("Retry-After", "9"),
        _ => Act::Drop,
    })
    .await;
    let scopes = [Scope::UserReadAll];
    let hotel = session.has(&scopes).await.unwrap_err();
    assert!(
        matches!(hotel, SignInError::UnexpectedAnswer { .. }),
        "{hotel:?}"
    );
    let busy = session.has(&scopes).await.unwrap_err();
    assert!(
        matches!(busy, SignInError::Unavailable { status: 503, retry_after: Some(wait) } if wait.as_secs() == 9)
    );
    let lost = session.has(&scopes).await.unwrap_err();
    assert!(matches!(lost, SignInError::Unreachable { .. }), "{lost:?}");
}

#[tokio::test]
async fn no_network_is_unreachable() {
    let nobody = support::nobody().await;
    let http = Http::new(&Cloud::custom(nobody.clone(), nobody, None).unwrap()).unwrap();
    let clock = Arc::new(QuickClock::default());
    let started = device_code::start(&http, clock, &app(), &[Scope::UserRead], None).await;
    assert!(matches!(started, Err(SignInError::Unreachable { .. })));
}

#[tokio::test]
async fn somebody_else_is_not_adopted() {
    let clock = QuickClock::default();
    let (_, session, _) = session(&clock, granting).await;
    let other = Server::script(vec![
        code(),
        support::json(200, &tokens(9, "other", "User.Read User.Read.All")),
    ])
    .await;
    let error = session
        .adopt(grant(&other, &clock).await)
        .await
        .unwrap_err();
    assert!(
        matches!(error, SignInError::OtherAccount { .. }),
        "{error:?}"
    );
    assert_eq!(
        session
            .token(&[Scope::UserRead], None)
            .await
            .unwrap()
            .expose(),
        "access-0"
    );
    let same = Server::script(vec![
        code(),
        support::json(200, &tokens(9, "user-id", "User.Read User.Read.All")),
    ])
    .await;
    session.adopt(grant(&same, &clock).await).await.unwrap();
    assert_eq!(
        session
            .token(&[Scope::UserReadAll], None)
            .await
            .unwrap()
            .expose(),
        "access-9"
    );
}

#[tokio::test]
async fn after_signing_out_nothing_is_left_and_nothing_is_asked() {
    let (server, session, store) = session(&QuickClock::default(), granting).await;
    session.sign_out().await.unwrap();
    let error = session.token(&[Scope::UserRead], None).await.unwrap_err();
    assert!(matches!(error, SignInError::SignedOut));
    assert_eq!(server.seen().len(), 2);
    assert!(store.accounts().await.is_empty() && session.granted().is_empty());
    let gone = KeptAccount {
        account: Account::clone(session.account()),
        app: app(),
        cloud: None,
    };
    let clock = Arc::new(QuickClock::default());
    assert!(
        Session::resume(server.http(), clock, &gone, store)
            .await
            .is_err()
    );
}
