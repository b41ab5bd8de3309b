//! Signing in, coming back, signing out and forgetting, over one data folder.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use desk::accounts::{Accounts, DataFolder, Destination, SignedIn, Surroundings};
use desk::trouble::TroubleCode;
use entra::clock::SystemClock;
use entra::cloud::Cloud;
use entra::signin::AppRegistration;
use entra::signin::token_store::Persistence;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::support::World;

async fn accounts(folder: &Path) -> Accounts {
    let surroundings = Surroundings {
        clock: Arc::new(SystemClock::default()),
        changes: Arc::new(|_| {}),
        settle: Duration::from_secs(1),
    };
    Accounts::open(DataFolder::new(folder.to_owned()), surroundings)
        .await
        .unwrap()
}

fn cloud(world: &World) -> Cloud {
    let ready = world.running.ready();
    let (login, graph) = (ready.login.parse().unwrap(), ready.graph.parse().unwrap());
    Cloud::custom(login, graph, None).unwrap()
}

fn destination(world: &World, cloud: Cloud) -> Destination {
    let ready = world.running.ready();
    Destination {
        cloud,
        app: AppRegistration {
            tenant: ready.tenant_id.to_string(),
            client_id: ready.client_id.to_string(),
        },
        practice: true,
    }
}

async fn sign_in(world: &World, accounts: &Accounts) -> SignedIn {
    let started = accounts
        .start_sign_in(destination(world, cloud(world)))
        .await;
    let (prompt, pending) = started.unwrap();
    let account = &world.running.ready().accounts[0].upn;
    world
        .control(
            "device/approve",
            json!({"userCode": prompt.user_code, "account": account}),
        )
        .await;
    accounts
        .finish_sign_in(pending, &CancellationToken::new())
        .await
        .unwrap()
}

#[tokio::test]
async fn one_comes_back_with_a_kept_sign_in_and_not_after_signing_out() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let at = accounts(folder.path()).await;
    let signed_in = sign_in(&world, &at).await;
    let key = signed_in.key();
    at.name_organization(&key, "Contoso").await.unwrap();
    let remembered = at.remembered().await;
    assert_eq!(remembered.len(), 1);
    assert_eq!(remembered[0].0.organization.as_deref(), Some("Contoso"));
    assert!(remembered[0].1, "one click suffices");
    signed_in.desk.close().await;
    drop(signed_in);

    let back = at.resume(&key, cloud(&world)).await.unwrap();
    assert_eq!(back.key(), key);
    back.desk.refresh_guests().await.unwrap();

    at.sign_out(&back).await.unwrap();
    let remembered = at.remembered().await;
    assert_eq!(remembered.len(), 1, "the account keeps its place");
    assert!(!remembered[0].1);
    let refused = at.resume(&key, cloud(&world)).await.err().unwrap();
    assert_eq!(refused.code, TroubleCode::SignInRequired);
    drop(at);
    let again = accounts(folder.path()).await;
    assert_eq!(again.remembered().await.len(), 1, "the list is on disk");
}

#[tokio::test]
async fn forgetting_keeps_the_data_and_deleting_removes_it() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let at = accounts(folder.path()).await;
    let signed_in = sign_in(&world, &at).await;
    let key = signed_in.key();
    signed_in.desk.refresh_guests().await.unwrap();
    signed_in.desk.close().await;
    drop(signed_in);
    let stores = || {
        let mut found = Vec::new();
        let mut folders = vec![folder.path().to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.ends_with("tenant.sqlite") {
                    found.push(path);
                }
            }
        }
        found.len()
    };
    at.forget(&key).await.unwrap();
    assert!(at.remembered().await.is_empty());
    assert_eq!(stores(), 1, "forgetting an account keeps its data");
    let signed_in = sign_in(&world, &at).await;
    signed_in.desk.close().await;
    drop(signed_in);
    at.delete_practice_data().await.unwrap();
    assert_eq!(stores(), 0);
    assert!(at.known(&key).is_none());
}

#[tokio::test]
async fn practice_answers_on_this_computer_only() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let at = accounts(folder.path()).await;
    let refused = at.start_sign_in(destination(&world, Cloud::global())).await;
    assert_eq!(refused.err().unwrap().code, TroubleCode::InvalidInput);
    let key = sign_in(&world, &at).await.key();
    let refused = at.resume(&key, Cloud::global()).await;
    assert_eq!(refused.err().unwrap().code, TroubleCode::InvalidInput);
}

#[tokio::test]
async fn two_processes_know_the_same_accounts() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (accounts(folder.path()).await, accounts(folder.path()).await);
    let signed_in = sign_in(&world, &here).await;
    let key = signed_in.key();
    assert_eq!(there.remembered().await.len(), 1);
    if *there.persistence() == Persistence::Kept {
        let own = there.cloud_of(&key).await.unwrap();
        assert_eq!(own, cloud(&world));
        let back = there.resume(&key, own).await.unwrap();
        back.desk.refresh_guests().await.unwrap();
    }
    let refused = there.delete_data(&key).await.unwrap_err();
    assert_eq!(refused.explanation.code, "accountElsewhere");
    assert_eq!(here.remembered().await.len(), 1, "nothing was forgotten");
    here.sign_out(&signed_in).await.unwrap();
    drop(signed_in);
    assert!(!there.remembered().await[0].1);
    there.delete_data(&key).await.unwrap();
    assert!(here.remembered().await.is_empty());
}

#[tokio::test]
async fn a_token_from_elsewhere_works_on_the_accounts_data_and_is_kept_nowhere() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let at = accounts(folder.path()).await;
    let admin = world.sign_in("globalAdministrator").await;
    let scopes = [entra::permissions::Scope::UserReadAll];
    let token = admin.session.token(&scopes, None).await.unwrap();
    let destination = destination(&world, cloud(&world));
    let (desk, account) = at
        .open_with_token(&destination, token.clone(), |_| {})
        .await
        .unwrap();
    assert_eq!(account.key(), admin.session.account().key());
    assert_eq!(account.username, admin.session.account().username);
    desk.refresh_guests().await.unwrap();
    assert!(at.remembered().await.is_empty());
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let part = &token.expose().as_bytes()[..60];
                assert!(!bytes.windows(part.len()).any(|bytes| bytes == part));
            }
        }
    }
    drop(desk);
    let mut other = destination.clone();
    other.app.tenant = "11111111-2222-4333-8444-555555555555".to_owned();
    let refused = at
        .open_with_token(&other, token, |_| {})
        .await
        .err()
        .unwrap();
    assert_eq!(refused.explanation.code, "tokenOfAnotherTenant");
    let nobody = at.open_with_token(&destination, desk::accounts::Secret::new("opaque"), |_| {});
    assert_eq!(
        nobody.await.err().unwrap().code,
        TroubleCode::SignInRequired
    );
}
