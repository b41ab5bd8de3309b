//! Guests who are chosen in the list, in any number: their ids, and the drafts made for them.

use std::time::{Duration, Instant};

use desk::view::guests::GuestQuery;
use guests::draft::{DraftKind, OwnDetails};
use guests::guest::InvitationState;
use guests::id::UserId;

use super::support::{World, carried_out, draft, people};

#[tokio::test]
async fn ids_come_by_range_and_all_at_once_and_the_pending_are_told() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    desk.refresh_guests().await.unwrap();
    let all = GuestQuery {
        count: u32::MAX,
        ..GuestQuery::default()
    };
    let ids = desk.guest_ids(all.clone()).await.unwrap();
    assert_eq!(ids.len(), desk.guest_counts().await.unwrap().all as usize);
    let range = GuestQuery {
        offset: 120,
        count: 31,
        ..all.clone()
    };
    assert_eq!(desk.guest_ids(range).await.unwrap(), ids[120..151]);

    let pending = desk.pending_guests(ids.clone()).await.unwrap();
    let rows = desk.guest_rows(&ids).await.unwrap();
    let expected: Vec<UserId> = rows
        .into_iter()
        .filter(|row| row.invitation_state == InvitationState::PendingAcceptance)
        .map(|row| row.id)
        .collect();
    assert_eq!(pending, expected);
    assert!(!pending.is_empty() && pending.len() < ids.len());

    let gone = UserId("00000000-0000-4000-8000-00000000dead".to_owned());
    let chosen = [vec![gone], ids.clone()].concat();
    let access = desk.access_draft(&chosen).await.unwrap();
    assert_eq!((access.gone, access.draft.people.len()), (1, ids.len()));
    let resend = desk.resend_draft(&chosen).await.unwrap();
    assert_eq!((resend.gone, resend.draft.people.len()), (1, ids.len()));
}

#[tokio::test]
async fn each_is_offered_what_was_said_to_them_alone() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("userAdministrator").await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["ann@own-partner.example", "bo@own-partner.example"]),
    );
    let own = OwnDetails {
        body: Some("Welcome, Ann.".to_owned()),
        redirect_url: Some("https://portal.example/ann".to_owned()),
        ..OwnDetails::default()
    };
    wish.people[0].own = Some(Box::new(own.clone()));
    let usual = wish.message.clone();
    let rows = carried_out(&desk, wish).await.rows;
    let ids: Vec<UserId> = rows
        .iter()
        .map(|row| row.user_id.clone().unwrap())
        .collect();
    desk.refresh_guests().await.unwrap();

    let both = desk.resend_draft(&ids).await.unwrap().draft;
    assert_eq!(both.message, usual);
    assert_eq!(both.people[0].own.as_deref(), Some(&own));
    assert_eq!(both.people[1].own, None);
    let ann = desk.resend_draft(&ids[..1]).await.unwrap().draft;
    assert_eq!(ann.message.body.as_deref(), Some("Welcome, Ann."));
    assert_eq!(ann.message.redirect_url, "https://portal.example/ann");
    assert_eq!(ann.people[0].own, None, "it is said for all of them");
}

#[tokio::test]
async fn the_plan_of_one_large_run_is_read_once_for_all_its_guests() {
    let world = World::start().await;
    let (_admin, desk) = world.at_work("userAdministrator").await;
    // A plan of thousands of rows, of which all but one have nothing to do.
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["one@large-partner.example"]),
    );
    wish.people.extend(people(&vec!["no address"; 4_000]));
    let rows = carried_out(&desk, wish).await.rows;
    let user = rows[0].user_id.clone().unwrap();
    desk.refresh_guests().await.unwrap();

    let began = Instant::now();
    let chosen = desk.resend_draft(&vec![user; 2_000]).await.unwrap();
    assert_eq!(chosen.draft.people.len(), 2_000);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
}
