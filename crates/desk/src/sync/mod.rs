//! Keeping the copy of the guests up to date.

mod guests;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::change::Change;
use crate::desk::Inner;
use crate::store::sync_state::{self, LOADED};
use crate::store::{self, Store, StoreError};
use crate::trouble::{Trouble, TroubleCode};
use crate::view::guests::{SyncPhase, SyncStatus};

/// How often changes are asked for while the desk is open.
const EVERY: Duration = Duration::from_secs(3 * 60);
/// How soon after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(30);

/// The state of the sync.
pub(crate) struct GuestSync {
    status: Mutex<SyncStatus>,
    started: AtomicBool,
    one_at_a_time: tokio::sync::Mutex<()>,
    nudge: Notify,
}

impl GuestSync {
    /// As the last process left it.
    pub(crate) async fn new(store: &Store) -> Result<Self, StoreError> {
        let (state, counts) = store
            .read(|connection| {
                Ok((
                    sync_state::load(connection)?,
                    store::guests::counts(connection)?,
                ))
            })
            .await?;
        let phase = if state.stage == LOADED && state.mark.is_some() {
            SyncPhase::Idle
        } else {
            SyncPhase::Empty
        };
        let status = SyncStatus {
            phase,
            loaded: counts.all,
            expected: None,
            synced: state.synced,
            note: None,
            trouble: None,
        };
        Ok(Self {
            status: Mutex::new(status),
            started: AtomicBool::new(false),
            one_at_a_time: tokio::sync::Mutex::new(()),
            nudge: Notify::new(),
        })
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

/// One round: a full load where it is needed, then the changes. One at a time.
pub(crate) async fn round(inner: &Arc<Inner>) -> Result<(), Trouble> {
    let _one = inner.sync.one_at_a_time.lock().await;
    let outcome = tokio::select! {
        outcome = Box::pin(guests::round(inner)) => outcome,
        () = inner.closing.cancelled() => Err(Trouble::cancelled()),
    };
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
