//! Refusals, and services that misbehave.

use desk::trouble::{Feature, TroubleCode};
use desk::view::guests::GuestQuery;
use guests::activity::RunState;
use guests::draft::DraftKind;
use serde_json::json;

use super::support::{World, at_rest, draft, people, plan};

#[tokio::test]
async fn missing_consent_says_what_why_and_whom_to_ask() {
    let world = World::start().await;
    for (kind, may_approve) in [("member", false), ("globalAdministrator", true)] {
        let admin = world.sign_in_unconsented(kind).await;
        let desk = admin.open().await;
        let trouble = desk.refresh_guests().await.unwrap_err();
        assert_eq!(trouble.code, TroubleCode::ConsentRequired, "{trouble:?}");
        let need = trouble.consent.unwrap();
        assert_eq!(need.feature, Feature::Guests);
        assert!(
            need.scopes
                .iter()
                .any(|need| need.scope == "User.Read.All" && !need.why.is_empty())
        );
        assert_eq!(need.may_approve, may_approve);
        assert!(need.admin_consent_url.contains("User.Read.All"));
        assert!(need.request.contains(&need.admin_consent_url));
    }
}

#[tokio::test]
async fn html_instead_of_json_and_a_foreign_next_link_are_told_and_change_nothing() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    world
        .fault(json!({"match": {"method": "GET", "path": "/groups"}, "do": "html500", "times": 20}))
        .await;
    let trouble = desk.groups("").await.unwrap_err();
    assert_eq!(trouble.code, TroubleCode::ServiceFailed, "{trouble:?}");
    world
        .fault(json!({"match": {"method": "GET", "path": "/users"}, "do": "foreignNextLink", "times": 4}))
        .await;
    let trouble = desk.refresh_guests().await.unwrap_err();
    assert_eq!(trouble.explanation.code, "foreignOrigin", "{trouble:?}");
    world.end_faults().await;
    desk.refresh_guests().await.unwrap();
    assert!(
        desk.guests(GuestQuery {
            count: 1,
            ..GuestQuery::default()
        })
        .await
        .unwrap()
        .total
            > 300
    );
}

#[tokio::test]
async fn a_refused_row_does_not_stop_the_others() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let planned = plan(
        &desk,
        draft(
            &desk,
            DraftKind::Invite,
            people(&["a@rows.example", "b@rows.example", "c@rows.example"]),
        ),
    )
    .await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations", "nth": 2}, "do": "status", "status": 400}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished);
    let totals = detail.summary.totals;
    assert_eq!((totals.done, totals.failed), (2, 1), "{detail:#?}");
}

#[tokio::test]
async fn a_draft_with_a_problem_is_refused_before_anything_is_asked() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = draft(&desk, DraftKind::Invite, people(&["a@rows.example"]));
    wish.message.redirect_url = "http://not-https.example".to_owned();
    let outcome = desk
        .make_plan(wish, |_| {}, tokio_util::sync::CancellationToken::new())
        .await;
    assert_eq!(outcome.unwrap_err().code, TroubleCode::InvalidInput);
}
