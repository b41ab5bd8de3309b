//! Runs: a plan carried out, journaled before and after each request.

mod abandoned;
mod additions;
mod control;
mod decide;
pub(crate) mod elsewhere;
mod gather;
mod hold;
mod holders;
mod intent;
mod journal;
mod mails;
mod manage;
mod outcome;
mod pace;
mod patience;
mod receipt;
mod reconcile;
pub(crate) mod results;
mod retry;
mod row;
mod runner;
mod send;
mod settle;
mod sleep;
mod title;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use guests::activity::RunState;
use tokio::sync::{Notify, watch};

use control::Control;
pub(crate) use hold::{RunHold, RunLocks};

use crate::store::runs::{Pause, Run};
use crate::trouble::Trouble;

/// The runs of a desk that are under way, and who watches which.
pub(crate) struct Runs {
    /// Which process carries a run out.
    pub(crate) locks: RunLocks,
    active: Mutex<HashMap<String, Arc<Control>>>,
    ticks: Mutex<HashMap<String, watch::Sender<u64>>>,
    /// Told when somebody begins to watch a run.
    pub(crate) watched: Notify,
    /// Runs at rest whose state could not be written, and why they rest.
    held: Mutex<HashMap<String, Pause>>,
}

impl Runs {
    pub(crate) fn new(locks: RunLocks) -> Self {
        Self {
            locks,
            active: Mutex::default(),
            ticks: Mutex::default(),
            watched: Notify::new(),
            held: Mutex::default(),
        }
    }

    /// Runs that somebody watches here and that this process does not carry out.
    pub(crate) fn watched_elsewhere(&self) -> Vec<String> {
        let mut watched = self.watched_runs();
        let active = self.active();
        watched.retain(|run| !active.contains_key(run));
        watched
    }

    fn watched_runs(&self) -> Vec<String> {
        let ticks = self.ticks.lock().unwrap_or_else(PoisonError::into_inner);
        ticks
            .iter()
            .filter(|(_, tick)| tick.receiver_count() > 0)
            .map(|(run, _)| run.clone())
            .collect()
    }

    /// Tells those who watch a run how far it is.
    pub(crate) fn tick(&self, run: &str, version: u64) {
        self.ticks(run).send_if_modified(|tick| {
            let newer = version > *tick;
            *tick = version.max(*tick);
            newer
        });
    }

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
    fn hold(&self, run: &str, because: Pause) {
        self.held().insert(run.to_owned(), because);
        self.ticks(run).send_modify(|_| {});
    }

    fn release(&self, run: &str) {
        self.held().remove(run);
    }

    /// True for a run at rest that no process carries out: if it is under way by its state, it
    /// was cut off.
    fn is_abandoned(&self, run: &str) -> bool {
        let ours = self.active().contains_key(run) || self.held().contains_key(run);
        !ours && self.locks.is_free(run)
    }

    /// The run as it is: what the disk could not be told, and who carries it out.
    fn as_it_is(&self, mut run: Run) -> Run {
        if run.state != RunState::Running {
            return run;
        }
        let ours = self.active().contains_key(&run.id);
        if let Some(because) = self.held().get(&run.id) {
            run.state = RunState::Paused;
            run.paused_because = Some(because.clone());
        } else if !ours && !self.locks.is_free(&run.id) {
            let elsewhere = Trouble::run_elsewhere(self.locks.process(&run.id));
            run.elsewhere = Some(elsewhere.explanation.summary);
        }
        run
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Pause>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
