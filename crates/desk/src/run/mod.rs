//! Runs: a plan carried out, journaled before and after each request.

mod control;
mod journal;
mod manage;
mod receipt;
mod reconcile;
mod row;
mod runner;
mod send;
mod title;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use control::Control;

/// The runs of a desk that are under way, and who watches which.
#[derive(Default)]
pub(crate) struct Runs {
    active: Mutex<HashMap<String, Arc<Control>>>,
    ticks: Mutex<HashMap<String, watch::Sender<u64>>>,
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
}
