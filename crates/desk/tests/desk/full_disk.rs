//! The disk fills up in the middle of a run: it pauses and says why, sends nothing that it could not
//! write down, and goes on when there is room again.

use std::collections::BTreeSet;
use std::path::Path;

use desk::trouble::TroubleCode;
use guests::activity::RunState;
use rusqlite::Connection;

use super::many::{begin, is_complete, slow_world};
use super::support::{World, at_rest, invited};

const PEOPLE: usize = 120;

/// A table that is full for SQLite, which then says of every change that the disk is: one whose
/// numbers are used up (sqlite.org, "SQLite Autoincrement").
const FILL: &str = "
    CREATE TABLE IF NOT EXISTS no_room (number INTEGER PRIMARY KEY AUTOINCREMENT, x);
    INSERT OR IGNORE INTO no_room VALUES (9223372036854775807, 0);
    CREATE TRIGGER no_room_for_steps BEFORE UPDATE ON run_steps
        BEGIN INSERT INTO no_room (x) VALUES (1); END;
    CREATE TRIGGER no_room_for_runs BEFORE UPDATE ON runs
        BEGIN INSERT INTO no_room (x) VALUES (1); END;";
const MAKE_ROOM: &str = "DROP TRIGGER no_room_for_steps; DROP TRIGGER no_room_for_runs;";

fn disk(folder: &Path, change: &str) {
    let connection = Connection::open(folder.join("tenant.sqlite")).unwrap();
    connection
        .busy_timeout(std::time::Duration::from_secs(10))
        .unwrap();
    connection.execute_batch(change).unwrap();
}

/// Client request ids of the requests that changed something in the run.
async fn sent(world: &World) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for entry in world.ledger().await {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        if text("method") != "GET" {
            ids.insert(text("clientRequestId"));
        }
    }
    ids
}

#[tokio::test]
async fn a_disk_that_fills_up_pauses_the_run_and_nothing_is_sent_that_is_not_written_down() {
    let world = slow_world("30").await;
    let (admin, desk) = world.at_work("globalAdministrator").await;
    let before = sent(&world).await;
    let run = begin(&desk, PEOPLE).await;
    invited(&world, 5).await;
    disk(admin.folder.path(), FILL);
    let detail = at_rest(&desk, &run).await;
    assert_eq!(detail.summary.state, RunState::Paused);
    assert_eq!(detail.summary.paused_by, Some(TroubleCode::Storage));
    let because = detail.summary.paused_because.unwrap();
    assert!(because.remedy.contains("room"), "{because:?}");
    let steps = detail.rows.iter().flat_map(|row| &row.steps);
    let written: BTreeSet<String> = steps
        .filter_map(|step| step.client_request_id.clone())
        .collect();
    let sent_by_now = sent(&world).await;
    let unwritten: Vec<_> = sent_by_now
        .difference(&before)
        .filter(|id| !written.contains(*id))
        .collect();
    assert!(unwritten.is_empty(), "{unwritten:?}");
    assert!(world.counts().await["mailSent"] < PEOPLE, "filled too late");

    let refused = desk.resume_run(&run).await.unwrap_err();
    assert_eq!(refused.code, TroubleCode::Storage);
    drop(desk);

    // Also after a new start all can be read, and it is told what is the matter.
    let desk = admin.open().await;
    let detail = desk.run(&run).await.unwrap();
    assert_eq!(detail.summary.state, RunState::Paused);
    assert_eq!(detail.summary.paused_by, Some(TroubleCode::Storage));
    assert_eq!(desk.runs().await.unwrap().len(), 1);
    assert_eq!(sent(&world).await, sent_by_now, "nothing is sent meanwhile");

    disk(admin.folder.path(), MAKE_ROOM);
    desk.resume_run(&run).await.unwrap();
    is_complete(&world, &desk, &run).await;
}
