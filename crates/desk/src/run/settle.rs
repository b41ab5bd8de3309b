//! Writes in which state a run comes to rest, and what that means for its steps: in one
//! transaction, so that no decision made meanwhile is written over.

use std::sync::Arc;

use guests::activity::{RunState, StepState, has_ended};
use rusqlite::Connection;
use time::OffsetDateTime;

use super::control::{Control, Rest};
use super::journal::Journal;
use super::words;
use crate::desk::Inner;
use crate::store::{StoreError, run_steps, runs};

/// Writes in which state the run comes to rest.
pub(super) async fn settle(
    inner: &Arc<Inner>,
    run: &str,
    control: &Control,
    journal: &Journal,
) -> Result<(), StoreError> {
    let (id, now, why) = (run.to_owned(), inner.clock.now(), control.why());
    journal
        .change(move |connection| come_to_rest(connection, &id, why, now))
        .await
}

fn come_to_rest(
    connection: &Connection,
    run: &str,
    why: Option<Rest>,
    now: OffsetDateTime,
) -> Result<u64, StoreError> {
    run_steps::mark_unknown(connection, run)?;
    let entries = run_steps::of_run(connection, run)?;
    let open = entries.into_iter().filter(|entry| !has_ended(entry.state));
    let mut open = open.peekable();
    let (state, because) = if open.peek().is_none() {
        (RunState::Finished, None)
    } else {
        match why {
            Some(Rest::Stopped) => {
                for mut entry in open {
                    match entry.state {
                        StepState::Planned | StepState::Waiting => {
                            entry.skipped(now, words::stopped());
                        }
                        _ if entry.asks_person => continue,
                        _ => entry.ask(words::stopped_in_the_middle()),
                    }
                    run_steps::put(connection, run, &entry)?;
                }
                (RunState::Stopped, None)
            }
            Some(Rest::Closed) => (RunState::Interrupted, None),
            Some(Rest::Paused(because)) => (RunState::Paused, because),
            None => (RunState::Paused, Some(words::awaits_decision().into())),
        }
    };
    let ended = matches!(state, RunState::Finished | RunState::Stopped).then_some(now);
    runs::set_state(connection, run, state, because.as_ref(), ended, now)
}
