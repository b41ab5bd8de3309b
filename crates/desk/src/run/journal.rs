//! The journal of one run: an intent is on disk before its request leaves, and the outcome after.

use std::sync::Arc;

use entra::secret::Secret;
use guests::activity::RunState;
use guests::id::UserId;
use time::OffsetDateTime;
use tokio::sync::watch;

use super::elsewhere::{Elsewhere, Heed};
use crate::change::Change;
use crate::desk::Inner;
use crate::store::run_steps::{self, Entry};
use crate::store::runs::Pause;
use crate::store::{StoreError, redeem_links, runs};

/// Where one run writes down what it does.
#[derive(Clone)]
pub(super) struct Journal {
    inner: Arc<Inner>,
    run: String,
    ticks: watch::Sender<u64>,
}

impl Journal {
    pub(super) fn new(inner: &Arc<Inner>, run: &str) -> Self {
        Self {
            inner: Arc::clone(inner),
            run: run.to_owned(),
            ticks: inner.runs.ticks(run),
        }
    }

    /// The run.
    pub(super) fn run(&self) -> &str {
        &self.run
    }

    /// Writes steps whose request leaves now, all in one commit. Where another run stands in the
    /// way by that moment, nothing is written.
    pub(super) async fn put_leaving(
        &self,
        steps: &mut [Entry],
        heed: Option<Heed>,
    ) -> Result<Option<Elsewhere>, StoreError> {
        let (now, heard) = (self.inner.moment(), self.inner.graph.service_heard());
        for step in steps.iter_mut() {
            step.sent = Some(now.here);
            step.ahead = now.ahead;
            step.heard = heard;
        }
        let (run, steps) = (self.run.clone(), steps.to_vec());
        let written = self.inner.store.write(move |connection| {
            if let Some(heed) = heed
                && let Some(elsewhere) = heed.look(connection, &run)?
            {
                return Ok(Err(elsewhere));
            }
            let mut version = 0;
            for step in &steps {
                version = run_steps::put(connection, &run, step)?;
            }
            Ok(Ok(version))
        });
        match written.await? {
            Ok(version) => {
                self.tick(version);
                Ok(None)
            }
            Err(elsewhere) => Ok(Some(elsewhere)),
        }
    }

    /// Writes a step as it is now.
    pub(super) async fn put(&self, entry: &Entry) -> Result<(), StoreError> {
        let (run, entry) = (self.run.clone(), entry.clone());
        self.write(move |connection| run_steps::put(connection, &run, &entry))
            .await
    }

    /// Writes an outcome together with the guest it made known, and seals the link of the
    /// invitation: all of it or nothing.
    pub(super) async fn put_with_guest(
        &self,
        entry: &Entry,
        user: &UserId,
        link: Option<&Secret>,
    ) -> Result<(), StoreError> {
        let sealed = link
            .and_then(|link| redeem_links::seal(&self.inner.store_key, &self.run, entry.row, link));
        let (run, entry, user) = (self.run.clone(), entry.clone(), user.clone());
        self.write(move |connection| {
            runs::set_user(connection, &run, entry.row, &user)?;
            if let Some(sealed) = sealed {
                redeem_links::put(connection, &run, entry.row, &sealed)?;
            }
            run_steps::put(connection, &run, &entry)
        })
        .await
    }

    /// Writes the state of the run.
    pub(super) async fn set_state(
        &self,
        state: RunState,
        because: Option<Pause>,
        ended: Option<OffsetDateTime>,
    ) -> Result<(), StoreError> {
        let run = self.run.clone();
        let now = self.inner.clock.now();
        self.change(move |connection| {
            runs::set_state(connection, &run, state, because.as_ref(), ended, now)
        })
        .await
    }

    /// Writes a change of the run as a whole, which gives its version.
    pub(super) async fn change(
        &self,
        change: impl FnOnce(&rusqlite::Connection) -> Result<u64, StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.write(change).await?;
        self.inner.changed(Change::Runs);
        Ok(())
    }

    async fn write(
        &self,
        change: impl FnOnce(&rusqlite::Connection) -> Result<u64, StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let version = self.inner.store.write(change).await?;
        self.tick(version);
        Ok(())
    }

    fn tick(&self, version: u64) {
        self.ticks.send_if_modified(|tick| {
            let newer = version > *tick;
            *tick = version.max(*tick);
            newer
        });
    }
}
