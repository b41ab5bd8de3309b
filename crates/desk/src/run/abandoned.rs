//! Runs whose process was killed: they are marked as interrupted by whoever notices first.

use guests::activity::RunState;

use crate::change::Change;
use crate::desk::Inner;
use crate::store::{StoreError, run_steps, runs};
use crate::trouble::Trouble;

impl Inner {
    /// Marks the runs that were cut off, so that they can be resumed: those that are under way by
    /// their state and that no process holds. What was on its way is unknown.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub(crate) async fn end_abandoned(&self) -> Result<(), StoreError> {
        for run in self.store.read(runs::running).await? {
            self.end_if_abandoned(&run).await?;
        }
        Ok(())
    }

    /// As [`Self::end_abandoned`], for one run, whose state may be any.
    pub(super) async fn end_if_abandoned(&self, run: &str) -> Result<(), StoreError> {
        if !self.runs.is_abandoned(run) {
            return Ok(());
        }
        let id = run.to_owned();
        let of_run = self
            .store
            .read(move |connection| runs::find(connection, &id));
        if of_run
            .await?
            .is_none_or(|run| run.state != RunState::Running)
        {
            return Ok(());
        }
        let _hold = match self.runs.locks.take(run).await {
            Ok(hold) => hold,
            // Somebody was faster, with this or with going on.
            Err(trouble) if trouble.is_run_elsewhere() => return Ok(()),
            Err(trouble) => {
                self.runs.hold(run, trouble.into());
                return Ok(());
            }
        };
        let id = run.to_owned();
        let interrupt = move |connection: &rusqlite::Connection| {
            run_steps::mark_unknown(connection, &id)?;
            runs::interrupt(connection, &id)
        };
        let interrupted = self.store.write(interrupt).await.inspect_err(|error| {
            // It is at rest all the same; until there is room for that on the disk, this says so.
            self.runs.hold(run, Trouble::from(error.clone()).into());
        });
        if let Some(version) = interrupted? {
            self.runs.tick(run, version);
            self.changed(Change::Runs);
        }
        Ok(())
    }
}
