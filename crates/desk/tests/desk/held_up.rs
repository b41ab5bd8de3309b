//! Trouble in the middle of a run that concerns the whole of it: it pauses, says why, and goes on.

use std::time::Duration;

use desk::trouble::TroubleCode;
use desk::view::runs::WaitsFor;
use guests::activity::{RunState, StepState};
use serde_json::json;

use super::many::{begin, is_complete, slow_world};
use super::support::{at_rest, invited};

const PEOPLE: usize = 16;

#[tokio::test]
async fn a_network_lost_in_mid_run_pauses_it_and_nothing_is_lost_or_repeated() {
    let world = slow_world("20").await;
    let (_admin, desk) = world.at_work("globalAdministrator").await;
    let run = begin(&desk, PEOPLE).await;
    invited(&world, 3).await;
    world
        .fault(json!({"match": {}, "do": "dropBefore", "times": 100_000}))
        .await;
    // Before it pauses, it tells what it waits for. That is over soon: who has not seen it looks again.
    let mut looks = 0;
    loop {
        let (_, now) = desk.run_changes(&run, 0).await.unwrap();
        if now.pace.waits_for == WaitsFor::Network {
            break;
        }
        if now.summary.state == RunState::Paused {
            looks += 1;
            assert!(looks < 10, "{:?}", now.pace);
            desk.resume_run(&run).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    let because = detail.summary.paused_because.unwrap();
    assert!(!because.remedy.is_empty(), "{because:?}");
    assert!(
        detail.rows.iter().all(|row| row.state != StepState::Failed),
        "a lost network is nobody's failure"
    );
    let worked = desk.run(&run).await.unwrap().summary.worked_seconds;
    // Two minutes on the clock of these tests.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let later = desk.run(&run).await.unwrap().summary.worked_seconds;
    assert_eq!(later, worked, "a rest is no work");
    world.end_faults().await;
    desk.resume_run(&run).await.unwrap();
    is_complete(&world, &desk, &run).await;
}

#[tokio::test]
async fn a_sign_in_that_ends_in_mid_run_pauses_it_until_one_signs_in_again() {
    let world = slow_world("20").await;
    let (mut admin, desk) = world.at_work("globalAdministrator").await;
    let run = begin(&desk, PEOPLE).await;
    invited(&world, 3).await;
    world
        .control("clock", json!({"advanceSeconds": 200 * 86_400}))
        .await;
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    assert_eq!(detail.summary.paused_by, Some(TroubleCode::SignInRequired));
    let because = detail.summary.paused_because.unwrap();
    assert!(
        because.remedy.to_lowercase().contains("sign in"),
        "{because:?}"
    );
    desk.close().await;

    let mut again = world.sign_in("globalAdministrator").await;
    std::mem::swap(&mut again.folder, &mut admin.folder);
    let desk = again.open().await;
    desk.resume_run(&run).await.unwrap();
    is_complete(&world, &desk, &run).await;
}

#[tokio::test]
async fn a_computer_that_sleeps_in_mid_run_finds_it_paused_and_says_what_to_do() {
    // Slow enough to be under way still when the clocks are next compared.
    let world = slow_world("250").await;
    let (admin, desk) = world.at_work("globalAdministrator").await;
    let run = begin(&desk, PEOPLE).await;
    invited(&world, 3).await;
    // The wall clock jumps, as it does when the lid is opened again.
    admin.sleep(3_600);
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused, "{detail:#?}");
    let because = detail.summary.paused_because.unwrap();
    assert_eq!(because.code, "computerSlept");
    assert!(because.remedy.contains("resume"), "{because:?}");
    assert!(detail.rows.iter().all(|row| row.state != StepState::Failed));
    let sent = world.ledger().await.len();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(
        world.ledger().await.len(),
        sent,
        "nothing goes on by itself"
    );
    desk.resume_run(&run).await.unwrap();
    is_complete(&world, &desk, &run).await;
}
