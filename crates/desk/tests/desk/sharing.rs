//! Two desks over one folder, as the window and the command line are.

use std::time::Duration;

use desk::Desk;
use desk::change::Change;
use desk::trouble::Trouble;
use desk::view::guests::{GuestQuery, SyncPhase};
use desk::view::runs::Decision;
use guests::activity::{RunState, StepState};
use guests::draft::DraftKind;
use practice_tenant::Config;

use super::support::{Admin, World, at_rest, draft, give_access, invited, people, plan};

const PEOPLE: usize = 14;

/// Access waits for the directory to know the new guests, so that a run takes its time however
/// fast it is carried out.
async fn slow_world() -> World {
    World::with(Config {
        latency: Some("25".parse().unwrap()),
        lag: Some("3000".parse().unwrap()),
        ..Config::default()
    })
    .await
}

async fn begin(admin: &Admin) -> (Desk, String) {
    let desk = admin.open().await;
    let addresses: Vec<String> = (0..PEOPLE).map(|n| format!("s{n}@share.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(&desk, DraftKind::Invite, people(&addresses));
    give_access(&desk, &mut wish).await;
    let planned = plan(&desk, wish).await;
    let run = desk.start_run(&planned.id, &[]).await.unwrap();
    (desk, run)
}

async fn nothing_twice(world: &World) {
    let counts = world.counts().await;
    assert_eq!(
        ["userCreated", "mailSent", "memberAdded", "roleAssigned"].map(|kind| counts[kind]),
        [PEOPLE, PEOPLE, 2 * PEOPLE, PEOPLE]
    );
}

fn is_elsewhere(refused: Result<(), Trouble>) {
    let refused = refused.unwrap_err();
    assert_eq!(refused.explanation.code, "runElsewhere");
    let process = format!("(process {})", std::process::id());
    assert!(
        refused.explanation.summary.contains(&process),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_run_that_another_one_carries_out_can_be_watched_and_nothing_else() {
    let world = slow_world().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, run) = begin(&admin).await;
    let there = admin.open().await;
    let seen = there.run(&run).await.unwrap().summary;
    assert_eq!(
        seen.state,
        RunState::Running,
        "opening a desk cuts nobody off"
    );
    assert!(seen.elsewhere.unwrap().contains("another Usher"));
    assert_eq!(here.run(&run).await.unwrap().summary.elsewhere, None);
    assert!(!there.has_active_run());
    let mut ticks = there.watch_run(&run).unwrap();
    let (first, _) = there.run_changes(&run, 0).await.unwrap();
    is_elsewhere(there.resume_run(&run).await);
    is_elsewhere(there.pause_run(&run).await);
    is_elsewhere(there.stop_run(&run).await);
    is_elsewhere(there.decide(&run, 0, 0, Decision::SendAgain).await);
    tokio::time::timeout(Duration::from_secs(30), async {
        ticks.borrow_and_update();
        ticks.changed().await.unwrap();
    })
    .await
    .expect("who watches is told");
    let (now, progress) = there.run_changes(&run, first).await.unwrap();
    assert!(now > first && !progress.rows.is_empty());
    let receipt = at_rest(&there, &run).await;
    assert_eq!(receipt.summary.state, RunState::Finished);
    assert_eq!(receipt, here.run(&run).await.unwrap());
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_run_whose_process_is_killed_is_resumed_by_the_other_one() {
    let world = slow_world().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, run) = begin(&admin).await;
    let there = admin.open().await;
    let mut ticks = there.watch_run(&run).unwrap();
    ticks.borrow_and_update();
    invited(&world, 4).await;
    drop(here);
    let cut = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            ticks.changed().await.unwrap();
            let detail = there.run(&run).await.unwrap();
            if detail.summary.state != RunState::Running {
                return detail;
            }
        }
    })
    .await
    .expect("a process that is killed is noticed, though it writes nothing");
    assert_eq!(cut.summary.state, RunState::Interrupted);
    for row in &cut.rows {
        assert!(
            row.steps
                .iter()
                .all(|step| step.state != StepState::Sending)
        );
    }
    there.resume_run(&run).await.unwrap();
    let receipt = at_rest(&there, &run).await;
    assert_eq!(receipt.summary.state, RunState::Finished, "{receipt:#?}");
    nothing_twice(&world).await;
}

#[tokio::test]
async fn one_of_two_that_resume_a_run_at_once_has_it() {
    let world = slow_world().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, run) = begin(&admin).await;
    here.pause_run(&run).await.unwrap();
    let there = admin.open().await;
    let (one, other) = tokio::join!(here.resume_run(&run), there.resume_run(&run));
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    is_elsewhere(one.and(other));
    at_rest(&here, &run).await;
    nothing_twice(&world).await;
    for desk in [&here, &there] {
        let ended = desk.resume_run(&run).await.unwrap_err();
        assert_eq!(ended.explanation.code, "runEnded");
    }
}

#[tokio::test]
async fn two_that_load_the_guests_at_once_load_them_once() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, there) = (admin.open().await, admin.open().await);
    assert_eq!(there.sync_status().phase, SyncPhase::Empty);
    let (one, other) = tokio::join!(here.refresh_guests(), there.refresh_guests());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.phase, SyncPhase::Idle);
    assert_eq!((one.loaded, one.phase), (other.loaded, other.phase));
    let window = there.guests(GuestQuery::default()).await.unwrap();
    assert_eq!(window.total, one.loaded);
}

#[tokio::test]
async fn guests_that_another_one_loads_are_noticed() {
    let world = World::start().await;
    let admin = world.sign_in("globalAdministrator").await;
    let (here, there) = (admin.open().await, admin.open().await);
    let loaded = here.refresh_guests().await.unwrap().loaded;
    here.close().await;
    drop(here);
    admin.changes.lock().unwrap().clear();
    tokio::time::timeout(Duration::from_secs(30), async {
        while !admin.changes.lock().unwrap().contains(&Change::Guests) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the other one is told");
    let status = there.sync_status();
    assert_eq!((status.phase, status.loaded), (SyncPhase::Idle, loaded));
    assert!(status.synced.is_some());
}
