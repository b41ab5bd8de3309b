//! Keeping the copy of the guests up to date.

mod guests;
mod load;
mod slices;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use time::OffsetDateTime;
use tokio::sync::Notify;

use crate::change::Change;
use crate::desk::Inner;
use crate::lock;
use crate::store::sync_state::{self, LOADED};
use crate::store::{self, Store, StoreError};
use crate::trouble::{Trouble, TroubleCode};
use crate::view::guests::{SyncPhase, SyncStatus};

/// How often changes are asked for while the desk is open.
const EVERY: Duration = Duration::from_secs(3 * 60);
/// How soon after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(30);
/// How often a round asks whether another process is through with its own.
const AFTER_OTHERS: Duration = Duration::from_millis(200);

/// The state of the sync.
pub(crate) struct GuestSync {
    /// Held by the process that is at it.
    lock: PathBuf,
    status: Mutex<SyncStatus>,
    started: AtomicBool,
    /// This process is at it.
    at_it: AtomicBool,
    one_at_a_time: tokio::sync::Mutex<()>,
    nudge: Notify,
}

impl GuestSync {
    /// As the last process left it. `folder` is the account's.
    pub(crate) async fn new(store: &Store, folder: &Path) -> Result<Self, StoreError> {
        let kept = store.read(as_kept).await?;
        let status = SyncStatus {
            phase: kept.phase,
            loaded: kept.guests,
            expected: None,
            synced: kept.synced,
            note: None,
            trouble: None,
        };
        Ok(Self {
            lock: folder.join("sync.lock"),
            status: Mutex::new(status),
            started: AtomicBool::new(false),
            at_it: AtomicBool::new(false),
            one_at_a_time: tokio::sync::Mutex::new(()),
            nudge: Notify::new(),
        })
    }

    /// Takes over how far another process has brought the copy.
    pub(crate) fn take_over(&self, kept: &AsKept) {
        if self.at_it.load(Ordering::Acquire) {
            return;
        }
        self.set(|status| {
            status.loaded = kept.guests;
            status.synced = kept.synced;
            if status.phase == SyncPhase::Empty {
                status.phase = kept.phase;
            }
        });
    }

    pub(crate) fn status(&self) -> SyncStatus {
        self.lock().clone()
    }

    fn set(&self, change: impl FnOnce(&mut SyncStatus)) {
        change(&mut self.lock());
    }

    fn lock(&self) -> MutexGuard<'_, SyncStatus> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was changed by us: ask for the changes soon.
    pub(crate) fn nudge(&self) {
        self.nudge.notify_one();
    }
}

/// How far the copy is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AsKept {
    phase: SyncPhase,
    guests: u32,
    generation: i64,
    synced: Option<OffsetDateTime>,
}

/// Reads how far the copy is.
pub(crate) fn as_kept(connection: &Connection) -> Result<AsKept, StoreError> {
    let state = sync_state::load(connection)?;
    let complete = state.stage == LOADED && state.mark.is_some();
    Ok(AsKept {
        phase: match complete {
            true => SyncPhase::Idle,
            false => SyncPhase::Empty,
        },
        guests: store::guests::count(connection)?,
        generation: state.generation,
        synced: state.synced,
    })
}

/// Begins to keep the copy up to date, where that has not begun.
pub(crate) fn start(inner: &Arc<Inner>) {
    if inner.sync.started.swap(true, Ordering::AcqRel) {
        return;
    }
    let own = Arc::clone(inner);
    inner.spawn(async move {
        loop {
            let outcome = round(&own).await;
            let pause = if outcome.is_ok() {
                EVERY
            } else {
                AFTER_FAILURE
            };
            tokio::select! {
                () = own.closing.cancelled() => return,
                () = own.clock.sleep(pause) => {}
                () = own.sync.nudge.notified() => {}
            }
        }
    });
}

/// One round: a full load where it is needed, then the changes. One at a time, of all processes:
/// whoever waited for another one goes on from where that one came to.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<(), Trouble> {
    let _one = inner.sync.one_at_a_time.lock().await;
    let work = async {
        let _held = turn(inner).await?;
        inner.sync.at_it.store(true, Ordering::Release);
        guests::round(inner).await
    };
    let outcome = tokio::select! {
        outcome = Box::pin(work) => outcome,
        () = inner.closing.cancelled() => Err(Trouble::cancelled()),
    };
    inner.sync.at_it.store(false, Ordering::Release);
    inner.sync.set(|status| match &outcome {
        Ok(()) => {
            status.phase = SyncPhase::Idle;
            status.trouble = None;
        }
        Err(trouble) => {
            status.phase = SyncPhase::Failed;
            status.trouble = (trouble.code != TroubleCode::Cancelled).then(|| trouble.clone());
        }
    });
    inner.changed(Change::Guests);
    outcome
}

/// Waits until no other process is at it.
async fn turn(inner: &Inner) -> Result<File, Trouble> {
    let failed = |error: std::io::Error| Trouble::storage(&error);
    let file = lock::open(&inner.sync.lock).map_err(failed)?;
    while !lock::alone(&file).map_err(failed)? {
        inner.sync.set(|status| {
            status.phase = match status.synced {
                Some(_) => SyncPhase::Refreshing,
                None => SyncPhase::Loading,
            };
        });
        inner.clock.sleep(AFTER_OTHERS).await;
    }
    Ok(file)
}
