//! Each fault of the practice tenant's real face against each thing that Usher does: it ends right,
//! or is shown as unknown, failed or paused with its cause.
//!
//! What comes of it is `docs/fault-matrix.md`; `UPDATE_BINDINGS=1` writes that anew.

mod faults;
mod signing_in;
mod tasks;

use std::fmt::Write as _;
use std::path::Path;

use futures_util::{StreamExt as _, stream};

use faults::Fault;
use tasks::{Seen, Task};

const DOCUMENT: &str = "docs/fault-matrix.md";
/// Worlds at once.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_leads_to_a_wrong_outcome() {
    let faults = faults::all();
    let rows = faults.iter().map(|fault| Box::pin(row(fault)));
    let rows: Vec<Vec<(Task, Seen)>> = stream::iter(rows).buffered(AT_ONCE).collect().await;
    let mut text = HEAD.to_owned();
    for task in Task::ALL {
        let changes = task.effect().is_some();
        let columns = if changes { CHANGING } else { READING };
        let _ = write!(text, "\n## {}\n\n{columns}", task.title());
        for (fault, row) in faults.iter().zip(&rows) {
            let Some((_, seen)) = row.iter().find(|(done, _)| *done == task) else {
                continue;
            };
            let _ = write!(text, "| {} | {} |", fault.name, seen.by_person);
            if changes {
                let _ = write!(text, " {} |", seen.in_ledger);
            }
            let _ = writeln!(text, " {} |", seen.afterwards);
        }
    }
    let (signing_in, refreshes) = tokio::join!(
        Box::pin(signing_in::table()),
        Box::pin(signing_in::table_of_refreshes())
    );
    text.push_str(&signing_in);
    text.push_str(&refreshes);
    is_fresh(&text);
}

async fn row(fault: &Fault) -> Vec<(Task, Seen)> {
    let world = fault.world().await;
    let mut row = Vec::new();
    for task in Task::ALL {
        let Some(aimed) = fault.at(task) else {
            continue;
        };
        let seen = Box::pin(tasks::carry_out(&world, task, fault, aimed)).await;
        row.push((task, seen));
    }
    row
}

fn is_fresh(text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(DOCUMENT);
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (found, kept) in text.lines().zip(kept.lines()) {
        assert_eq!(found, kept, "{DOCUMENT} is stale: see UPDATE_BINDINGS=1");
    }
    assert_eq!(text.lines().count(), kept.lines().count(), "{DOCUMENT}");
}

const HEAD: &str = "# When something goes wrong

Each way in which Microsoft Graph, the sign-in service or the network can fail, against each thing that Usher
does. *Ledger* is what the directory did, as the practice tenant counts it: once, or nothing. What is shown as done is
in it once, and what is shown as failed or skipped is not. Where no clear answer came and the directory cannot tell
either, it is shown as unknown and the person decides. What holds up the whole run pauses it, and it goes on from
there. *Each time* means as often as it is tried.

This page is made by a test: `UPDATE_BINDINGS=1 cargo test -p desk --test desk fault_matrix`.
";

const CHANGING: &str = "\
| what goes wrong | what the person sees | ledger | once it has passed |
|---|---|---|---|
";

const READING: &str = "\
| what goes wrong | what the person sees | once it has passed |
|---|---|---|
";
