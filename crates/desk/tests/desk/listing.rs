//! Guests: load, search, changes, restart, a damaged store.

use desk::change::Change;
use desk::trouble::TroubleCode;
use desk::view::guests::{GuestQuery, GuestSort, SyncPhase};
use guests::guest::{GuestKind, GuestState};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::support::World;

fn query(text: &str) -> GuestQuery {
    GuestQuery {
        text: text.to_owned(),
        count: 500,
        ..GuestQuery::default()
    }
}

#[tokio::test]
async fn guests_are_loaded_searched_and_kept_up_to_date() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    assert_eq!(desk.sync_status().phase, SyncPhase::Empty);
    let status = desk.refresh_guests().await.unwrap();
    assert_eq!(status.phase, SyncPhase::Idle);
    assert!(status.synced.is_some());
    assert!(admin.changes.lock().unwrap().contains(&Change::Guests));

    let all = desk.guests(query("")).await.unwrap();
    assert!(all.total >= 340, "{}", all.total);
    assert_eq!(all.rows.len(), usize::try_from(all.total).unwrap().min(500));
    for kind in [
        GuestKind::ExternalMember,
        GuestKind::InternalGuest,
        GuestKind::Guest,
    ] {
        assert!(
            all.rows.iter().any(|row| row.kind == kind),
            "{kind:?} is there and marked"
        );
    }
    let counts = desk.guest_counts().await.unwrap();
    assert_eq!(counts.all, all.total);
    assert_eq!(
        counts.all,
        counts.pending_acceptance + counts.accepted + counts.blocked + counts.no_state
    );

    // Any part of a name, at any length, and the same with other letter case.
    let someone = all
        .rows
        .iter()
        .find(|row| row.display_name.is_ascii() && row.display_name.len() > 6)
        .unwrap();
    for length in 1..=6 {
        let part = someone.display_name[1..=length].to_uppercase();
        let found = desk.guests(query(&part)).await.unwrap();
        if part.trim() == part {
            assert!(found.rows.iter().any(|row| row.id == someone.id), "{part}");
        }
    }
    // Accents do not count.
    let bare = |name: &str| -> String { name.nfd().filter(|c| !is_combining_mark(*c)).collect() };
    let accented = all
        .rows
        .iter()
        .find(|row| row.display_name.nfd().any(is_combining_mark))
        .unwrap();
    let plain = bare(&accented.display_name);
    let found = desk.guests(query(&plain)).await.unwrap();
    assert!(
        found.rows.iter().any(|row| row.id == accented.id),
        "{plain}"
    );

    // Words count singly, in any order and from different columns.
    let with_company = all
        .rows
        .iter()
        .find(|row| row.company_name.is_some() && row.display_name.is_ascii())
        .unwrap();
    let company = with_company.company_name.as_deref().unwrap();
    let last_name = with_company.display_name.rsplit(' ').next().unwrap();
    let words = format!("{company}  {last_name}");
    let found = desk.guests(query(&words)).await.unwrap();
    assert!(found.total < all.total, "{words}");
    assert!(
        found.rows.iter().any(|row| row.id == with_company.id),
        "{words}"
    );

    // Filters and sorts together, in windows that join up.
    let pending = GuestQuery {
        states: vec![GuestState::PendingAcceptance],
        sort: GuestSort::Mail,
        descending: true,
        count: 7,
        ..query("")
    };
    let first = desk.guests(pending.clone()).await.unwrap();
    let second = desk
        .guests(GuestQuery {
            offset: 7,
            ..pending.clone()
        })
        .await
        .unwrap();
    assert_eq!(first.total, counts.pending_acceptance);
    assert!(
        first
            .rows
            .iter()
            .all(|row| row.state == GuestState::PendingAcceptance)
    );
    assert!(first.rows.last().unwrap().mail >= second.rows[0].mail);
    let domains = desk.guest_domains("").await.unwrap();
    let of_domain = GuestQuery {
        domains: vec![domains[0].domain.clone()],
        ..query("")
    };
    assert_eq!(
        desk.guests(of_domain).await.unwrap().total,
        domains[0].guests
    );

    // A redemption arrives by the changes alone.
    let guest = &first.rows[0];
    world
        .control("redeem", json!({ "address": guest.mail }))
        .await;
    desk.refresh_guests().await.unwrap();
    let rows = desk
        .guest_rows(std::slice::from_ref(&guest.id))
        .await
        .unwrap();
    assert_eq!(rows[0].state, GuestState::Accepted);
    assert_eq!(
        desk.guest_counts().await.unwrap().pending_acceptance,
        counts.pending_acceptance - 1
    );
}

#[tokio::test]
async fn what_was_loaded_is_there_after_a_restart_and_a_lost_mark_loads_afresh() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    desk.refresh_guests().await.unwrap();
    let total = desk.guests(query("")).await.unwrap().total;
    desk.close().await;
    drop(desk);

    let desk = admin.open().await;
    assert_eq!(desk.sync_status().phase, SyncPhase::Idle);
    assert_eq!(
        desk.guests(query("")).await.unwrap().total,
        total,
        "without asking anybody"
    );
    world
        .fault(json!({"match": {"method": "GET", "path": "/users/delta"}, "do": "status", "status": 410}))
        .await;
    let status = desk.refresh_guests().await.unwrap();
    assert_eq!(status.phase, SyncPhase::Idle);
    assert!(
        status.note.is_some(),
        "the person is told why everything was loaded again"
    );
    assert_eq!(desk.guests(query("")).await.unwrap().total, total);
}

#[tokio::test]
async fn a_load_that_breaks_off_leaves_what_came_and_goes_on_later() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    // The second part of the load, which finds the invited members, fails.
    world
        .fault(json!({"match": {"method": "GET", "path": "/users", "nth": 2}, "do": "status", "status": 403, "times": 1}))
        .await;
    let trouble = desk.refresh_guests().await.unwrap_err();
    assert_eq!(trouble.code, TroubleCode::Refused);
    assert_eq!(desk.sync_status().phase, SyncPhase::Failed);
    assert!(
        desk.guests(query("")).await.unwrap().total > 300,
        "usable all the same"
    );
    drop(desk);
    let desk = admin.open().await;
    assert_eq!(desk.sync_status().phase, SyncPhase::Empty);
    desk.refresh_guests().await.unwrap();
    let rows = desk.guests(query("")).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.kind == GuestKind::ExternalMember));
}

#[tokio::test]
async fn a_damaged_store_is_put_aside_and_a_newer_one_left_alone() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let file = admin.folder.path().join("tenant.sqlite");
    std::fs::write(&file, b"this is no database".repeat(500)).unwrap();
    let desk = admin.open().await;
    assert!(desk.opened_note().unwrap().contains("damaged"));
    desk.refresh_guests().await.unwrap();
    assert!(desk.guests(query("")).await.unwrap().total > 300);
    desk.close().await;
    drop(desk);

    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let trouble = admin.try_open().await.err().unwrap();
    assert_eq!(trouble.code, TroubleCode::NewerVersion);
}
