//! Nobody is mailed twice and nobody is lost, also across runs: while the directory lags, after a
//! stop, by a retry, and by what a person decides.

use std::time::Duration;

use desk::Desk;
use desk::view::runs::{Decision, RunDetail};
use guests::activity::{RunState, StepState};
use guests::draft::{Draft, DraftKind};
use guests::plan::step::Step;
use practice_tenant::Config;
use serde_json::json;

use super::support::{World, at_rest, draft, give_access, people, plan};

/// A directory that shows new guests late. The desks of these tests give it half a second before
/// "not found" counts.
async fn lagging(millis: &str) -> World {
    World::with(Config {
        lag: Some(millis.parse().unwrap()),
        ..Config::default()
    })
    .await
}

async fn invite(desk: &Desk, address: &str) -> Draft {
    draft(desk, DraftKind::Invite, people(&[address]))
}

async fn run_of(desk: &Desk, wish: Draft) -> RunDetail {
    let planned = plan(desk, wish).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    at_rest(desk, &run).await
}

async fn mailed(world: &World) -> usize {
    world.counts().await.get("mailSent").copied().unwrap_or(0)
}

fn why(detail: &RunDetail, step: usize) -> &str {
    let step = &detail.rows[0].steps[step];
    step.explanation.as_ref().map_or("", |why| &why.code)
}

#[tokio::test]
async fn a_second_run_of_plans_made_before_invites_nobody_again() {
    let world = lagging("3000").await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, there) = (admin.open().await, admin.open().await);
    let first = plan(&here, invite(&here, "Ann@again.example").await).await;
    let mut wish = invite(&there, "ann@AGAIN.example").await;
    give_access(&there, &mut wish).await;
    let second = plan(&there, wish).await;
    let run = here.start_run(&first.id, &[]).await.unwrap();
    let made = at_rest(&here, &run).await.rows[0].user_id.clone();
    let run = there.start_run(&second.id, &[]).await.unwrap();
    let detail = at_rest(&there, &run).await;
    assert_eq!(why(&detail, 0), "invitedLately", "{detail:#?}");
    assert_eq!(detail.rows[0].user_id, made);
    assert!(
        detail.rows[0].steps[1..]
            .iter()
            .all(|step| step.state == StepState::Done),
        "access waits until the directory shows the guest: {detail:#?}"
    );
    assert_eq!(mailed(&world).await, 1);
}

#[tokio::test]
async fn two_runs_side_by_side_invite_once() {
    let world = lagging("3000").await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, there) = (admin.open().await, admin.open().await);
    let addresses = ["a@side.example", "b@side.example", "c@side.example"];
    let wish = draft(&here, DraftKind::Invite, people(&addresses));
    let first = plan(&here, wish.clone()).await;
    let second = plan(&there, wish).await;
    let (one, two) = tokio::join!(
        here.start_run(&first.id, &[]),
        there.start_run(&second.id, &[])
    );
    for (desk, run) in [(&here, one), (&there, two)] {
        let detail = at_rest(desk, &run.unwrap()).await;
        assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
        assert!(detail.rows.iter().all(|row| row.user_id.is_some()));
    }
    assert_eq!(mailed(&world).await, addresses.len());
}

#[tokio::test]
async fn a_plan_made_within_the_lag_gives_access_only() {
    let world = lagging("3000").await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    run_of(&desk, invite(&desk, "lag@again.example").await).await;
    let mut wish = invite(&desk, "lag@again.example").await;
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    assert_eq!((planned.totals.mails, planned.totals.new_guests), (0, 0));
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.totals.memberships, 2, "{detail:#?}");
    assert_eq!(mailed(&world).await, 1);
}

#[tokio::test]
async fn an_invitation_lost_in_a_stopped_run_is_not_sent_by_a_retry_or_another_run() {
    let world = lagging("400").await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = invite(&desk, "lost@stop.example").await;
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish.clone()).await;
    let again = plan(&desk, wish).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropAfter"}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    while mailed(&world).await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    desk.stop_run(&run).await.unwrap();
    let detail = desk.run(&run).await.unwrap();
    assert_eq!(
        detail.rows[0].steps[0].state,
        StepState::Unknown,
        "{detail:#?}"
    );
    assert_eq!(detail.rows[0].steps[1].state, StepState::Skipped);
    assert!(detail.rows[0].steps[0].asks_person);
    assert_ne!(why(&detail, 0), "beingLookedUp", "nobody looks it up now");
    let nothing = desk.retry_draft(&run).await.unwrap_err();
    assert_eq!(nothing.explanation.code, "nothingFailed");
    let run = desk.start_run(&again.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    assert_eq!(detail.summary.totals.memberships, 2);
    assert_eq!(mailed(&world).await, 1);
}

#[tokio::test]
async fn an_invitation_that_never_arrived_in_a_stopped_run_is_sent_by_the_next_one() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let wish = invite(&desk, "never@stop.example").await;
    let planned = plan(&desk, wish.clone()).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropBefore"}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    while desk.run(&run).await.unwrap().rows[0].steps[0].state != StepState::Unknown {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    desk.stop_run(&run).await.unwrap();
    let detail = run_of(&desk, wish).await;
    assert_eq!(
        detail.rows[0].steps[0].state,
        StepState::Done,
        "{detail:#?}"
    );
    assert_eq!(mailed(&world).await, 1);
}

#[tokio::test]
async fn a_retry_for_the_sake_of_a_group_mails_nobody_again() {
    let world = lagging("3000").await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = invite(&desk, "group@retry.example").await;
    give_access(&desk, &mut wish).await;
    wish.access.applications.clear();
    wish.access.groups.truncate(1);
    let group = wish.access.groups[0].clone();
    let path = format!("/groups/{group}/members/$ref");
    let refused = json!({"match": {"method": "POST", "path": path}, "do": "status", "status": 403});
    world.fault(refused).await;
    let first = run_of(&desk, wish).await;
    assert_eq!(
        first.rows[0].steps[1].state,
        StepState::Failed,
        "{first:#?}"
    );
    let again = desk.retry_draft(&first.summary.id).await.unwrap();
    let second = run_of(&desk, again).await;
    assert_eq!(second.summary.totals.memberships, 1, "{second:#?}");
    assert_eq!(mailed(&world).await, 1);
}

#[tokio::test]
async fn a_retry_sends_a_resend_that_was_refused() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = invite(&desk, "refused@retry.example").await;
    run_of(&desk, wish.clone()).await;
    wish.mail_pending_again = true;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "status", "status": 403}))
        .await;
    let failed = run_of(&desk, wish).await;
    assert_eq!(
        failed.rows[0].steps[0].state,
        StepState::Failed,
        "{failed:#?}"
    );
    let again = desk.retry_draft(&failed.summary.id).await.unwrap();
    let done = run_of(&desk, again).await;
    assert_eq!(done.rows[0].steps[0].step, Step::Resend);
    assert_eq!(mailed(&world).await, 2);
}

/// Loses one of these invitations before it arrives, where nobody may look it up.
async fn ask_about_one(world: &World, desk: &Desk, people_in_all: usize) -> (String, u32) {
    let addresses: Vec<String> = (0..people_in_all)
        .map(|n| format!("ask{n}@decide.example"))
        .collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let planned = plan(desk, draft(desk, DraftKind::Invite, people(&addresses))).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropBefore"}))
        .await;
    for path in ["/users", "/$batch"] {
        world
            .fault(
                json!({"match": {"path": path}, "do": "status", "status": 403, "times": 100_000}),
            )
            .await;
    }
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    loop {
        let detail = desk.run(&run).await.unwrap();
        if let Some(row) = detail.rows.iter().find(|row| row.steps[0].asks_person) {
            return (run, row.index);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn an_answer_to_one_question_does_not_start_a_run_that_was_paused() {
    const PEOPLE: usize = 400;
    let world = World::with(Config {
        latency: Some("60".parse().unwrap()),
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let (run, row) = ask_about_one(&world, &desk, PEOPLE).await;
    desk.pause_run(&run).await.unwrap();
    let before = mailed(&world).await;
    assert!(before + 1 < PEOPLE, "paused too late: {before}");
    desk.decide(&run, row, 0, Decision::SendAgain)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    let detail = desk.run(&run).await.unwrap();
    assert_eq!(detail.summary.state, RunState::Paused);
    assert_eq!(mailed(&world).await, before, "nothing is sent unasked");
    world.end_faults().await;
    desk.resume_run(&run).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished);
    assert_eq!(mailed(&world).await, PEOPLE);
}

#[tokio::test]
async fn an_invitation_is_not_taken_as_done_while_nobody_sees_the_guest() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let (run, row) = ask_about_one(&world, &desk, 1).await;
    at_rest(&desk, &run).await;
    world.end_faults().await;
    let refused = desk.decide(&run, row, 0, Decision::TakeAsDone).await;
    assert_eq!(refused.unwrap_err().explanation.code, "guestNotShown");
    assert!(desk.run(&run).await.unwrap().rows[0].steps[0].asks_person);
    desk.decide(&run, row, 0, Decision::SendAgain)
        .await
        .unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    assert_eq!(mailed(&world).await, 1);
}
