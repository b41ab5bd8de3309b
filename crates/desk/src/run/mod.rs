//! Runs: a plan carried out, journaled before and after each request.

mod additions;
mod control;
mod gather;
mod holders;
mod journal;
mod manage;
mod pace;
mod receipt;
mod reconcile;
pub(crate) mod results;
mod retry;
mod row;
mod runner;
mod send;
mod sleep;
mod title;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use guests::activity::RunState;
use guests::explanation::Explanation;
use tokio::sync::watch;

use control::Control;

use crate::store::runs::Run;

/// The runs of a desk that are under way, and who watches which.
#[derive(Default)]
pub(crate) struct Runs {
    active: Mutex<HashMap<String, Arc<Control>>>,
    ticks: Mutex<HashMap<String, watch::Sender<u64>>>,
    /// Runs at rest whose state could not be written, and why they rest.
    held: Mutex<HashMap<String, Explanation>>,
}

impl Runs {
    fn active(&self) -> MutexGuard<'_, HashMap<String, Arc<Control>>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the version of a run is told; made on first use.
    fn ticks(&self, run: &str) -> watch::Sender<u64> {
        let mut ticks = self.ticks.lock().unwrap_or_else(PoisonError::into_inner);
        ticks
            .entry(run.to_owned())
            .or_insert_with(|| watch::channel(0).0)
            .clone()
    }

    /// Keeps in memory that a run is held up, because it cannot be written.
    fn hold(&self, run: &str, because: Explanation) {
        self.held().insert(run.to_owned(), because);
        self.ticks(run).send_modify(|_| {});
    }

    fn release(&self, run: &str) {
        self.held().remove(run);
    }

    /// The run as it is, where the disk could not be told.
    fn as_it_is(&self, mut run: Run) -> Run {
        if run.state == RunState::Running
            && let Some(because) = self.held().get(&run.id)
        {
            run.state = RunState::Paused;
            run.paused_because = Some(because.clone());
        }
        run
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Explanation>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
