//! Trouble in the middle of a run that concerns the whole of it: it pauses, says why, and goes on.

use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use practice_tenant::Config;
use serde_json::json;

use super::support::{Admin, World, at_rest, draft, give_access, invited, people, plan};
use desk::Desk;
use desk::trouble::TroubleCode;

const PEOPLE: usize = 16;

async fn slow_world() -> World {
    World::with(Config {
        latency: Some("20".parse().unwrap()),
        ..Config::default()
    })
    .await
}

async fn begin(admin: &Admin) -> (Desk, String) {
    let desk = admin.open().await;
    let addresses: Vec<String> = (0..PEOPLE)
        .map(|n| format!("h{n}@held-up.example"))
        .collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(&desk, DraftKind::Invite, people(&addresses));
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    (desk, run)
}

async fn is_complete(world: &World, desk: &Desk, run: &str) {
    let detail = at_rest(desk, run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let counts = world.counts().await;
    assert_eq!(
        ["userCreated", "mailSent", "memberAdded", "roleAssigned"].map(|kind| counts[kind]),
        [PEOPLE, PEOPLE, 2 * PEOPLE, PEOPLE]
    );
    let totals = detail.summary.totals;
    assert_eq!(
        [
            totals.invited,
            totals.mails,
            totals.memberships,
            totals.assignments
        ]
        .map(|n| n as usize),
        [PEOPLE, PEOPLE, 2 * PEOPLE, PEOPLE]
    );
}

#[tokio::test]
async fn a_network_lost_in_mid_run_pauses_it_and_nothing_is_lost_or_repeated() {
    let world = slow_world().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (desk, run) = begin(&admin).await;
    invited(&world, 3).await;
    world
        .fault(json!({"match": {}, "do": "dropBefore", "times": 100_000}))
        .await;
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
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    let later = desk.run(&run).await.unwrap().summary.worked_seconds;
    assert_eq!(later, worked, "a rest is no work");
    world.end_faults().await;
    desk.resume_run(&run).await.unwrap();
    is_complete(&world, &desk, &run).await;
}

#[tokio::test]
async fn a_sign_in_that_ends_in_mid_run_pauses_it_until_one_signs_in_again() {
    let world = slow_world().await;
    let mut admin = world.sign_in("globalAdministrator").await;
    let (desk, run) = begin(&admin).await;
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
