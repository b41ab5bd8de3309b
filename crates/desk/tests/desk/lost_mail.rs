//! A resend whose answer was lost: the audit log tells, to those who may read it.

use desk::Desk;
use desk::view::runs::Decision;
use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use serde_json::json;

use super::support::{Admin, World, at_rest, draft, people, plan};

const LOST: &str = "lost@mail.example";

/// Invites somebody, and resends the invitation; the answer to that is lost.
async fn lose(world: &World, admin: &Admin, act: &str) -> (Desk, String) {
    lose_after(world, admin, act, 600).await
}

/// As before, so many seconds after the first mail.
async fn lose_after(world: &World, admin: &Admin, act: &str, seconds: u32) -> (Desk, String) {
    let desk = admin.open().await;
    let first = plan(&desk, draft(&desk, DraftKind::Invite, people(&[LOST]))).await;
    let run = desk.start_run(&first.id, &[]).await.unwrap();
    at_rest(&desk, &run).await;
    let again = plan(&desk, draft(&desk, DraftKind::Resend, people(&[LOST]))).await;
    world
        .control("clock", json!({"advanceSeconds": seconds}))
        .await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": act, "times": 1}))
        .await;
    let run = desk.start_run(&again.id, &[]).await.unwrap();
    (desk, run)
}

#[tokio::test]
async fn the_audit_log_tells_that_the_mail_went_out() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (desk, run) = lose(&world, &admin, "dropAfter").await;
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let step = &detail.rows[0].steps[0];
    assert_eq!(step.state, StepState::Done);
    assert_eq!(step.explanation.as_ref().unwrap().code, "mailInAuditLog");
    assert_eq!(world.counts().await["mailSent"], 2);
}

#[tokio::test]
async fn a_mail_that_the_log_does_not_show_is_never_said_to_be_sent() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (desk, run) = lose(&world, &admin, "dropBefore").await;
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    assert!(detail.rows[0].steps[0].asks_person, "{detail:#?}");
    assert_eq!(world.counts().await["mailSent"], 1);
}

#[tokio::test]
async fn who_may_not_read_the_log_decides() {
    let world = World::start().await;
    let admin = world.sign_in("userAdministrator").await;
    let (desk, run) = lose(&world, &admin, "dropAfter").await;
    let detail = at_rest(&desk, &run).await;
    let step = &detail.rows[0].steps[0];
    assert!(step.asks_person, "{detail:#?}");
    assert_eq!(step.explanation.as_ref().unwrap().code, "mailNotKnown");
}

#[tokio::test]
async fn the_mail_before_is_not_taken_for_this_one_where_the_clock_is_wrong() {
    for minutes in [-5, 5] {
        let world = World::start().await;
        let mut admin = world.sign_in("globalAdministrator").await;
        admin.clock_ahead = time::Duration::minutes(minutes);
        let (desk, run) = lose_after(&world, &admin, "dropBefore", 120).await;
        let detail = at_rest(&desk, &run).await;
        assert!(detail.rows[0].steps[0].asks_person, "{detail:#?}");
    }
}

#[tokio::test]
async fn a_wrong_clock_keeps_nobody_from_reading_the_log() {
    for minutes in [-5, 5] {
        let world = World::start().await;
        let mut admin = world.sign_in("globalAdministrator").await;
        admin.clock_ahead = time::Duration::minutes(minutes);
        let (desk, run) = lose(&world, &admin, "dropAfter").await;
        let detail = at_rest(&desk, &run).await;
        assert_eq!(
            detail.rows[0].steps[0].state,
            StepState::Done,
            "{detail:#?}"
        );
    }
}

#[tokio::test]
async fn a_refusal_after_a_lost_mail_does_not_say_that_none_went_out() {
    let world = World::start().await;
    let admin = world.sign_in("userAdministrator").await;
    let (desk, run) = lose(&world, &admin, "dropAfter").await;
    at_rest(&desk, &run).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "status", "status": 403}))
        .await;
    desk.decide(&run, 0, 0, Decision::SendAgain).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    let step = &detail.rows[0].steps[0];
    assert!(step.asks_person, "{detail:#?}");
    assert_eq!(step.explanation.as_ref().unwrap().code, "refusedAfterLoss");
    let nothing = desk.retry_draft(&run).await.unwrap_err();
    assert_eq!(nothing.explanation.code, "nothingFailed");
}
