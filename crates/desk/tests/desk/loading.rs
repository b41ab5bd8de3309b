//! The full load in slices, and what refreshing costs afterwards.

use std::collections::BTreeSet;
use std::time::Duration;

use desk::Desk;
use desk::trouble::TroubleCode;
use desk::view::guests::{GuestQuery, GuestSort, SyncPhase};
use practice_tenant::Config;
use practice_tenant::ledger::Call;
use practice_tenant::state::StateError;
use serde_json::json;

use super::support::World;

const GUESTS: u32 = 6_500;

async fn large() -> World {
    World::with(Config {
        guests: Some(GUESTS),
        ..Config::default()
    })
    .await
}

/// All guests on this computer, by id.
async fn kept(desk: &Desk) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    loop {
        let window = desk
            .guests(GuestQuery {
                offset: u32::try_from(ids.len()).unwrap(),
                count: 500,
                sort: GuestSort::Created,
                ..GuestQuery::default()
            })
            .await
            .unwrap();
        if window.rows.is_empty() {
            return ids;
        }
        ids.extend(window.rows.into_iter().map(|row| row.id.0));
    }
}

/// All guests of the tenant, by id.
fn of_tenant(world: &World) -> BTreeSet<String> {
    world.running.tenant().read(|view| {
        view.users(None)
            .filter(|user| {
                let user_type = user.user_type.map(|kind| kind.as_str());
                let invited = user.creation_type.as_deref() == Some("Invitation");
                user_type == Some("Guest") || invited
            })
            .map(|user| user.id.to_string())
            .collect()
    })
}

/// How many requests were made to Graph at these addresses.
async fn asked(world: &World, patterns: &[&str]) -> u64 {
    let seen = world.seen().await;
    let counts = seen["value"].as_array().unwrap();
    counts
        .iter()
        .filter(|entry| patterns.contains(&entry["pattern"].as_str().unwrap()))
        .filter_map(|entry| entry["count"].as_u64())
        .sum()
}

#[tokio::test]
async fn thousands_are_loaded_in_slices_and_nobody_is_missing() {
    let world = large().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let status = desk.refresh_guests().await.unwrap();
    assert_eq!(status.phase, SyncPhase::Idle);
    let kept = kept(&desk).await;
    assert_eq!(kept, of_tenant(&world));
    assert_eq!(status.loaded as usize, kept.len());
    // Seven full pages by type in four slices, the page that is shown first, and three short
    // lists: the undated, the invited members, and those of no type.
    let pages = asked(&world, &["/v1.0/users"]).await;
    assert!((9..=19).contains(&pages), "{pages}");
    let counted = asked(&world, &["/v1.0/users/$count"]).await;
    assert!(counted <= 5, "the whole and each slice: {counted}");

    let anybody = desk.guests(GuestQuery::default()).await.unwrap();
    assert_eq!(anybody.total as usize, kept.len());
    let of_companies = GuestQuery {
        text: ".com".to_owned(),
        ..GuestQuery::default()
    };
    let found = desk.guests(of_companies).await.unwrap().total;
    assert!(found > GUESTS / 4, "{found} by a text of many");
}

#[tokio::test]
async fn a_hundred_changes_are_taken_over_in_three_requests_at_most() {
    let world = large().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    desk.refresh_guests().await.unwrap();
    let call = Call {
        method: "PATCH".to_owned(),
        path: "/v1.0/users".to_owned(),
        client_request_id: None,
        app_id: None,
        caller_id: None,
    };
    let guests: Vec<_> = world.running.tenant().read(|view| {
        let guests = view
            .users(None)
            .filter(|user| user.user_type.map(|kind| kind.as_str()) == Some("Guest"));
        guests.map(|user| user.id).take(100).collect()
    });
    let changed: Result<(), StateError> = world.running.tenant().write(&call, |tx| {
        for (number, id) in guests.iter().enumerate() {
            if number % 10 == 0 {
                tx.delete_user(*id);
            } else {
                tx.edit_user(*id, |user| {
                    user.display_name = Some(format!("Renamed {number:03}"))
                });
            }
        }
        Ok(())
    });
    changed.unwrap();
    let every = ["/v1.0/users", "/v1.0/users/delta", "/v1.0/users/$count"];
    let before = asked(&world, &every).await;
    desk.refresh_guests().await.unwrap();
    let requests = asked(&world, &every).await - before;
    assert!(requests <= 3, "{requests}");
    assert_eq!(kept(&desk).await, of_tenant(&world));
    let renamed = GuestQuery {
        text: "renamed".to_owned(),
        count: 500,
        ..GuestQuery::default()
    };
    assert_eq!(desk.guests(renamed).await.unwrap().total, 90);
}

#[tokio::test]
async fn a_large_load_that_is_cut_off_is_finished_from_the_same_mark() {
    let world = World::with(Config {
        guests: Some(GUESTS),
        latency: Some("30".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let own = desk.clone();
    let loading = tokio::spawn(async move { own.refresh_guests().await });
    while desk.sync_status().loaded < 1_500 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    loading.abort();
    let _ = loading.await;
    drop(desk);

    // Somebody goes while nobody looks: the mark of the load that was begun knows.
    let gone = of_tenant(&world).into_iter().nth(3).unwrap();
    let call = Call {
        method: "DELETE".to_owned(),
        path: format!("/v1.0/users/{gone}"),
        client_request_id: None,
        app_id: None,
        caller_id: None,
    };
    let id = gone.parse().unwrap();
    let deleted: Result<(), StateError> = world.running.tenant().write(&call, |tx| {
        tx.delete_user(id);
        Ok(())
    });
    deleted.unwrap();
    let desk = admin.open().await;
    assert_eq!(desk.sync_status().phase, SyncPhase::Empty);
    assert!(desk.guests(GuestQuery::default()).await.unwrap().total >= 1_500);
    let status = desk.refresh_guests().await.unwrap();
    assert_eq!(status.phase, SyncPhase::Idle);
    let kept = kept(&desk).await;
    assert!(!kept.contains(&gone));
    assert_eq!(kept, of_tenant(&world));
}

#[tokio::test]
async fn a_slice_that_is_refused_fails_the_load_and_not_the_list() {
    let world = large().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    world
        .fault(json!({"match": {"method": "GET", "path": "/users", "nth": 5}, "do": "status", "status": 403, "times": 1}))
        .await;
    let trouble = desk.refresh_guests().await.unwrap_err();
    assert_eq!(trouble.code, TroubleCode::Refused);
    assert_eq!(desk.sync_status().phase, SyncPhase::Failed);
    assert!(desk.guests(GuestQuery::default()).await.unwrap().total >= 999);
    desk.refresh_guests().await.unwrap();
    assert_eq!(kept(&desk).await, of_tenant(&world));
}
