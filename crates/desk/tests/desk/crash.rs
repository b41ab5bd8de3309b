//! Nothing is lost and nothing happens twice, whenever the work is cut off.

use std::time::Duration;

use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use guests::plan::verdict::Verdict;
use practice_tenant::Config;
use serde_json::json;

use super::many::is_complete;
use super::support::{World, at_rest, draft, give_access, invited, people, plan};

#[tokio::test]
async fn a_lost_answer_to_an_invitation_mails_exactly_once() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let mut wish = draft(
        &desk,
        DraftKind::Invite,
        people(&["one@drop.example", "two@drop.example"]),
    );
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropAfter"}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let counts = world.counts().await;
    assert_eq!(
        (
            counts["userCreated"],
            counts["mailSent"],
            counts["memberAdded"]
        ),
        (2, 2, 4)
    );
    let without_link = detail
        .rows
        .iter()
        .filter(|row| !row.has_redeem_link)
        .count();
    assert_eq!(
        without_link, 1,
        "the link of the lost answer is not known, and said so"
    );
}

#[tokio::test]
async fn an_invitation_that_never_arrived_is_sent_again_once() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let planned = plan(
        &desk,
        draft(&desk, DraftKind::Invite, people(&["ada@before.example"])),
    )
    .await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropBefore"}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    assert_eq!(world.counts().await["mailSent"], 1);
    assert!(detail.rows[0].has_redeem_link);
}

#[tokio::test]
async fn a_lost_answer_that_may_not_be_looked_up_is_left_to_the_person() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let wish = draft(&desk, DraftKind::Invite, people(&["eve@hidden.example"]));
    let planned = plan(&desk, wish).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropAfter"}))
        .await;
    world
        .fault(json!({"match": {"method": "GET", "path": "/users"}, "do": "status", "status": 403, "times": 1000}))
        .await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    let step = &detail.rows[0].steps[0];
    assert_eq!((step.state, step.asks_person), (StepState::Unknown, true));
    assert_eq!(step.explanation.as_ref().unwrap().code, "notLookedUp");
    assert_eq!(world.counts().await["mailSent"], 1, "never sent blindly");
}

#[tokio::test]
async fn a_lost_mail_to_a_guest_who_was_there_asks_the_person() {
    let world = World::start().await;
    // Who may not read the audit log, which would tell.
    let admin = world.sign_in("userAdministrator").await;
    let desk = admin.open().await;
    let first = plan(
        &desk,
        draft(&desk, DraftKind::Invite, people(&["mo@ask.example"])),
    )
    .await;
    let run = desk.start_run(&first.id, &[]).await.unwrap();
    let user = at_rest(&desk, &run).await.rows[0].user_id.clone().unwrap();
    desk.refresh_guests().await.unwrap();
    let wish = desk
        .resend_draft(std::slice::from_ref(&user))
        .await
        .unwrap()
        .draft;
    let again = plan(&desk, wish).await;
    world
        .fault(json!({"match": {"method": "POST", "path": "/invitations"}, "do": "dropAfter"}))
        .await;
    let run = desk.start_run(&again.id, &[]).await.unwrap();
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    assert!(detail.rows[0].steps[0].asks_person);
    assert_eq!(
        detail.rows[0].state,
        StepState::Unknown,
        "never shown as anything else"
    );
    desk.decide(&run, 0, 0, desk::view::runs::Decision::TakeAsDone)
        .await
        .unwrap();
    assert_eq!(at_rest(&desk, &run).await.summary.state, RunState::Finished);
    assert_eq!(world.counts().await["mailSent"], 2);
}

/// Drops the desk in the middle of a run, as a power cut would, and takes the run up again.
async fn cut_off_after(invitations: usize, lag: Option<&str>) {
    let latency = Some("30".parse().unwrap());
    let lag = lag.map(|span| span.parse().unwrap());
    let world = World::with(Config {
        latency,
        lag,
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let addresses: Vec<String> = (0..12)
        .map(|n| format!("guest{n}@cut-off.example"))
        .collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(&desk, DraftKind::Invite, people(&addresses));
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    assert!(
        planned
            .rows
            .iter()
            .all(|row| row.verdict == Verdict::NewGuest)
    );
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    while world
        .counts()
        .await
        .get("invitationIssued")
        .copied()
        .unwrap_or_default()
        < invitations
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(desk);
    tokio::time::sleep(Duration::from_millis(150)).await;

    let desk = admin.open().await;
    let cut = desk.run(&run).await.unwrap();
    assert_eq!(
        cut.summary.state,
        RunState::Interrupted,
        "offered for resumption"
    );
    assert!(
        !desk.has_active_run(),
        "nothing is sent before the person says so"
    );
    desk.resume_run(&run).await.unwrap();
    let detail = is_complete(&world, &desk, &run).await;
    assert_eq!(detail.rows.len(), 12);
    for effect in world.effects().await {
        if effect["kind"] == "userCreated" {
            let row = detail
                .rows
                .iter()
                .find(|row| effect["address"] == row.address.as_str())
                .unwrap();
            assert_eq!(effect["userId"], row.user_id.as_ref().unwrap().as_str());
        }
    }
}

#[tokio::test]
async fn a_run_cut_off_early_is_completed_without_repeating_anything() {
    cut_off_after(2, None).await;
}

#[tokio::test]
async fn a_run_cut_off_late_is_completed_without_repeating_anything() {
    cut_off_after(9, None).await;
}

#[tokio::test]
async fn a_run_cut_off_in_a_lagging_directory_is_completed_without_repeating_anything() {
    cut_off_after(5, Some("0..300")).await;
}

#[tokio::test]
async fn a_run_can_be_paused_resumed_and_stopped() {
    let latency = Some("40".parse().unwrap());
    let world = World::with(Config {
        latency,
        ..Config::default()
    })
    .await;
    let admin = world.sign_in("globalAdministrator").await;
    let desk = admin.open().await;
    let addresses: Vec<String> = (0..200).map(|n| format!("p{n}@pause.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let planned = plan(&desk, draft(&desk, DraftKind::Invite, people(&addresses))).await;
    let run = desk.start_run(&planned.id, &[199]).await.unwrap();
    desk.pause_run(&run).await.unwrap();
    let paused = desk.run(&run).await.unwrap();
    assert_eq!(paused.summary.state, RunState::Paused);
    let sent = world
        .counts()
        .await
        .get("mailSent")
        .copied()
        .unwrap_or_default();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(
        world
            .counts()
            .await
            .get("mailSent")
            .copied()
            .unwrap_or_default(),
        sent
    );
    desk.resume_run(&run).await.unwrap();
    invited(&world, sent + 1).await;
    desk.stop_run(&run).await.unwrap();
    let stopped = desk.run(&run).await.unwrap();
    assert_eq!(stopped.summary.state, RunState::Stopped);
    let totals = stopped.summary.totals;
    assert_eq!(totals.people, 199, "the row left out is not there");
    assert_eq!(totals.done + totals.skipped, 199);
    assert!(totals.skipped > 0);
    assert_eq!(
        world
            .counts()
            .await
            .get("mailSent")
            .copied()
            .unwrap_or_default(),
        totals.mails as usize
    );
}
