//! What other processes do with the same account: another window of Usher, or its command line.
//!
//! SQLite tells by one number whether anybody else has written; only then is anything read.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::change::Change;
use crate::desk::Inner;
use crate::store::{StoreError, runs};
use crate::sync::{AsKept, as_kept};

/// How often others are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How often while somebody watches a run that another process carries out.
const WATCHED: Duration = Duration::from_millis(250);

/// What was seen last.
struct Seen {
    written: i64,
    /// Runs that are under way by their state.
    running: Vec<String>,
    /// How many runs there are, and how many changes of them.
    runs: (i64, i64),
    guests: AsKept,
}

/// Follows what other processes write from now on.
pub(crate) async fn start(inner: &Arc<Inner>) -> Result<(), StoreError> {
    let written = inner.store.written_elsewhere().await?;
    let mut seen = inner
        .store
        .read(move |connection| see(connection, written))
        .await?;
    let own = Arc::clone(inner);
    inner.spawn(async move {
        loop {
            let pause = match own.runs.watched_elsewhere().is_empty() {
                true => EVERY,
                false => WATCHED,
            };
            tokio::select! {
                () = own.closing.cancelled() => return,
                () = own.clock.sleep(pause) => {}
                () = own.runs.watched.notified() => {}
            }
            if let Err(error) = look(&own, &mut seen).await {
                tracing::warn!(%error, "what other processes wrote could not be read");
            }
        }
    });
    Ok(())
}

/// Looks at what others wrote since, and tells what became stale.
async fn look(inner: &Inner, seen: &mut Seen) -> Result<(), StoreError> {
    if !seen.running.is_empty() {
        // A process that is killed writes nothing: its runs are found by their locks.
        inner.end_abandoned().await?;
    }
    let written = inner.store.written_elsewhere().await?;
    if written == seen.written {
        return Ok(());
    }
    let now = inner
        .store
        .read(move |connection| see(connection, written))
        .await?;
    for run in inner.runs.watched_elsewhere() {
        let id = run.clone();
        let found = inner
            .store
            .read(move |connection| runs::find(connection, &id));
        if let Some(found) = found.await? {
            inner.runs.tick(&run, found.version);
        }
    }
    if now.runs != seen.runs {
        inner.changed(Change::Runs);
    }
    if seen.running.iter().any(|run| !now.running.contains(run)) {
        inner.changed(Change::Access);
    }
    if now.guests != seen.guests {
        inner.sync.take_over(&now.guests);
        inner.changed(Change::Guests);
    }
    *seen = now;
    Ok(())
}

fn see(connection: &Connection, written: i64) -> Result<Seen, StoreError> {
    Ok(Seen {
        written,
        running: runs::running(connection)?,
        runs: runs::changes(connection)?,
        guests: as_kept(connection)?,
    })
}
