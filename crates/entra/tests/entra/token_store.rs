use std::sync::Arc;

use entra::signin::token_store::{KeyringEntry, Persistence, TokenStore};
use entra::{Scope, Session};
use serde_json::Value;

use crate::session::{app, code, tokens};
use crate::support::{self, QuickClock, Server};

/// Set where a Secret Service was started for the tests: then there must be one.
const KEYRING_EXPECTED: &str = "ENTRA_TEST_KEYRING";

fn entry() -> KeyringEntry {
    KeyringEntry {
        service: "Usher tests".to_owned(),
        user: "token store".to_owned(),
    }
}

async fn signed_in(server: &Server, store: &TokenStore) -> Session {
    let clock = Arc::new(QuickClock::default());
    let (_, waiting) = entra::signin::device_code::start(
        &server.http(),
        clock.clone(),
        &app(),
        &[Scope::UserRead],
        None,
    )
    .await
    .unwrap();
    let grant = waiting.wait(&Default::default()).await.unwrap();
    let session = Session::begin(server.http(), clock, app(), grant, store.clone());
    session.keep().await.unwrap();
    session
}

#[tokio::test]
async fn signing_in_lasts_with_a_keyring_and_for_the_session_without() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sign-ins");
    let server = Server::start(|number, seen| match number {
        0 => code(),
        1 => support::json(200, &tokens(0, "user-id", "User.Read")),
        _ => support::json(200, &tokens(1, "user-id", &seen.field("scope").unwrap())),
    })
    .await;
    let store = TokenStore::open(file.clone(), entry()).await;
    let session = signed_in(&server, &store).await;
    match store.persistence() {
        Persistence::SessionOnly { reason } => {
            assert!(
                std::env::var_os(KEYRING_EXPECTED).is_none(),
                "no keyring: {reason}"
            );
            assert!(!reason.is_empty() && !file.exists());
            let later = TokenStore::open(file, entry()).await;
            assert!(later.accounts().await.is_empty());
        }
        Persistence::Kept => {
            let written = std::fs::read_to_string(&file).unwrap();
            assert!(!written.contains("refresh-0"));
            let later = TokenStore::open(file.clone(), entry()).await;
            let kept = later.accounts().await;
            assert_eq!(kept[0].account, *session.account());
            let clock = Arc::new(QuickClock::default());
            let resumed = Session::resume(server.http(), clock, &kept[0], later.clone())
                .await
                .unwrap();
            resumed.has(&[Scope::UserReadAll]).await.unwrap();
            assert_eq!(
                server.seen()[2].field("refresh_token").unwrap(),
                "refresh-0"
            );
            assert_eq!(
                store.derive_key("links").expose(),
                later.derive_key("links").expose()
            );
            resumed.sign_out().await.unwrap();
            let emptied: Value =
                serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            assert_eq!(emptied["entries"], serde_json::json!([]));
        }
    }
}

/// Keeps what two processes write at once: each knows a part of the accounts only.
#[tokio::test]
async fn what_two_processes_keep_is_all_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sign-ins");
    let stores = tokio::join!(
        TokenStore::open(file.clone(), entry()),
        TokenStore::open(file.clone(), entry())
    );
    if *stores.0.persistence() != Persistence::Kept {
        assert!(std::env::var_os(KEYRING_EXPECTED).is_none());
        return;
    }
    let users = |user: &'static str| {
        Server::start(move |number, _| match number {
            0 => code(),
            _ => support::json(200, &tokens(0, user, "User.Read")),
        })
    };
    let (ada, ben) = (users("ada").await, users("ben").await);
    let (ada, ben) = tokio::join!(signed_in(&ada, &stores.0), signed_in(&ben, &stores.1));
    for store in [&stores.0, &stores.1] {
        assert_eq!(store.accounts().await.len(), 2);
    }
    ada.sign_out().await.unwrap();
    let left = stores.1.accounts().await;
    assert_eq!(left[0].account, *ben.account());
    assert_eq!(left.len(), 1);
    let later = TokenStore::open(file, entry()).await;
    assert_eq!(later.accounts().await, left);
}

#[test]
fn derived_keys_differ_by_purpose() {
    let store = TokenStore::session_only("a test");
    let links = store.derive_key("links");
    assert_eq!(links.expose(), store.derive_key("links").expose());
    assert_ne!(links.expose(), store.derive_key("other").expose());
    assert_ne!(
        links.expose(),
        TokenStore::session_only("b").derive_key("links").expose()
    );
    assert_eq!(format!("{links:?}"), "DataKey");
}
