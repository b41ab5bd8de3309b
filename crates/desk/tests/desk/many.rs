//! A run of many new people with access, for what befalls it in the middle.

use desk::Desk;
use desk::view::runs::RunDetail;
use guests::activity::RunState;
use guests::draft::DraftKind;
use practice_tenant::Config;

use super::support::{World, at_rest, draft, give_access, people, plan};

/// A world that takes its time for each answer, in milliseconds.
pub(crate) async fn slow_world(latency: &str) -> World {
    World::with(Config {
        latency: Some(latency.parse().unwrap()),
        ..Config::default()
    })
    .await
}

/// Begins to invite so many people to two groups and an application.
pub(crate) async fn begin(desk: &Desk, count: usize) -> String {
    let addresses: Vec<String> = (0..count).map(|n| format!("m{n}@many.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut wish = draft(desk, DraftKind::Invite, people(&addresses));
    give_access(desk, &mut wish).await;
    let planned = plan(desk, wish).await;
    desk.start_run(&planned.id, &[]).await.unwrap()
}

/// In the end everybody is invited, mailed and given access once, and the run says so.
pub(crate) async fn is_complete(world: &World, desk: &Desk, run: &str) -> RunDetail {
    let detail = at_rest(desk, run).await;
    assert_eq!(detail.summary.state, RunState::Finished, "{detail:#?}");
    let count = detail.rows.len();
    let counts = world.counts().await;
    assert_eq!(
        ["userCreated", "mailSent", "memberAdded", "roleAssigned"].map(|kind| counts[kind]),
        [count, count, 2 * count, count]
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
        [count, count, 2 * count, count]
    );
    detail
}
