//! How a run under way is held up.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::store::runs::Pause;

/// Why a run comes to rest before it is through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// The desk is being closed; the run is offered for resumption.
    Closed,
    /// The person, or trouble, holds it up.
    Paused(Option<Pause>),
    /// The person ended it.
    Stopped,
}

/// The handle on a run under way.
pub(super) struct Control {
    halt: CancellationToken,
    rest: Mutex<Option<Rest>>,
    more: Mutex<bool>,
    over: watch::Sender<bool>,
}

impl Control {
    pub(super) fn new() -> Self {
        Self {
            halt: CancellationToken::new(),
            rest: Mutex::new(None),
            more: Mutex::new(false),
            over: watch::channel(false).0,
        }
    }

    /// Lets the run come to rest. The first reason stands, but stopping outweighs pausing.
    pub(super) fn rest(&self, why: Rest) {
        let mut rest = lock(&self.rest);
        if rest.is_none() || why == Rest::Stopped {
            *rest = Some(why);
        }
        drop(rest);
        self.halt.cancel();
    }

    pub(super) fn why(&self) -> Option<Rest> {
        lock(&self.rest).clone()
    }

    /// Cancelled once the run is to come to rest.
    pub(super) fn halt(&self) -> &CancellationToken {
        &self.halt
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halt.is_cancelled()
    }

    /// A decision made more work while the run was under way.
    pub(super) fn has_more(&self) {
        *lock(&self.more) = true;
    }

    pub(super) fn take_more(&self) -> bool {
        std::mem::take(&mut *lock(&self.more))
    }

    /// The run is at rest and its state is written.
    pub(super) fn end(&self) {
        self.over.send_replace(true);
    }

    /// Waits for that.
    pub(super) async fn ended(&self) {
        let mut over = self.over.subscribe();
        // The sender lives as long as the run's task, which sets it in every case.
        let _ = over.wait_for(|over| *over).await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
